import { ANY_NAME } from '../model/use.ts';

/** `secrets.TOKEN`, `inputs['token']`, `secrets[matrix.key]`: a context and the name that is taken from it. */
export interface Reference {
  readonly context: string;
  /** Upper-cased; `*` for the whole context. */
  readonly name: string;
  /** The tokens between the brackets, where the name is computed. */
  readonly computed?: readonly string[];
}

/** GitHub refuses a longer expression; what it takes is told as any name. */
const LONGEST = 21_000;

/** Tokens between brackets that are evaluated. */
const MOST_COMPUTED = 100;

const CONTEXTS = new Set(['secrets', 'vars', 'inputs', 'env', 'matrix']);
/** GitHub knows single quotes only; who writes double ones means the same. */
const TOKEN = /'(?:[^']|'')*'|"[^"]*"|[A-Za-z_][\w-]*|\d[\w.]*|[()[\],.*]|[!<>=&|]+/g;

/** The insides of every `${{ ... }}` in a text; a `}}` in a quoted string does not end it. */
export function expressionsIn(text: string): readonly string[] {
  const found: string[] = [];
  for (let start = text.indexOf('${{'); start >= 0; start = text.indexOf('${{', start)) {
    const end = endOf(text, start + 3);
    if (end < 0) break;
    found.push(text.slice(start + 3, end));
    start = end + 2;
  }
  return found;
}

/** Text with every expression replaced; undefined as soon as one cannot be. */
export function fill(text: string, value: (expression: string) => string | undefined): string | undefined {
  let rest = text;
  for (const expression of expressionsIn(text)) {
    const known = value(expression);
    if (known === undefined) return undefined;
    // A function, because a dollar sign in a value would be a pattern.
    rest = rest.replace(`\${{${expression}}}`, () => known);
  }
  return rest;
}

/** What a text takes from contexts: https://docs.github.com/actions/reference/workflows-and-actions/contexts. */
export function referencesIn(text: string): readonly Reference[] {
  return expressionsIn(text).flatMap(references);
}

/** What an `if:` says, which is an expression also without the marks of one. */
export function condition(said: unknown): string | undefined {
  if (typeof said !== 'string') return undefined;
  return said.includes('${{') ? said : `\${{ ${said} }}`;
}

/** The same for the inside of one expression. */
export function references(expression: string): readonly Reference[] {
  if (expression.length > LONGEST) return [...CONTEXTS].map((context) => ({ context, name: ANY_NAME }));
  const tokens = tokensOf(expression);
  return tokens.flatMap((token, at) => {
    const context = token.toLowerCase();
    return CONTEXTS.has(context) && tokens[at - 1] !== '.' ? [reference(context, tokens, afterCopy(tokens, at))] : [];
  });
}

/**
 * `fromJSON(toJSON(secrets)).TOKEN` takes one name as `secrets.TOKEN` does: where it goes
 * on behind such a copy of the context.
 */
function afterCopy(tokens: readonly string[], at: number): number {
  const before = (distance: number) => tokens[at - distance]?.toLowerCase();
  for (let copies = 0; ; copies += 1) {
    const [open, close] = [copies * 4, at + 1 + copies * 2];
    const isCopied =
      before(open + 1) === '(' &&
      before(open + 2) === 'tojson' &&
      before(open + 3) === '(' &&
      before(open + 4) === 'fromjson';
    if (!isCopied || tokens[close] !== ')' || tokens[close + 1] !== ')') return close;
  }
}

export function tokensOf(expression: string): readonly string[] {
  return expression.match(TOKEN) ?? [];
}

/** The content of a quoted token. */
export function quoted(token: string | undefined): string | undefined {
  if (token?.startsWith('"')) return token.slice(1, -1);
  return token?.startsWith("'") ? token.slice(1, -1).replaceAll("''", "'") : undefined;
}

function reference(context: string, tokens: readonly string[], at: number): Reference {
  if (tokens[at] === '.') {
    const name = tokens[at + 1] ?? ANY_NAME;
    return { context, name: name === '*' ? ANY_NAME : name.toUpperCase() };
  }
  if (tokens[at] !== '[') return { context, name: ANY_NAME };
  const computed = tokens.slice(at + 1, closing(tokens, at));
  if (computed.length > MOST_COMPUTED) return { context, name: ANY_NAME, computed: [] };
  const [only, ...more] = computed;
  const name = more.length === 0 ? quoted(only) : undefined;
  return name === undefined ? { context, name: ANY_NAME, computed } : { context, name: name.toUpperCase() };
}

function closing(tokens: readonly string[], open: number): number {
  let depth = 0;
  for (let at = open; at < Math.min(tokens.length, open + MOST_COMPUTED + 2); at += 1) {
    if (tokens[at] === '[') depth += 1;
    if (tokens[at] === ']') depth -= 1;
    if (depth === 0) return at;
  }
  return Math.min(tokens.length, open + MOST_COMPUTED + 2);
}

function endOf(text: string, from: number): number {
  let inString = false;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "'") inString = !inString;
    else if (!inString && text.startsWith('}}', at)) return at;
  }
  return -1;
}
