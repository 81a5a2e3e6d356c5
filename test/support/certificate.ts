import { createPrivateKey, createPublicKey, sign } from 'node:crypto';

/** A self-signed certificate (RFC 5280, no more than must be) of a key, that ends on a day. */
export function certificate(privateKey: string, notAfter: string): string {
  const key = createPrivateKey(privateKey);
  const ecdsaWithSha256 = Buffer.from('06082a8648ce3d040302', 'hex');
  const name = der(0x30, der(0x31, der(0x30, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from('test')))));
  const day = (iso: string) => der(0x18, Buffer.from(`${iso.replaceAll('-', '')}000000Z`));
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const algorithm = der(0x30, ecdsaWithSha256);
  const validity = der(0x30, day('2020-01-01'), day(notAfter));
  const signed = der(0x30, der(0x02, Buffer.from([1])), algorithm, name, validity, name, spki);
  const signature = sign('sha256', signed, key);
  const bytes = der(0x30, signed, algorithm, der(0x03, Buffer.from([0]), signature));
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}
