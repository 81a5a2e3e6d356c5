export interface GitPerson {
  readonly name: string;
  readonly email: string;
  /** Milliseconds since 1970, as the commit claims. */
  readonly at: number;
}

/** The last moment that JavaScript's dates can show. */
const LAST_DAY = 8.64e15;

/** A commit may claim any date, also one that no calendar holds. */
export function instant(seconds: string): number {
  return Math.min(Math.max(Number(seconds) || 0, 0) * 1000, LAST_DAY);
}

/**
 * `Name <address>`, the value of a `Co-authored-by` trailer; none where it has no address. By hand: anybody writes what
 * stands there, of any length, and an expression would try every way to tell the spaces of a name from those around it.
 */
export function coAuthor(trailer: string): Omit<GitPerson, 'at'>[] {
  const text = trailer.trim();
  const open = text.lastIndexOf('<');
  const name = text.slice(0, Math.max(0, open)).trim();
  const email = text.slice(open + 1, -1);
  const at = email.indexOf('@', 1);
  if (open < 0 || !text.endsWith('>') || at < 0 || at === email.length - 1) return [];
  return /[\s>]/.test(email) || /[\r\n\u2028\u2029]/.test(name) ? [] : [{ name, email }];
}
