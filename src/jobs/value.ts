import { fingerprint } from '../detect/fingerprint.ts';
import { blobs } from '../git/blobs.ts';
import { fetchCommit, mirrorDirectory } from '../git/mirror.ts';
import { GitError } from '../git/run.ts';
import type { GitHub } from '../github/github.ts';
import type { Credential } from '../model/credential.ts';
import type { Secret } from '../model/secret.ts';
import type { Sighting } from '../model/sighting.ts';
import type { Context } from './context.ts';

/** A value that was read once more, and the text of the file it stands in. Both live in memory only. */
export interface ReadAgain {
  readonly secret: Secret;
  readonly text: string;
}

/** Reads a value again from where it was seen, and knows it by its fingerprint. Undefined when it is nowhere readable any more. */
export async function readAgain(
  { detector, fingerprintKey, dataDir }: Context,
  github: GitHub,
  credential: Credential,
  sightings: readonly Sighting[],
): Promise<ReadAgain | undefined> {
  for (const sighting of sightings) {
    if (sighting.in !== 'code') continue;
    const { repositoryId, repository } = sighting.scope;
    if (repositoryId === undefined || repository === undefined) continue;
    const directory = mirrorDirectory(dataDir, repositoryId);
    // It may have been another machine that saw it.
    const access = await github.gitAccess(repository);
    if (!(await fetchCommit(directory, access, sighting.commit).catch(isNotThere))) continue;
    for await (const blob of blobs(directory, [sighting.blob])) {
      if ('unread' in blob) continue;
      const { findings } = detector.scan(blob.bytes, { path: sighting.path });
      const same = findings.find(
        ({ secret }) => fingerprint(secret, fingerprintKey) === credential.plaintext?.fingerprint,
      );
      if (same !== undefined) return { secret: same.secret, text: Buffer.from(blob.bytes).toString('latin1') };
    }
  }
  return undefined;
}

/** Whether a text holds the very value that a credential is. */
export function holds(
  { detector, fingerprintKey }: Pick<Context, 'detector' | 'fingerprintKey'>,
  credential: Credential,
  text: string,
): boolean {
  return detector
    .scan(Buffer.from(text))
    .findings.some(({ secret }) => fingerprint(secret, fingerprintKey) === credential.plaintext?.fingerprint);
}

/** One repository that git cannot reach leaves all others standing. */
function isNotThere(error: unknown): false {
  if (error instanceof GitError) return false;
  throw error;
}

/** The same question again is answered from memory. */
export function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= ask();
    return answer;
  };
}
