import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ScanError } from '../scan-error.ts';
import type { Ignorer, Sight } from './ignorer.ts';

/** What an earlier report says of one finding: as much of it as the tool wrote down. */
interface Known {
  readonly fingerprint?: string | undefined;
  /** SHA-1 of the value, for tools that write the value or its hash. */
  readonly sha1?: string | undefined;
  readonly place?: string | undefined;
}

/** An earlier report: what stands in it is accepted. Understood by its shape, whatever tool has written it. */
export function readBaseline(name: string, text: string): Ignorer {
  const known = parse(name, text).flatMap(knownIn);
  const fingerprints = new Set(known.map(({ fingerprint }) => fingerprint));
  const hashes = new Set(known.map(({ sha1 }) => sha1));
  // A line moves as soon as somebody writes above it, so a place counts only where nothing better is known.
  const places = new Set(
    known.flatMap(({ fingerprint, sha1: hash, place }) => ((fingerprint ?? hash ?? '') === '' ? (place ?? []) : [])),
  );
  return {
    name,
    problems: known.length === 0 ? [`${name}: no finding in it is understood, so it accepts nothing`] : [],
    ignores: (sight) =>
      fingerprints.has(sight.fingerprint) ||
      hashes.has(hashOf(sight)) ||
      placesOf(sight).some((place) => places.has(place)),
    unused: () => [],
  };
}

/** JSON, or one JSON object a line. */
function parse(name: string, text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    // not one value: perhaps one a line
  }
  try {
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line): unknown => JSON.parse(line));
  } catch {
    throw new ScanError(`--baseline ${name} is no JSON, so it is no report of this or another scanner.`);
  }
}

function knownIn(value: unknown): Known[] {
  if (Array.isArray(value)) return value.flatMap(knownIn);
  for (const read of [readOwn, readSarif, readGitleaks, readDetectSecrets, readTrufflehog]) {
    const known = read(value);
    if (known !== undefined) return known;
  }
  return [];
}

const Own = z.object({ rule: z.string(), fingerprint: z.string().startsWith('hb1_') });

function readOwn(value: unknown): Known[] | undefined {
  const { data } = Own.safeParse(value);
  return data && [{ fingerprint: data.fingerprint }];
}

const Sarif = z.object({
  runs: z.array(
    z.object({
      results: z.array(
        z.object({
          partialFingerprints: z.record(z.string(), z.string()).default({}),
          locations: z
            .array(
              z.object({
                physicalLocation: z.object({
                  artifactLocation: z.object({ uri: z.string() }),
                  region: z.object({ startLine: z.number() }).optional(),
                }),
              }),
            )
            .default([]),
        }),
      ),
    }),
  ),
});

function readSarif(value: unknown): Known[] | undefined {
  const { data } = Sarif.safeParse(value);
  return data?.runs
    .flatMap(({ results }) => results)
    .flatMap(({ partialFingerprints, locations }): Known[] => {
      const fingerprint = partialFingerprints['handbackValue/v1'];
      if (fingerprint !== undefined) return [{ fingerprint }];
      return locations.map(({ physicalLocation: { artifactLocation, region } }) => {
        const commit = partialFingerprints['commitSha'];
        return { place: placeName(pathOf(artifactLocation.uri), region?.startLine ?? 0, commit) };
      });
    });
}

/** Not every tool writes a path as a URI. */
function pathOf(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

const Gitleaks = z.object({
  RuleID: z.string(),
  File: z.string(),
  StartLine: z.number(),
  Secret: z.string().default(''),
  Commit: z.string().default(''),
});

function readGitleaks(value: unknown): Known[] | undefined {
  const { data } = Gitleaks.safeParse(value);
  if (data === undefined) return undefined;
  const { File, StartLine, Secret, Commit } = data;
  const hidden = Secret === '' || /REDACTED|\.\.\.$|^\*+$/.test(Secret);
  return [hidden ? { place: placeName(File, StartLine, Commit) } : { sha1: sha1(Secret) }];
}

const DetectSecrets = z.object({
  results: z.record(z.string(), z.array(z.object({ hashed_secret: z.string() }))),
});

function readDetectSecrets(value: unknown): Known[] | undefined {
  const { data } = DetectSecrets.safeParse(value);
  return (
    data && Object.values(data.results).flatMap((found) => found.map(({ hashed_secret }) => ({ sha1: hashed_secret })))
  );
}

const Trufflehog = z.object({ DetectorName: z.string(), Raw: z.string().min(1) });

function readTrufflehog(value: unknown): Known[] | undefined {
  const { data } = Trufflehog.safeParse(value);
  return data && [{ sha1: sha1(data.Raw) }];
}

function hashOf({ inside }: Sight): string {
  return inside === undefined ? 'not known' : sha1(inside.secret.reveal());
}

function placesOf({ path, commit, finding }: Sight): string[] {
  const place = placeName(path, finding.line, undefined);
  return commit === undefined ? [place] : [place, placeName(path, finding.line, commit)];
}

function placeName(path: string, line: number, commit: string | undefined): string {
  return `${commit ?? ''}:${path.replace(/^\.?\//, '')}:${line}`;
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
