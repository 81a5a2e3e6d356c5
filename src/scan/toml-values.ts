import { fail, type TomlReader, type TomlTable, type TomlValue } from './toml-types.ts';

export function readValue(reader: TomlReader): TomlValue {
  skip(reader, /[ \t]*/y);
  const { text, at } = reader;
  if (text.startsWith('"""', at))
    return unescaped(reader, quoted(reader, /"""\n?((?:[^\\]|\\[\s\S])*?"{0,2})"""(?!")/y));
  if (text.startsWith("'''", at)) return quoted(reader, /'''\n?([\s\S]*?'{0,2})'''(?!')/y);
  if (text[at] === '"') return unescaped(reader, quoted(reader, /"((?:[^"\\\n]|\\.)*)"/y));
  if (text[at] === "'") return quoted(reader, /'([^'\n]*)'/y);
  if (text[at] === '[') return readArray(reader);
  if (text[at] === '{') return readInline(reader);
  const word = take(reader, /[^\s,\]}#]+/y) ?? fail(reader, 'a value is missing');
  if (word === 'true' || word === 'false') return word === 'true';
  if (/^[+-]?\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?$/.test(word)) return Number(word.replaceAll('_', ''));
  // The word stays unsaid: somebody may have written a secret there.
  return fail(reader, 'this value is not understood; write a string, a number, true or false');
}

function readArray(reader: TomlReader): TomlValue[] {
  const values: TomlValue[] = [];
  reader.at++;
  for (;;) {
    skip(reader, /(?:\s|#[^\n]*)*/y);
    if (reader.text[reader.at] === ']') break;
    values.push(readValue(reader));
    skip(reader, /(?:\s|#[^\n]*)*/y);
    if (reader.text[reader.at] === ']') break;
    if (reader.text[reader.at] !== ',') fail(reader, 'a "," or "]" is missing');
    reader.at++;
  }
  reader.at++;
  return values;
}

function readInline(reader: TomlReader): TomlTable {
  const table: TomlTable = {};
  reader.at++;
  for (;;) {
    skip(reader, /[ \t]*/y);
    if (reader.text[reader.at] === '}') break;
    const key = take(reader, /[A-Za-z0-9_-]+(?=[ \t]*=)/y) ?? fail(reader, 'this is no key of an inline table');
    skip(reader, /[ \t]*=/y);
    const value = readValue(reader);
    Object.defineProperty(table, key, { value, enumerable: true, configurable: true, writable: true });
    skip(reader, /[ \t]*/y);
    if (reader.text[reader.at] === '}') break;
    if (reader.text[reader.at] !== ',') fail(reader, 'a "," or "}" is missing');
    reader.at++;
  }
  reader.at++;
  return table;
}

function quoted(reader: TomlReader, pattern: RegExp): string {
  pattern.lastIndex = reader.at;
  const match = pattern.exec(reader.text) ?? fail(reader, 'this string does not end');
  reader.at = pattern.lastIndex;
  return match[1] ?? '';
}

const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  '"': '"',
  '\\': '\\',
};

function unescaped(reader: TomlReader, text: string): string {
  return text.replaceAll(
    /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([ \t]*\n\s*)|([\s\S]))/g,
    (_, short, long, lineEnd, char) => {
      if (lineEnd !== undefined) return '';
      const code = Number.parseInt(short ?? long ?? '', 16);
      if (Number.isNaN(code)) return ESCAPES[char] ?? fail(reader, `"\\${char}" is no escape`);
      return code <= 0x10ffff ? String.fromCodePoint(code) : fail(reader, 'there is no such character');
    },
  );
}

function take(reader: TomlReader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at;
  const match = pattern.exec(reader.text)?.[0];
  if (match !== undefined) reader.at = pattern.lastIndex;
  return match;
}

function skip(reader: TomlReader, pattern: RegExp): void {
  take(reader, pattern);
}
