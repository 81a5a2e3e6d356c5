import type { FindingConfidence } from '../model/finding.ts';
import type { Fingerprint } from '../model/secret.ts';
import { createExaminer, type Examined, type Looking } from './examine.ts';
import { atLeast, CONFIDENCES, type Found, type NotScanned, type Report } from './found.ts';
import type { Input } from './input.ts';

/** How to look, whatever at. */
export interface ScanSettings extends Looking {
  readonly onProgress?: (done: { readonly bytes: number; readonly pieces: number }) => void;
}

/** Looks into everything that the input gives. */
export async function scan(input: Input, settings: ScanSettings): Promise<Report> {
  const examiner = createExaminer(settings, input.each);
  const examined: Examined[] = [];
  const notScanned: NotScanned[] = [];
  const below = new Set<Fingerprint>(input.searched?.below);
  let files = 0;
  let bytes = 0;
  for await (const piece of input.pieces()) {
    if ('unread' in piece) {
      const { path, unread: reason, ...rest } = piece;
      notScanned.push({ path, reason, ...rest });
      continue;
    }
    const result = await examiner.examine(piece);
    for (const one of result.examined) examined.push(one);
    for (const hash of result.below) below.add(hash);
    if (result.capped) notScanned.push({ path: piece.path, reason: CAPPED });
    files++;
    bytes += 'bytes' in piece ? piece.bytes.length : 0;
    settings.onProgress?.({ bytes, pieces: files });
  }
  for (const { hash } of examined) below.delete(hash);
  const sorted = input.each === 'place' ? eachPlace(examined) : eachValue(examined, settings.least, input.more);
  for (const hash of sorted.below ?? []) below.add(hash);
  const size =
    input.searched === undefined ? { files, bytes } : { files: input.searched.files, bytes: input.searched.bytes };
  const { findings, ignored } = sorted;
  return { what: input.what, findings, ignored, notScanned, below: below.size, notes: [], ...size };
}

const CAPPED = 'it holds more look-alikes than are tried; the rest was not looked at';

type Sorted = Pick<Report, 'findings' | 'ignored'> & { readonly below?: readonly Fingerprint[] };

function eachPlace(examined: readonly Examined[]): Sorted {
  const open = examined.filter(({ ignoredBy }) => ignoredBy === undefined);
  return {
    findings: open.map(({ found }) => found),
    ignored: countNames(examined.flatMap(({ ignoredBy }) => ignoredBy ?? [])),
  };
}

/**
 * Whoever accepts a value in one of its places accepts it in all: a comment that came later
 * speaks for the old versions too.
 */
function eachValue(examined: readonly Examined[], least: FindingConfidence, more: Input['more']): Sorted {
  const findings: Found[] = [];
  const names: string[] = [];
  const below: Fingerprint[] = [];
  for (const places of Map.groupBy(examined, ({ found }) => found.fingerprint).values()) {
    const ignoredBy = places.find((place) => place.ignoredBy !== undefined)?.ignoredBy;
    const found = together(places, more);
    if (!atLeast(found.confidence, least)) below.push(...places.map(({ hash }) => hash));
    else if (ignoredBy === undefined) findings.push(found);
    else names.push(ignoredBy);
  }
  return { findings, ignored: countNames(names), below };
}

/** The first place, however little it says by itself, with the others named; as sure as the surest of them. */
function together(places: readonly Examined[], more: Input['more'] = () => ({})): Found {
  const [first] = places;
  if (first === undefined) throw new TypeError('a value without a place');
  const { path } = first.found;
  const confidence = CONFIDENCES.find((one) => places.some(({ found }) => found.confidence === one)) ?? 'low';
  const { alsoIn: known = [], ...rest } = more(first.hash);
  const alsoIn = [...new Set([...places.map(({ found }) => found.path), ...known])].filter((other) => other !== path);
  return { ...first.found, confidence, ...rest, ...(alsoIn.length > 0 ? { alsoIn } : {}) };
}

function countNames(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));
}
