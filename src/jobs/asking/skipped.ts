import { PAGE } from '../../github/github.ts';

/**
 * A list from which it follows what is gone. Whatever goes while a list of several pages is
 * read moves the rest forward, past the end of a page that was read before: so where something
 * is missing that was there `before`, it is read once more, and what stands in either counts.
 */
export async function withSkipped<T, K>(
  read: () => Promise<readonly T[]>,
  keyOf: (item: T) => K,
  before: Iterable<K>,
): Promise<readonly T[]> {
  const first = await read();
  const listed = new Map(first.map((item) => [keyOf(item), item]));
  if (first.length < PAGE || [...before].every((key) => listed.has(key))) return first;
  for (const item of await read()) listed.set(keyOf(item), item);
  return [...listed.values()];
}
