import { ALL, type Bytes, members, not } from './bytes.ts';
import type { Node } from './node.ts';

/** The same in JavaScript, over latin1 text. Of all groups only the secret's keeps its parentheses. */
export function writeJs(node: Node, secret: number): string {
  const write = (inner: Node): string => writeJs(inner, secret);
  switch (node.kind) {
    case 'byte':
      return writeBytes(node.bytes);
    case 'assertion':
      return node.js;
    case 'sequence':
      return node.parts.map((part) => (part.kind === 'choice' ? `(?:${write(part)})` : write(part))).join('');
    case 'choice':
      return node.options.map(write).join('|');
    case 'capture':
      return node.number === secret ? `(${write(node.body)})` : `(?:${write(node.body)})`;
    case 'repeat': {
      const body = node.body.kind === 'byte' ? write(node.body) : `(?:${write(node.body)})`;
      return `${body}${writeTimes(node.min, node.max)}${node.lazy ? '?' : ''}`;
    }
  }
}

function writeTimes(min: number, max: number): string {
  if (max === min) return `{${min}}`;
  return `{${min},${Number.isFinite(max) ? max : ''}}`;
}

function writeBytes(bytes: Bytes): string {
  if (bytes === ALL) return '[\\s\\S]';
  const listed = members(bytes);
  const [only] = listed;
  if (only === undefined) return '(?!)';
  if (listed.length === 1) return writeByte(only);
  return listed.length > 128 ? `[^${writeRanges(members(not(bytes)))}]` : `[${writeRanges(listed)}]`;
}

function writeRanges(listed: readonly number[]): string {
  let text = '';
  for (let at = 0; at < listed.length; ) {
    const from = listed[at] ?? 0;
    let to = from;
    while (listed[at + 1 + to - from] === to + 1) to++;
    text += to === from ? writeByte(from) : `${writeByte(from)}-${writeByte(to)}`;
    at += to - from + 1;
  }
  return text;
}

function writeByte(byte: number): string {
  const char = String.fromCharCode(byte);
  return /[A-Za-z0-9_]/.test(char) ? char : `\\x${byte.toString(16).padStart(2, '0')}`;
}
