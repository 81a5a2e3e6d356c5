import type { Evidence } from '../model/evidence.ts';
import { identity } from '../model/identity.ts';
import type { EvidenceKind } from './evidence-kind.ts';

/**
 * Who has the same key on their account has its private half, and made or used it: GitHub
 * lets a key be on one account only.
 */
export const publicKeys: EvidenceKind = {
  name: 'public-key',
  permission: 'none: GitHub shows the public keys of every account',
  again: 'always',
  appliesTo: ({ credential }) => credential.facts['publicKey'] !== undefined,

  gather: async ({ accountKeys }, { credential }) => {
    const hash = credential.facts['publicKey'];
    const accounts = await accountKeys();
    return accounts.flatMap(({ id, login, keys }): Evidence[] => {
      const same = keys.find((key) => key.hash === hash);
      if (same === undefined) return [];
      return [
        {
          id: identity('public-key', credential.id, id),
          credential: credential.id,
          kind: 'public-key',
          role: 'creator',
          strength: 'stated',
          who: { id, login },
          at: same.seenAt,
          did: 'had the same key on their own account, as was seen',
          source: `GitHub's list of the account's keys (${login}.keys)`,
        },
      ];
    });
  },
};
