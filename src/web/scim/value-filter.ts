import { ScimRefusal } from './answers.ts';
import { canonicalName } from './user.ts';

type Item = Readonly<Record<string, unknown>>;

/** What stands in the brackets of `emails[type eq "work" and primary eq true]` (RFC 7644 §3.5.2: valFilter). */
export interface ValueFilter {
  readonly fits: (item: Item) => boolean;
  /** What a new item holds, where the filter says all of it. */
  readonly holds?: Item;
}

const TOKEN = /\s*([()]|"(?:[^"\\]|\\.)*"|[a-z][\w-]*)\s*/giy;
const MEMBERS = ['value', 'type', 'primary'];

const COMPARISONS: Readonly<Record<string, (held: string, wanted: string) => boolean>> = {
  eq: (held, wanted) => held === wanted,
  ne: (held, wanted) => held !== wanted,
  co: (held, wanted) => held.includes(wanted),
  sw: (held, wanted) => held.startsWith(wanted),
  ew: (held, wanted) => held.endsWith(wanted),
};

/** `and` binds closer than `or`, and `not` stands before parentheses. */
export function readValueFilter(text: string): ValueFilter {
  const tokens = tokensOf(text);
  const takes = (word: string) => tokens[0]?.toLowerCase() === word && tokens.shift() !== undefined;
  const either = (): ValueFilter => {
    const [first, ...others] = joined('or', all);
    return others.length === 0 ? first : { fits: (item) => [first, ...others].some(({ fits }) => fits(item)) };
  };
  const all = (): ValueFilter => {
    const [first, ...others] = joined('and', one);
    return others.reduce(both, first);
  };
  const joined = (word: string, read: () => ValueFilter): [ValueFilter, ...ValueFilter[]] => {
    const parts: [ValueFilter, ...ValueFilter[]] = [read()];
    while (takes(word)) parts.push(read());
    return parts;
  };
  const one = (): ValueFilter => {
    const isNot = takes('not');
    if (!isNot && tokens[0] !== '(') return comparison(tokens);
    if (!takes('(')) throw notUnderstood();
    const inner = either();
    if (!takes(')')) throw notUnderstood();
    return isNot ? { fits: (item) => !inner.fits(item) } : inner;
  };
  const whole = either();
  if (tokens.length > 0) throw notUnderstood();
  return whole;
}

function tokensOf(text: string): string[] {
  const tokens = [...text.matchAll(TOKEN)];
  const read = tokens.reduce((sum, [{ length }]) => sum + length, 0);
  if (read < text.length) throw notUnderstood();
  return tokens.map(([, token = '']) => token);
}

function both(one: ValueFilter, other: ValueFilter): ValueFilter {
  const fits = (item: Item) => one.fits(item) && other.fits(item);
  return one.holds && other.holds ? { fits, holds: { ...one.holds, ...other.holds } } : { fits };
}

function comparison(tokens: string[]): ValueFilter {
  const member = canonicalName(tokens.shift() ?? '');
  const operator = tokens.shift()?.toLowerCase() ?? '';
  if (!MEMBERS.includes(member)) throw notUnderstood();
  const held = (item: Item) => String(item[member] ?? '').toLowerCase();
  if (operator === 'pr') return { fits: (item) => held(item) !== '' };
  const compare = Object.hasOwn(COMPARISONS, operator) ? COMPARISONS[operator] : undefined;
  if (compare === undefined) throw notUnderstood();
  const literal = literalOf(tokens.shift());
  const fits = (item: Item) => compare(held(item), String(literal).toLowerCase());
  return operator === 'eq' ? { fits, holds: { [member]: literal } } : { fits };
}

function literalOf(token = ''): string | boolean {
  if (/^(?:true|false)$/i.test(token)) return token.toLowerCase() === 'true';
  try {
    if (token.startsWith('"')) return String(JSON.parse(token));
  } catch {
    throw notUnderstood();
  }
  throw notUnderstood();
}

function notUnderstood(): ScimRefusal {
  const detail =
    'The filter in the path is not understood: value, type and primary may be compared with eq, ne, co, sw, ew and pr, joined by and, or, not and parentheses. Nothing was changed.';
  return new ScimRefusal(400, detail, 'invalidFilter');
}
