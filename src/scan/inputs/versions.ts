import { blobs } from '../../git/blobs.ts';
import type { Commit } from '../../git/changes.ts';
import type { BlobFinding } from '../../history/blob-finding.ts';
import type { Origin } from '../found.ts';
import type { Piece, Sealed, Unread } from '../input.ts';

/** One version of a file in an object store. */
export interface Version {
  readonly path: string;
  readonly blob: string;
  readonly origin?: Origin;
  /** What an earlier look found in it. */
  readonly known?: readonly BlobFinding[];
}

/** Reads versions in the order given. */
export async function* readVersions(
  gitDirectory: string,
  versions: readonly Version[],
): AsyncGenerator<Piece | Sealed | Unread> {
  const pending = versions.values();
  const ids = versions.map(({ blob }) => blob);
  for await (const blob of blobs(gitDirectory, ids)) {
    const { path, origin, known } = pending.next().value ?? { path: '' };
    const place = { path, ...(origin === undefined ? {} : { origin }) };
    if (!('unread' in blob)) yield { ...place, bytes: blob.bytes };
    else if (known !== undefined) yield { ...place, sealed: known };
    else yield { path: `${path} (object ${blob.id})`, unread: blob.unread };
  }
}

export function originOf({ sha, author }: Commit): Origin {
  return { commit: sha, author: { name: author.name, email: author.email }, at: author.at };
}
