import { createHmac } from 'node:crypto';
import type { Fingerprint, Secret } from '../model/secret.ts';

/** The identity of a value: the same whether it stood plain, base64-wrapped or in UTF-16, and with any line ends. */
export function fingerprint(secret: Secret, key: Uint8Array): Fingerprint {
  return createHmac('sha256', key).update(canonical(secret.reveal()), 'utf8').digest('hex') as Fingerprint;
}

/** A PEM as `LABEL:base64`, whatever stood between its lines; anything else as it is, out of its wrappings. */
export function canonical(value: string): string {
  const plain = unwrap(withoutNulls(value).trim());
  return plain.includes('-----BEGIN') ? canonicalPem(plain) : plain;
}

const MOST_WRAPPINGS = 2;

/** Random bytes of that length are never all printable, so text that decodes to printable text is a wrapping. */
const LEAST_WRAPPED = 16;

function unwrap(value: string): string {
  let plain = value;
  for (let times = 0; times < MOST_WRAPPINGS; times++) plain = unwrapOnce(plain) ?? plain;
  return plain;
}

function unwrapOnce(value: string): string | undefined {
  const packed = value.replace(/\s+/g, '');
  if (packed.length < LEAST_WRAPPED || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(packed)) return undefined;
  const decoded = withoutNulls(Buffer.from(packed, 'base64').toString('latin1')).trim();
  return decoded.length >= 12 && /^[\t\r\n\x20-\x7e]+$/.test(decoded) ? decoded : undefined;
}

function withoutNulls(value: string): string {
  return value.replaceAll('\0', '');
}

/** Label and base64 only: line ends, escapes, indentation and quotes around the lines do not count. */
function canonicalPem(value: string): string {
  const label = /-----BEGIN ([A-Z0-9 ]+)-----/.exec(value)?.[1] ?? '';
  const body = value.replace(/-----(?:BEGIN|END) [A-Z0-9 ]+-----/g, '').replace(/\\[nrt]/g, '');
  return `${label}:${body.replace(/[^A-Za-z0-9+/=]/g, '')}`;
}
