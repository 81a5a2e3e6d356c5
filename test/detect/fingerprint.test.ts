import { describe, expect, test } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import { fingerprint } from '../../src/detect/fingerprint.ts';
import { Secret } from '../../src/model/secret.ts';
import { fake } from '../support/fake-tokens.ts';

const key = new Uint8Array(32).fill(7);
const pat = fake('ghp_{base62:30}{crc32-base62}');
const print = (value: string) => fingerprint(new Secret(value), key);

describe('a fingerprint', () => {
  test('is 64 hex digits that do not hold the value', () => {
    expect(print(pat)).toMatch(/^[0-9a-f]{64}$/);
  });

  test('differs for another value and for another key', () => {
    expect(print(pat)).not.toBe(print(`${pat}x`));
    expect(fingerprint(new Secret(pat), new Uint8Array(32).fill(8))).not.toBe(print(pat));
  });

  test('is the same however the value was wrapped', () => {
    const base64 = (bytes: Buffer) => bytes.toString('base64');
    const forms = [
      `${pat}\n`,
      base64(Buffer.from(pat)),
      base64(Buffer.from(`${pat}\n`)),
      base64(Buffer.from(base64(Buffer.from(pat)))),
      base64(Buffer.from(pat, 'utf16le')),
      Buffer.from(pat, 'utf16le').toString('latin1'),
    ];
    expect(forms.map(print)).toEqual(forms.map(() => print(pat)));
  });

  test('does not mistake a random base64 value for a wrapped one', () => {
    const value = fake('{base64:40}');
    expect(print(value)).not.toBe(print(Buffer.from(value, 'base64').toString('latin1')));
  });

  test('of a private key does not depend on line ends, escapes and indentation', () => {
    const pem = fake('-----BEGIN RSA PRIVATE KEY-----\n{pem:20}\n-----END RSA PRIVATE KEY-----');
    const forms = [
      pem.replaceAll('\n', '\r\n'),
      pem.replaceAll('\n', '\\n'),
      pem.replaceAll('\n', '\n    '),
      `${pem}\n`,
    ];
    expect(forms.map(print)).toEqual(forms.map(() => print(pem)));
  });

  test('is the same for findings in plain, UTF-16 and base64 text', () => {
    const detector = createDetector();
    const texts = [Buffer.from(pat), Buffer.from(`\ufeff${pat}`, 'utf16le'), Buffer.from(btoa(`x=${pat}`))];
    const prints = texts.flatMap((bytes) =>
      detector.scan(bytes).findings.map((finding) => fingerprint(finding.secret, key)),
    );
    expect(prints).toEqual([print(pat), print(pat), print(pat)]);
  });
});
