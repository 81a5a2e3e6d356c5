import { describe, expect, test } from 'vitest';
import { type ChecksumName, checksums } from '../../src/detect/checksums.ts';
import { crc32 } from '../../src/detect/crc32.ts';
import { entropy } from '../../src/detect/entropy.ts';
import { isJwt } from '../../src/detect/jwt.ts';
import { isWordy } from '../../src/detect/words.ts';
import { fake } from '../support/fake-tokens.ts';

test('CRC-32 gives the published check value', () => {
  expect(crc32('123456789')).toBe(0xcbf43926);
  expect(crc32('')).toBe(0);
});

describe('the checksum', () => {
  const templates: Readonly<Record<ChecksumName, string>> = {
    'crc32-base62': 'npm_{base62:30}{crc32-base62}',
    'crc32-hex-upper': 'ATATT3xFf{base62:40}={crc32-hex-upper}',
    'crc32-hex-little-endian': 'glsa_{base62:32}_{crc32-hex-little-endian}',
    'crc32-hex': 'zpka_{lower:32}_{crc32-hex}',
    'crc32-base64-little-endian': 'cflt{base64:54}{crc32-base64-little-endian}',
  };

  test.each(Object.entries(templates))('%s accepts a right tail and rejects one wrong character', (name, template) => {
    const check: (value: string) => boolean = checksums[name as ChecksumName];
    const value = fake(template);
    const other = value.at(8) === 'A' ? 'B' : 'A';
    expect(check(value)).toBe(true);
    expect(check(value.slice(0, 8) + other + value.slice(9))).toBe(false);
  });
});

test('entropy is zero for one character, and its logarithm for a full alphabet', () => {
  expect(entropy('aaaa')).toBe(0);
  expect(entropy('0123456789abcdef')).toBeCloseTo(4);
  expect(entropy('')).toBe(0);
});

test('a JSON Web Token needs JSON in its header and its payload', () => {
  expect(isJwt(fake('{jwt}'))).toBe(true);
  expect(isJwt(fake('ghs_1_{jwt}'))).toBe(true);
  expect(isJwt(fake('eyJ{base62:20}.eyJ{base62:20}.{base62:20}'))).toBe(false);
});

test('words read like words, random letters do not', () => {
  expect(
    ['correcthorsebattery', 'myServiceAccountName', 'the_secret_is_here'].filter((text) => !isWordy(text)),
  ).toEqual([]);
  const random = Array.from({ length: 100 }, (_, seed) => fake('{letters:24}', seed));
  expect(random.filter(isWordy)).toEqual([]);
});
