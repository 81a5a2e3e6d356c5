import { createHash } from 'node:crypto';

/** A short stable name for a fact: the same parts give the same name, so that seeing it again adds nothing. */
export function identity(...parts: readonly (string | number | undefined)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** Text as every store keeps it: PostgreSQL takes no NUL, and no engine half of a character. */
export function storable(text: string): string {
  return (text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text).toWellFormed();
}

const LONGEST = 500;

/**
 * The same key as every store can keep it and look it up: what GitHub, a log or a directory calls something may be of
 * any length, and an index of PostgreSQL holds 2,704 bytes. Of one that is too long: its front, and a hash of it all.
 */
export function keyed(key: string): string {
  return storable(key.length <= LONGEST ? key : `${key.slice(0, LONGEST - 33)}#${identity(key)}`);
}
