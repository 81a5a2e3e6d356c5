import type { Rule } from './rule.ts';

/**
 * Kinds of value that have no shape of their own: in bytes that are no text a name and
 * something behind it stand by chance, once in some hundred megabytes.
 */
const SHAPELESS: ReadonlySet<Rule['value']> = new Set(['chosen', 'letters', 'password', 'generic']);

/** Bytes before and behind a match that tell whether it stands in text. */
const AROUND = 24;

/** Text has one by mistake. */
const MOST = 1;

/**
 * Whether a match lies in an image, an archive or the like, where nobody wrote a password
 * down. From `start` to `end` in the latin1 of some bytes.
 */
export function isNoise({ value }: Pick<Rule, 'value'>, text: string, start: number, end: number): boolean {
  if (!SHAPELESS.has(value)) return false;
  let controls = 0;
  const last = Math.min(text.length, end + AROUND);
  for (let at = Math.max(0, start - AROUND); at < last; at++) if (isControl(text.charCodeAt(at))) controls++;
  return controls > MOST;
}

const [NUL, TAB, LINE, FEED, RETURN, ESCAPE, SPACE, DELETE] = [0, 9, 10, 12, 13, 27, 32, 127];

/** What stands in text is none, nor is what ends a string in a program or colours the output of one. */
function isControl(unit: number): boolean {
  if (unit >= SPACE) return unit === DELETE;
  return ![NUL, TAB, LINE, FEED, RETURN, ESCAPE].includes(unit);
}
