import { describe, expect, test } from 'vitest';
import type { RepositoryAccess } from '../../../src/model/access.ts';
import { credentialId } from '../../../src/model/credential.ts';
import type { Decision } from '../../../src/model/decision.ts';
import type { Bench } from './bench.ts';

export function recordContract({ store, newOrg }: Bench): void {
  const access = (repositoryId: number, lookedAt = 1): RepositoryAccess => ({
    repositoryId,
    lookedAt,
    people: [],
  });
  const decision = (id: string, at: number, owner = 'alice'): Decision => ({
    id,
    at,
    decides: 'owner',
    by: { id: 1, login: 'bob' },
    said: 'acme/security#7',
    credential: credentialId('deploy-key', 1, 2),
    owner: { id: 2, login: owner },
  });

  describe('records', () => {
    test('keep the last word of each key, and nothing of another kind or organisation', async () => {
      const org = newOrg();
      await store().records.save(
        org,
        'access',
        new Map([
          ['1', access(1)],
          ['2', access(2)],
        ]),
      );
      await store().records.save(org, 'access', new Map([['1', access(1, 9)]]));
      expect(await store().records.read(org, 'access', '1')).toStrictEqual(access(1, 9));
      expect(await store().records.list(org, 'access')).toStrictEqual(
        new Map([
          ['1', access(1, 9)],
          ['2', access(2)],
        ]),
      );
      expect(await store().records.read(org, 'uses', '1')).toBeUndefined();
      expect(await store().records.read(org, 'access', '3')).toBeUndefined();
      expect(await store().records.list(newOrg(), 'access')).toEqual(new Map());
    });

    test('may come in thousands', async () => {
      const org = newOrg();
      const many = new Map(Array.from({ length: 1234 }, (_, at) => [`${at}`, access(at)] as const));
      await store().records.save(org, 'access', many);
      expect(await store().records.list(org, 'access')).toEqual(many);
    });
  });

  describe('decisions', () => {
    test('are kept once, in the order in which they were made, and never change', async () => {
      const org = newOrg();
      await store().decisions.add(org, [decision('b', 5), decision('a', 9), decision('b', 1, 'mallory')]);
      await store().decisions.add(org, [decision('a', 1, 'mallory'), decision('c', 1)]);
      expect(await store().decisions.list(org)).toStrictEqual([decision('c', 1), decision('b', 5), decision('a', 9)]);
      expect(await store().decisions.list(newOrg())).toEqual([]);
    });
  });
}
