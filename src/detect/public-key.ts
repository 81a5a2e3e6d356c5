import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { Secret } from '../model/secret.ts';
import { canonical } from './fingerprint.ts';

/**
 * The public half of a private key, as a line of OpenSSH: `ssh-ed25519 AAAA…`. Undefined for an encrypted key
 * (OpenSSH's own format shows its public half all the same), another kind of key, or what only looks like one.
 */
export function publicKeyLine(secret: Secret): string | undefined {
  const [, label, body] = /^([A-Z\d ]+):([A-Za-z\d+/]+=*)/.exec(canonical(secret.reveal())) ?? [];
  if (label === undefined || body === undefined || !label.endsWith('PRIVATE KEY')) return undefined;
  const bytes = Buffer.from(body, 'base64');
  const blob = label === 'OPENSSH PRIVATE KEY' ? insideOpenSsh(bytes) : derived(label, bytes);
  return blob && `${readString(blob, 0)?.toString('latin1')} ${blob.toString('base64')}`;
}

const MAGIC = 'openssh-key-v1\0';

/**
 * PROTOCOL.key of OpenSSH: magic, cipher, kdf, kdf options, how many keys, the public key,
 * and then what may be encrypted.
 */
function insideOpenSsh(bytes: Buffer): Buffer | undefined {
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined;
  let at = MAGIC.length;
  for (let field = 0; field < 3; field += 1) {
    const skipped = readString(bytes, at);
    if (skipped === undefined) return undefined;
    at += 4 + skipped.length;
  }
  const blob = readString(bytes, at + 4);
  return blob && readString(blob, 0)?.length ? blob : undefined;
}

function readString(bytes: Buffer, at: number): Buffer | undefined {
  if (at + 4 > bytes.length) return undefined;
  const end = at + 4 + bytes.readUInt32BE(at);
  return end > bytes.length ? undefined : bytes.subarray(at + 4, end);
}

const TYPES: Readonly<Record<string, 'pkcs1' | 'pkcs8' | 'sec1'>> = {
  'RSA PRIVATE KEY': 'pkcs1',
  'PRIVATE KEY': 'pkcs8',
  'EC PRIVATE KEY': 'sec1',
};

function derived(label: string, der: Buffer): Buffer | undefined {
  const type = TYPES[label];
  if (type === undefined) return undefined;
  try {
    return sshBlob(createPublicKey(createPrivateKey({ key: der, format: 'der', type })));
  } catch {
    return undefined;
  }
}

const CURVES: Readonly<Record<string, string>> = { 'P-256': 'nistp256', 'P-384': 'nistp384', 'P-521': 'nistp521' };

/** RFC 4253 §6.6, RFC 5656 §3.1, RFC 8709 §4. */
function sshBlob(key: KeyObject): Buffer | undefined {
  const { kty, crv = '', n = '', e = '', x = '', y = '' }: JsonWebKey = key.export({ format: 'jwk' });
  const curve = CURVES[crv];
  if (kty === 'RSA') return strings('ssh-rsa', number(e), number(n));
  if (kty === 'OKP' && crv === 'Ed25519') return strings('ssh-ed25519', bytes(x));
  if (kty !== 'EC' || curve === undefined) return undefined;
  return strings(`ecdsa-sha2-${curve}`, curve, Buffer.concat([Buffer.from([4]), bytes(x), bytes(y)]));
}

function strings(...parts: readonly (string | Buffer)[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(Buffer.byteLength(part));
      return [length, Buffer.from(part as string)];
    }),
  );
}

/** Big-endian, and positive: the first bit says so. */
function number(base64url: string): Buffer {
  const value = bytes(base64url);
  return (value[0] ?? 0) >= 128 ? Buffer.concat([Buffer.from([0]), value]) : value;
}

function bytes(base64url: string): Buffer {
  return Buffer.from(base64url, 'base64url');
}
