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
const TOKEN = /'(?:[^']|'')*'|[A-Za-z_][\w-]*|\d[\w.]*|[()[\],.*]|[!<>=&|]+/g;

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

/** The same for a text that is an expression as a whole, as in `if:`. */
export function references(expression: string): readonly Reference[] {
  if (expression.length > LONGEST) return [...CONTEXTS].map((context) => ({ context, name: ANY_NAME }));
  const tokens = tokensOf(expression);
  return tokens.flatMap((token, at) => {
    const context = token.toLowerCase();
    return CONTEXTS.has(context) && tokens[at - 1] !== '.' ? [reference(context, tokens, at + 1)] : [];
  });
}

export function tokensOf(expression: string): readonly string[] {
  return expression.match(TOKEN) ?? [];
}

/** The content of a quoted token. */
export function quoted(token: string | undefined): string | undefined {
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
