import { parseDocument } from 'yaml';

type Fields = Readonly<Record<string, unknown>>;

/** Workflows are written by hand: whatever is not of the expected shape counts as not there, and the rest is still read. */
export function asRecord(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
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
  const document = parseDocument(text, { logLevel: 'silent' });
  const [error] = document.errors;
  if (error !== undefined) return { why: `not YAML (line ${error.linePos?.[0].line ?? 1})` };
  try {
    return { content: asRecord(document.toJS({ maxAliasCount: 100 })) };
  } catch {
    return { why: 'YAML with too many aliases' };
  }
}
