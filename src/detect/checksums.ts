import { crc32 } from './crc32.ts';

/** Checks that issuers built into their tokens. Each says whether the whole value is consistent. */
export const checksums = {
  /** GitHub, npm: the last 6 characters are the CRC-32 of the 30 before, base62, padded with 0. */
  'crc32-base62': (value: string) => value.slice(-6) === base62(crc32(value.slice(-36, -6))),
  /** Atlassian, Bitbucket: the last 8 are the CRC-32 of everything before, upper-case hex. */
  'crc32-hex-upper': (value: string) => value.slice(-8) === hex(crc32(value.slice(0, -8))).toUpperCase(),
  /** Grafana: the last 8 are the CRC-32 of everything before the last underscore, little-endian hex. */
  'crc32-hex-little-endian': (value: string) => value.slice(-8) === hex(swap(crc32(value.slice(0, -9)))),
  /** Zuplo: the last 8 are the CRC-32 of the 32 characters between the underscores, hex. */
  'crc32-hex': (value: string) => value.slice(-8) === hex(crc32(value.slice(-41, -9))),
  /** Confluent: the last 6 are the little-endian CRC-32 of the rest after `cflt`, base64 without padding. */
  'crc32-base64-little-endian': (value: string) => value.slice(-6) === base64(swap(crc32(value.slice(4, -6)))),
} as const satisfies Readonly<Record<string, (value: string) => boolean>>;

export type ChecksumName = keyof typeof checksums;

/**
 * What else an issuer's own values have and a look-alike need not have: it says as much as a checksum, and costs less.
 */
export const marks = {
  /** AWS: the 16 behind the prefix are base32. */
  base32: (value: string) => /[A-Z2-7]{16}$/.test(value),
  /** GitHub: 22 characters, an underscore and 59 more. */
  'parts-22-59': (value: string) => /_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}$/.test(value),
  /** OpenAI: its name in base64 stands in the middle. */
  'openai-mark': (value: string) => value.includes('T3BlbkFJ'),
  /** Anthropic: 93 characters, then what base64 makes of a last zero. */
  'tail-aa': (value: string) => /-[A-Za-z0-9_-]{93}AA$/.test(value),
} as const satisfies Readonly<Record<string, (value: string) => boolean>>;

export type MarkName = keyof typeof marks;

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function base62(number: number): string {
  let digits = '';
  for (let rest = number; digits.length < 6; rest = Math.floor(rest / 62)) digits = BASE62.charAt(rest % 62) + digits;
  return digits;
}

function hex(number: number): string {
  return number.toString(16).padStart(8, '0');
}

function base64(number: number): string {
  const bytes = [number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255];
  return Buffer.from(bytes).toString('base64').slice(0, 6);
}

function swap(number: number): number {
  return (((number & 255) << 24) | ((number & 0xff00) << 8) | ((number >>> 8) & 0xff00) | (number >>> 24)) >>> 0;
}
