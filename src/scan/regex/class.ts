import { type Bytes, CLASSES, folded, NONE, not, POSIX, range } from './bytes.ts';
import { RegexError } from './node.ts';

export interface Input {
  readonly source: string;
  at: number;
}

/** The inside of `[…]`; `at` is behind the bracket, and then behind the closing one. */
export function readClass(input: Input, fold: boolean): Bytes {
  const { source } = input;
  const negated = source[input.at] === '^';
  if (negated) input.at++;
  let set = NONE;
  for (let first = true; first || source[input.at] !== ']'; first = false) {
    if (input.at >= source.length) throw new RegexError('a "[" has no "]"');
    set |= readMember(input);
  }
  input.at++;
  const whole = fold ? folded(set) : set;
  return negated ? not(whole) : whole;
}

function readMember(input: Input): Bytes {
  const posix = /^\[:(\^?)([a-z]+):\]/.exec(input.source.slice(input.at, input.at + 14));
  if (posix !== null) {
    const named = POSIX[posix[2] ?? ''];
    if (named === undefined) throw new RegexError(`there is no class ${posix[0]}`);
    input.at += posix[0].length;
    return posix[1] === '' ? named : not(named);
  }
  const shorthand = input.source[input.at] === '\\' ? CLASSES[input.source[input.at + 1] ?? ''] : undefined;
  if (shorthand !== undefined) {
    input.at += 2;
    return shorthand;
  }
  const from = readCharacter(input);
  const isRange = input.source[input.at] === '-' && input.source[input.at + 1] !== ']';
  if (!isRange) return range(from, from);
  input.at++;
  const to = readCharacter(input);
  if (to < from) throw new RegexError('a range goes backwards');
  return range(from, to);
}

function readCharacter(input: Input): number {
  const char = String.fromCodePoint(input.source.codePointAt(input.at) ?? 0);
  input.at += char.length;
  const code = (char === '\\' ? readEscape(input) : char).codePointAt(0) ?? 0;
  if (code > 0x7f) throw new RegexError('only ASCII characters are understood in brackets');
  return code;
}

const CONTROLS: Readonly<Record<string, string>> = { a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** What stands behind a backslash and means one character. */
export function readEscape(input: Input): string {
  const rest = input.source.slice(input.at, input.at + 12);
  const match = /^(?:x([0-9A-Fa-f]{2})|x\{([0-9A-Fa-f]{1,6})\}|([0-7]{3})|([afnrtv])|([^A-Za-z0-9\x80-\uffff]))/.exec(
    rest,
  );
  if (match === null) throw new RegexError(`"\\${rest.slice(0, 1)}" is not understood`);
  input.at += match[0].length;
  const [, hex, long, octal, control, sign] = match;
  if (control !== undefined) return CONTROLS[control] ?? '';
  if (sign !== undefined) return sign;
  const code = octal === undefined ? Number.parseInt(hex ?? long ?? '', 16) : Number.parseInt(octal, 8);
  if (code > 0x10ffff) throw new RegexError('there is no such character');
  return String.fromCodePoint(code);
}
