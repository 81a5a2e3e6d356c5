import { scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import type { Rule } from '../detect/rule.ts';
import type { Fingerprint } from '../model/secret.ts';

/**
 * No secret: local fingerprints are the same on every machine.
 * docs/adr/0010-local-fingerprints.md says why that is fine.
 */
export const LOCAL_KEY: Uint8Array = Buffer.from('handback scan v1');

export const FINGERPRINT = /^hb1_[0-9a-f]{32}$/;

const COST = { N: 1 << 14, r: 8, p: 1 };
const slowHash = promisify<string, Uint8Array, number, typeof COST, Buffer>(scrypt);

export interface LocalFingerprints {
  /** `hash` is the HMAC of the value under LOCAL_KEY. */
  of(hash: Fingerprint, rule: string): Promise<string>;
  /** The same where it is known without a slow hash: of a value that `of` has not been asked for, it is not. */
  known(hash: Fingerprint, rule: string): Promise<string | undefined>;
}

/**
 * Random tokens: the HMAC itself, for nobody can guess them. What people have made up: a
 * slow hash of it, so that guessing costs. Each value is hashed once.
 */
export function createFingerprints(rules: readonly Rule[]): LocalFingerprints {
  const random = new Set(rules.filter(isRandom).map(({ id }) => id));
  const slow = new Map<Fingerprint, Promise<string>>();
  const hashSlowly = async (hash: Fingerprint): Promise<string> =>
    `hb1_${(await slowHash(hash, LOCAL_KEY, 16, COST)).toString('hex')}`;
  const fast = (hash: Fingerprint): string => `hb1_${hash.slice(0, 32)}`;
  return {
    async of(hash, rule) {
      if (random.has(rule)) return fast(hash);
      const hashing = slow.get(hash) ?? hashSlowly(hash);
      slow.set(hash, hashing);
      return hashing;
    },
    known: async (hash, rule) => (random.has(rule) ? fast(hash) : slow.get(hash)),
  };
}

/** A machine made it, by the rule's own word. A rule of the user's says nothing about that. */
function isRandom({ value = 'token' }: Rule): boolean {
  return value === 'token' || value === 'jwt' || value === 'any';
}
