import { readYamlDocument } from '../model/yaml-document.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Whole, with its aliases followed: what is larger or deeper was not written to be run. */
const MOST = { values: 200_000, levels: 100 };

/**
 * Workflows are written by hand: whatever is not of the expected shape counts as not there, and the rest is still read.
 */
export function asRecord(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** All fields but these. */
export function without(fields: Fields, apart: ReadonlySet<string>): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !apart.has(name)));
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Every text below a value, keys not counted. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** The content of a YAML file, or why it has none. */
export function readYaml(text: string): { readonly content: Fields } | { readonly why: string } {
  if (isDeep(text)) return { why: 'YAML with too many levels' };
  try {
    const { document, errors, lineAt } = readYamlDocument(text);
    const [error] = errors;
    if (error !== undefined) return { why: `not YAML (line ${lineAt(error.at)})` };
    const content: unknown = document.toJS({ maxAliasCount: 100 });
    return isBounded(content) ? { content: asRecord(content) } : { why: 'YAML that is too deep, or holds itself' };
  } catch {
    // Too many aliases, or deeper than the reader goes.
    return { why: 'YAML with too many aliases or levels' };
  }
}

/** The reader needs seconds to refuse a million open brackets; brackets in scripts close again. */
export function isDeep(text: string): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    if (depth > 1000) return true;
  }
  return false;
}

/** An alias may stand inside of what it names: then it has no end. */
function isBounded(content: unknown): boolean {
  let count = 0;
  let level: unknown[] = [content];
  for (let depth = 0; level.length > 0; depth += 1) {
    count += level.length;
    if (depth > MOST.levels || count > MOST.values) return false;
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return true;
}
