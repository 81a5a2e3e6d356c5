import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publicKeyLine } from '../../src/detect/public-key.ts';
import { publicKeyHash } from '../../src/model/public-key.ts';
import { Secret } from '../../src/model/secret.ts';
import { opensshKey } from '../support/openssh-key.ts';

const lineOf = (text: string) => publicKeyLine(new Secret(text));
const pem = (key: KeyObject, type: 'pkcs1' | 'pkcs8' | 'sec1', cipher = {}) =>
  key.export({ type: type as 'pkcs8', format: 'pem', ...cipher }).toString();

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const ed = generateKeyPairSync('ed25519');

/** What the line says, read back: so that the encoding is judged by its meaning. */
function parts(line = ''): Buffer[] {
  const bytes = Buffer.from(line.split(' ')[1] ?? '', 'base64');
  const found: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 4 + bytes.readUInt32BE(at))
    found.push(bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at)));
  return found;
}
const big = (bytes: Buffer | undefined) => BigInt(`0x${bytes?.toString('hex') || '0'}`);

describe('the public half of a private key', () => {
  it.each([
    ['RSA in PKCS #1', pem(rsa.privateKey, 'pkcs1')],
    ['RSA in PKCS #8', pem(rsa.privateKey, 'pkcs8')],
  ])('of %s has its modulus and exponent', (_, text) => {
    const [type, e, n] = parts(lineOf(text));
    const { n: modulus = '', e: exponent = '' } = rsa.publicKey.export({ format: 'jwk' });
    expect(String(type)).toBe('ssh-rsa');
    expect(big(n)).toBe(big(Buffer.from(modulus, 'base64url')));
    expect(big(e)).toBe(big(Buffer.from(exponent, 'base64url')));
    // A number with its first bit set would read as negative.
    expect((n?.[0] ?? 255) < 128).toBe(true);
  });

  it('of an elliptic curve has the curve and the point', () => {
    for (const text of [pem(ec.privateKey, 'sec1'), pem(ec.privateKey, 'pkcs8')]) {
      const [type, curve, point] = parts(lineOf(text));
      expect([String(type), String(curve)]).toEqual(['ecdsa-sha2-nistp384', 'nistp384']);
      expect(ec.publicKey.export({ type: 'spki', format: 'der' }).includes(point ?? Buffer.alloc(1))).toBe(true);
    }
  });

  it('of Ed25519 has the 32 bytes', () => {
    const [type, bytes] = parts(lineOf(pem(ed.privateKey, 'pkcs8')));
    expect(String(type)).toBe('ssh-ed25519');
    expect(ed.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)).toEqual(bytes);
  });

  it('of OpenSSH’s own format is read from it, encrypted or not', () => {
    for (const cipher of ['none', 'aes256-ctr']) {
      const { text, line } = opensshKey(cipher);
      expect(lineOf(text)).toBe(line);
    }
  });

  it('is the same however the text is wrapped', () => {
    const { text, line } = opensshKey('none');
    const wrapped = [text.replaceAll('\n', '\\n'), text.replaceAll('\n', '\r\n'), text.replaceAll(/^/gm, '    ')];
    for (const each of [...wrapped, Buffer.from(text).toString('base64')]) expect(lineOf(each)).toBe(line);
  });

  it('is unknown of an encrypted PEM, another kind of key, a public key and a fragment', () => {
    const cipher = { cipher: 'aes-256-cbc', passphrase: 'secret' };
    const x25519 = generateKeyPairSync('x25519').privateKey;
    const whole = pem(rsa.privateKey, 'pkcs1');
    const none = [
      pem(rsa.privateKey, 'pkcs8', cipher),
      pem(rsa.privateKey, 'pkcs1', cipher),
      pem(x25519, 'pkcs8'),
      createPublicKey(rsa.publicKey.export({ type: 'spki', format: 'pem' })).export({ type: 'spki', format: 'pem' }),
      whole.slice(0, whole.length / 2),
      whole.replace('RSA', 'OPENSSH'),
      'no key',
      '',
    ];
    for (const text of none) expect(lineOf(String(text))).toBeUndefined();
  });

  it('never throws, whatever stands between the marks', () => {
    const labels = fc.constantFrom('OPENSSH PRIVATE KEY', 'RSA PRIVATE KEY', 'PRIVATE KEY', 'EC PRIVATE KEY');
    const magic = Buffer.from('openssh-key-v1\0');
    fc.assert(
      fc.property(labels, fc.uint8Array({ maxLength: 300 }), fc.boolean(), (label, bytes, real) => {
        const body = Buffer.concat([real ? magic : Buffer.alloc(0), bytes]).toString('base64');
        lineOf(`-----BEGIN ${label}-----\n${body}\n-----END ${label}-----`);
      }),
    );
  });
});

it('the hash of a line does not depend on the comment behind it', () => {
  expect(publicKeyHash('ssh-ed25519 AAAA me@laptop\n')).toBe(publicKeyHash('ssh-ed25519  AAAA'));
  expect(publicKeyHash('ssh-ed25519 AAAA')).not.toBe(publicKeyHash('ssh-ed25519 AAAB'));
});
