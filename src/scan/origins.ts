import type { Rule } from '../detect/rule.ts';
import { type Change, changes } from '../git/changes.ts';
import { GitError } from '../git/run.ts';
import { createBlobEngine } from '../history/blob-engine.ts';
import { LOCAL_KEY, type LocalFingerprints } from './fingerprints.ts';
import type { Found, Origin } from './found.ts';
import { originOf } from './inputs/versions.ts';
import type { LocalRepository } from './repository.ts';

/**
 * Since when the files of a work tree hold what was found in them: the first commit of
 * HEAD's history that left it at that path.
 */
export async function withOrigins(
  { gitDirectory }: LocalRepository,
  findings: readonly Found[],
  rules: readonly Rule[],
  prints: LocalFingerprints,
): Promise<readonly Found[]> {
  const wanted = new Set(findings.map(({ path }) => path).filter((path) => !path.includes('\n')));
  if (wanted.size === 0) return findings;
  const past = await versionsOf(gitDirectory, wanted);
  const { findings: known } = await createBlobEngine(LOCAL_KEY, rules).scan(gitDirectory, [
    ...new Set(past.map(({ blob }) => blob)),
  ]);
  const inBlob = new Map<string, Set<string>>();
  for (const { blob, fingerprint, rule } of known) {
    const values = inBlob.get(blob) ?? new Set();
    const value = await prints.known(fingerprint, rule);
    if (value !== undefined) inBlob.set(blob, values.add(value));
  }
  const first = new Map<string, Origin>();
  for (const { blob, path, commit } of past) {
    for (const value of inBlob.get(blob) ?? []) {
      const key = `${value} ${path}`;
      if (!first.has(key)) first.set(key, originOf(commit));
    }
  }
  return findings.map((found) => {
    const origin = first.get(`${found.fingerprint} ${found.path}`);
    return origin === undefined ? found : { ...found, origin };
  });
}

async function versionsOf(gitDirectory: string, paths: ReadonlySet<string>): Promise<Change[]> {
  const past: Change[] = [];
  try {
    const literal = [...paths].map((path) => `:(top,literal)${path}`);
    for await (const change of changes(gitDirectory, ['HEAD'], [], literal)) past.push(change);
  } catch (error) {
    if (!(error instanceof GitError)) throw error; // no commit yet
  }
  return past;
}
