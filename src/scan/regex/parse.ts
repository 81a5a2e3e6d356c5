import { ALL, type Bytes, CLASSES, folded, not, one } from './bytes.ts';
import { readClass, readEscape } from './class.ts';
import { type Node, RegexError } from './node.ts';

interface Flags {
  readonly fold: boolean;
  readonly dotAll: boolean;
  readonly lines: boolean;
}

export interface Parsed {
  readonly node: Node;
  readonly captures: number;
}

/** `^` of a whole text, in JavaScript's words. */
export const TEXT_START = '(?<![\\s\\S])';
const END = '(?![\\s\\S])';

/** Reads a regular expression in Go's syntax (RE2) as one over the bytes of UTF-8 text. */
export function parseGoRegex(source: string): Parsed {
  const input = { source, at: 0 };
  let captures = 0;
  const node = choice({ fold: false, dotAll: false, lines: false });
  if (input.at < source.length) throw new RegexError('a ")" has no "("');
  return { node, captures };

  function choice(start: Flags): Node {
    const options: Node[] = [];
    let parts: Node[] = [];
    let flags = start;
    while (input.at < source.length && source[input.at] !== ')') {
      if (source[input.at] === '|') {
        input.at++;
        options.push(sequence(parts));
        parts = [];
        continue;
      }
      const changed = flagsOnly(flags);
      if (changed !== undefined) flags = changed;
      else parts.push(repeated(atom(flags)));
    }
    options.push(sequence(parts));
    return options.length === 1 && options[0] !== undefined ? options[0] : { kind: 'choice', options };
  }

  /** `(?i)`: from here to the end of the group. */
  function flagsOnly(flags: Flags): Flags | undefined {
    const match = /^\(\?([a-zA-Z-]+)\)/.exec(source.slice(input.at, input.at + 12));
    if (match === null) return undefined;
    input.at += match[0].length;
    return withFlags(flags, match[1] ?? '');
  }

  function atom(flags: Flags): Node {
    const char = String.fromCodePoint(source.codePointAt(input.at) ?? 0);
    input.at += char.length;
    if (char === '(') return group(flags);
    if (char === '[') return bytes(readClass(input, flags.fold));
    if (char === '.') return bytes(flags.dotAll ? ALL : not(one(10)));
    if (char === '^') return assertion(flags.lines ? '(?<![^\\n])' : TEXT_START);
    if (char === '$') return assertion(flags.lines ? '(?![^\\n])' : END);
    if (char === '\\') return escaped(flags);
    if (/[*+?]/.test(char)) throw new RegexError(`nothing stands before "${char}"`);
    return literal(char, flags.fold);
  }

  function group(flags: Flags): Node {
    const named = /^\?P?<\w+>/.exec(source.slice(input.at, input.at + 80));
    const plain = /^\?([a-zA-Z-]*):/.exec(source.slice(input.at, input.at + 12));
    if (named === null && plain === null && source[input.at] === '?') {
      throw new RegexError(`"(${source.slice(input.at, input.at + 3)}" is no group that Go knows`);
    }
    input.at += (named ?? plain)?.[0].length ?? 0;
    const number = plain === null ? ++captures : 0;
    const body = choice(plain === null ? flags : withFlags(flags, plain[1] ?? ''));
    if (source[input.at] !== ')') throw new RegexError('a "(" has no ")"');
    input.at++;
    return plain === null ? { kind: 'capture', body, number } : body;
  }

  function escaped(flags: Flags): Node {
    const char = source[input.at] ?? '';
    const known = { A: TEXT_START, z: END, b: '\\b', B: '\\B' }[char];
    if (known !== undefined) {
      input.at++;
      return assertion(known);
    }
    if (char === 'Q') {
      const end = source.indexOf('\\E', input.at);
      const text = source.slice(input.at + 1, end < 0 ? undefined : end);
      input.at = end < 0 ? source.length : end + 2;
      if (text.length > 1 && /[*+?{]/.test(source[input.at] ?? ''))
        throw new RegexError('a repetition behind "\\Q…\\E"');
      return sequence(Array.from(text, (each) => literal(each, flags.fold)));
    }
    const set = CLASSES[char];
    if (set === undefined) return literal(readEscape(input), flags.fold);
    input.at++;
    return bytes(set);
  }

  function repeated(body: Node): Node {
    const match = /^(?:([*+?])|\{(\d{1,4})(?:(,)(\d{0,4}))?\})(\??)/.exec(source.slice(input.at, input.at + 14));
    if (match === null) return body;
    input.at += match[0].length;
    const [, sign, least = '', comma, most = '', lazy] = match;
    const min = sign === undefined ? Number(least) : sign === '+' ? 1 : 0;
    const open = sign === '*' || sign === '+' || (comma !== undefined && most === '');
    const max = open ? Number.POSITIVE_INFINITY : sign === '?' ? 1 : comma === undefined ? min : Number(most);
    if (max < min || min > 1000 || (!open && max > 1000)) throw new RegexError(`"${match[0]}" cannot be`);
    return repeated({ kind: 'repeat', body, min, max, lazy: lazy === '?' });
  }
}

function withFlags(flags: Flags, letters: string): Flags {
  const [on = '', off = ''] = letters.split('-');
  if (/[^ims]/.test(on + off)) throw new RegexError(`the flags "${letters}" are not understood`);
  const value = (letter: string, before: boolean) =>
    on.includes(letter) ? true : off.includes(letter) ? false : before;
  return { fold: value('i', flags.fold), lines: value('m', flags.lines), dotAll: value('s', flags.dotAll) };
}

/** A character as the bytes of its UTF-8. */
function literal(char: string, fold: boolean): Node {
  return sequence([...Buffer.from(char)].map((byte) => bytes(fold ? folded(one(byte)) : one(byte))));
}

function bytes(set: Bytes): Node {
  return { kind: 'byte', bytes: set };
}

function assertion(js: string): Node {
  return { kind: 'assertion', js };
}

function flat(node: Node): readonly Node[] {
  return node.kind === 'sequence' ? node.parts : [node];
}

function sequence(nested: readonly Node[]): Node {
  const parts = nested.flatMap(flat);
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'sequence', parts };
}
