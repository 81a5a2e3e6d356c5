import { createHash } from 'node:crypto';

/** A short stable name for a fact: the same parts give the same name, so that seeing it again adds nothing. */
export function identity(...parts: readonly (string | number | undefined)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
