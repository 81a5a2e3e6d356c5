import { unixLines } from '../model/lines.ts';
import { fail, lineAt, TomlError, type TomlReader, type TomlTable, type TomlValue } from './toml-types.ts';
import { readValue } from './toml-values.ts';

export interface TomlDocument {
  readonly root: TomlTable;
  /** The line on which a key of a table was written; from 1. */
  lineOf(table: TomlTable, key?: string): number;
}

/**
 * Reads the part of TOML that configurations of scanners use: tables, arrays of tables, strings of all four kinds,
 * numbers, booleans, arrays, inline tables, comments. Anything else, such as a date, is an error with its line.
 */
export function readToml(text: string): TomlDocument {
  const lines = new Map<TomlTable, Map<string, number>>();
  const root: TomlTable = {};
  const reader: TomlReader = { text: unixLines(text), at: 0 };
  let table = root;
  for (skipBlank(reader); reader.at < reader.text.length; skipBlank(reader)) {
    const line = lineAt(reader);
    if (reader.text[reader.at] === '[') {
      table = openTable(reader, root);
      note(lines, table, '', line);
    } else {
      const keys = readKeys(reader);
      expect(reader, '=');
      const value = readValue(reader);
      const [last = ''] = keys.slice(-1);
      const target = descend(reader, table, keys.slice(0, -1));
      if (Object.hasOwn(target, last)) throw new TomlError(line, `"${last}" is there twice`);
      set(target, last, value);
      note(lines, target, last, line);
    }
    endOfLine(reader);
  }
  return { root, lineOf: (of, key = '') => lines.get(of)?.get(key) ?? lines.get(of)?.get('') ?? 1 };
}

function openTable(reader: TomlReader, root: TomlTable): TomlTable {
  const many = reader.text.startsWith('[[', reader.at);
  reader.at += many ? 2 : 1;
  const keys = readKeys(reader);
  expect(reader, many ? ']]' : ']');
  const [last = ''] = keys.slice(-1);
  const parent = descend(reader, root, keys.slice(0, -1));
  const before = Object.hasOwn(parent, last) ? parent[last] : undefined;
  if (!many) return descend(reader, parent, [last]);
  const list: TomlValue[] =
    before === undefined ? [] : Array.isArray(before) ? before : fail(reader, `"${last}" is no array`);
  const table: TomlTable = {};
  list.push(table);
  set(parent, last, list);
  return table;
}

/** A header below an array of tables speaks of its last table. */
function descend(reader: TomlReader, from: TomlTable, keys: readonly string[]): TomlTable {
  let table = from;
  for (const key of keys) {
    const found = Object.hasOwn(table, key) ? table[key] : undefined;
    const next: TomlValue = Array.isArray(found) ? (found.at(-1) ?? '') : (found ?? {});
    if (typeof next !== 'object' || Array.isArray(next)) return fail(reader, `"${key}" is no table`);
    if (found === undefined) set(table, key, next);
    table = next;
  }
  return table;
}

/** `__proto__` is a key like any other. */
function set(table: TomlTable, key: string, value: TomlValue): void {
  Object.defineProperty(table, key, { value, enumerable: true, configurable: true, writable: true });
}

function readKeys(reader: TomlReader): string[] {
  const keys: string[] = [];
  const KEY = /[ \t]*(?:([A-Za-z0-9_-]+)|"([^"\\\n]*)"|'([^'\n]*)')[ \t]*(\.?)/y;
  for (;;) {
    KEY.lastIndex = reader.at;
    const match = KEY.exec(reader.text) ?? fail(reader, 'this is no key');
    reader.at = KEY.lastIndex;
    keys.push(match[1] ?? match[2] ?? match[3] ?? '');
    if (match[4] !== '.') return keys;
  }
}

function expect(reader: TomlReader, wanted: string): void {
  if (!reader.text.startsWith(wanted, reader.at)) fail(reader, `a "${wanted}" is missing`);
  reader.at += wanted.length;
}

function endOfLine(reader: TomlReader): void {
  const END = /[ \t]*(?:#[^\n]*)?(?:\n|$)/y;
  END.lastIndex = reader.at;
  if (!END.test(reader.text)) fail(reader, 'something stands behind the value');
  reader.at = END.lastIndex;
}

function skipBlank(reader: TomlReader): void {
  const BLANK = /(?:[ \t\n]|#[^\n]*)*/y;
  BLANK.lastIndex = reader.at;
  BLANK.test(reader.text);
  reader.at = BLANK.lastIndex;
}

function note(lines: Map<TomlTable, Map<string, number>>, table: TomlTable, key: string, line: number): void {
  const known = lines.get(table) ?? new Map<string, number>();
  lines.set(table, known.set(key, line));
}
