import { z } from 'zod';
import type { NotScanned } from '../../history/blob-finding.ts';
import type { Gap } from '../../model/coverage.ts';
import { count } from '../../policy/words/markdown.ts';
import type { Store } from '../../store/store.ts';

/** Whoever pushes chooses how many there are: of more, only that there are more is kept. */
const MOST = 1000;

const Unread = z.array(z.object({ object: z.string(), reason: z.string() }));

/**
 * What of a repository's history no scan could read. A scan after the first looks at what is new alone, so that
 * it read all of it says nothing of what an earlier one left; `isWhole`: all of it was looked at just now.
 */
export async function unreadSince(
  { notes }: Store,
  { org, repositoryId, isWhole }: { readonly org: number; readonly repositoryId: number; readonly isWhole: boolean },
  left: readonly NotScanned[],
): Promise<readonly NotScanned[]> {
  const key = `unread:${org}:${repositoryId}`;
  const note = await notes.read(key);
  const before = isWhole || note === undefined ? [] : Unread.parse(JSON.parse(note));
  const all = new Map([...before, ...left].map((each) => [each.object, each]));
  const unread = [...all.values()].slice(0, MOST);
  if (note !== undefined || unread.length > 0) await notes.save(key, JSON.stringify(unread));
  return unread;
}

/** Named in every case, so that nobody takes it for clean. */
export function unreadGap(unread: readonly NotScanned[]): { gap?: Gap } {
  if (unread.length === 0) return {};
  const some = unread.slice(0, 3).map(({ object, reason }) => `${object.slice(0, 10)} (${reason})`);
  const says = `${unread.length === MOST ? 'at least ' : ''}${sayUnread(unread.length)}: ${some.join(', ')}`;
  return { gap: { why: 'absent', says } };
}

/** "1 file was not read", "2 files were not read". */
export function sayUnread(many: number): string {
  return `${count(many, 'file')} ${many === 1 ? 'was' : 'were'} not read`;
}
