import { crc32 } from '../../src/detect/crc32.ts';
import { createRandom, type Random } from './random.ts';

/**
 * A template written out: no token stands literally in this repository, they are made here, the same for the same seed.
 */
export interface Expanded {
  readonly text: string;
  /** What `<<` and `>>` mark in the template; all of it without them. Offsets are characters of `text`. */
  readonly secret: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Writes out a rule's example. `{alphabet:length}` is random text, `{uuid}`, `{jwt}`, `{pem:lines}` and the like are
 * whole things, `{crc32-…}` is the checksum of the token so far, `{text:…}` is literal, `<<` and `>>` mark the secret.
 */
export function expand(template: string, seed = 1): Expanded {
  const random = createRandom(`${seed}:${template}`);
  let text = '';
  let start = 0;
  let end: number | undefined;
  let at = 0;
  for (const part of template.matchAll(/<<|>>|(?<![${])\{([a-zA-Z][\w-]*)(?::([^{}]*))?\}/g)) {
    text += template.slice(at, part.index);
    at = part.index + part[0].length;
    if (part[0] === '<<') start = text.length;
    else if (part[0] === '>>') end = text.length;
    else text += generate(part[1] ?? '', part[2], text.slice(start), random);
  }
  text += template.slice(at);
  end ??= text.length;
  return { text, secret: text.slice(start, end), start, end };
}

/** The value alone, as most tests want it. */
export function fake(template: string, seed = 1): string {
  return expand(template, seed).secret;
}

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LOWER = UPPER.toLowerCase();
const DIGITS = '0123456789';

const ALPHABETS: Readonly<Record<string, string>> = {
  base62: UPPER + LOWER + DIGITS,
  base64: `${UPPER}${LOWER}${DIGITS}+/`,
  base64url: `${UPPER}${LOWER}${DIGITS}-_`,
  base32: `${UPPER}234567`,
  'base32-lower': `${LOWER}234567`,
  bech32: 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L',
  letters: UPPER + LOWER,
  small: LOWER,
  lower: LOWER + DIGITS,
  upper: UPPER + DIGITS,
  hex: `${DIGITS}abcdef`,
  HEX: `${DIGITS}ABCDEF`,
  digits: DIGITS,
  punctuated: `${UPPER}${LOWER}${DIGITS}!^*~`,
};

function generate(name: string, argument: string | undefined, token: string, random: Random): string {
  const alphabet = ALPHABETS[name];
  if (alphabet !== undefined) return random.text(alphabet, Number(argument));
  switch (name) {
    case 'text':
      return argument ?? '';
    case 'var':
      return `\${${argument ?? ''}}`;
    case 'same':
      return (argument ?? '').charAt(0).repeat(Number((argument ?? '').slice(2)));
    case 'uuid':
      return [8, 4, 4, 4, 12].map((length) => random.text(ALPHABETS['hex'] ?? '', length)).join('-');
    case 'json64':
      return json64(Object.fromEntries((argument ?? '').split(',').map((key) => [key, fakeText(random, 24)])));
    case 'jwt':
      return `${json64({ alg: argument ?? 'RS256', typ: 'JWT' })}.${json64({ sub: fakeText(random, 12), iat: 1764000000 })}.${fakeText(random, 86)}`;
    case 'basic64':
      return Buffer.from(`${fakeText(random, 8)}:${fakeText(random, 17)}`).toString('base64');
    case 'awssecret':
      return `a7Q${random.text(ALPHABETS['base64'] ?? '', 37)}`;
    case 'pem':
      return Array.from({ length: Number(argument) }, () => random.text(ALPHABETS['base64'] ?? '', 64)).join('\n');
    default:
      return checksum(name, token);
  }
}

function fakeText(random: Random, length: number): string {
  return random.text(ALPHABETS['base62'] ?? '', length);
}

function json64(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function checksum(name: string, token: string): string {
  switch (name) {
    case 'crc32-base62':
      return base62(crc32(token.slice(-30)));
    case 'crc32-hex-upper':
      return hex(crc32(token)).toUpperCase();
    case 'crc32-hex-little-endian':
      return hex(Buffer.from(hex(crc32(token.slice(0, -1))), 'hex').readUInt32LE());
    case 'crc32-hex':
      return hex(crc32(token.slice(-33, -1)));
    case 'crc32-base64-little-endian':
      return Buffer.from(hex(crc32(token.slice(4))), 'hex')
        .reverse()
        .toString('base64')
        .slice(0, 6);
    default:
      throw new Error(`a template names an unknown generator: ${name}`);
  }
}

function hex(number: number): string {
  return number.toString(16).padStart(8, '0');
}

function base62(number: number): string {
  const alphabet = DIGITS + UPPER + LOWER;
  let digits = '';
  for (let rest = number; rest > 0; rest = Math.floor(rest / 62)) digits = alphabet.charAt(rest % 62) + digits;
  return digits.padStart(6, '0');
}
