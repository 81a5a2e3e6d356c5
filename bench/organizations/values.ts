import { createPrivateKey, createPublicKey } from 'node:crypto';
import { fake } from '../../test/support/fake-tokens.ts';
import type { Dice } from './dice.ts';

/** A key pair of somebody: the private half as a file holds it, the public half as GitHub shows it. */
export interface KeyPair {
  readonly pem: string;
  readonly line: string;
}

/** RFC 8410: an Ed25519 private key is these bytes and 32 of chance. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
/** RFC 4253: `ssh-ed25519` and the length of the key, each with its own length before it. */
const SSH = Buffer.from('0000000b7373682d6564323535313900000020', 'hex');

export function keyPair(dice: Dice): KeyPair {
  const der = Buffer.concat([PKCS8, Buffer.from(Array.from({ length: 32 }, () => dice.below(256)))]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  return {
    pem: key.export({ format: 'pem', type: 'pkcs8' }).toString(),
    line: `ssh-ed25519 ${Buffer.concat([SSH, Buffer.from(x, 'base64url')]).toString('base64')}`,
  };
}

/** Text with a token in it: made here, for none stands in this repository. */
export function tokenOf(dice: Dice, issuer: 'github' | 'gitlab'): string {
  const template = issuer === 'github' ? 'ghp_{base62:30}{crc32-base62}' : 'glpat-{base62:20}';
  return fake(template, dice.below(1 << 30));
}
