import { describe, expect, test } from 'vitest';
import type { SecretFact } from '../../../src/model/audit.ts';
import type { Bench } from './bench.ts';

export function auditContract({ store, newOrg }: Bench): void {
  const fact = (id: string, more: Partial<SecretFact> = {}): SecretFact => ({
    id,
    documentId: `document ${id}`,
    action: 'repo.create_actions_secret',
    at: 5,
    actor: { id: 7, login: 'mallory' },
    about: 'secret',
    deed: 'create',
    name: 'TOKEN',
    store: 'actions',
    repository: { id: 1, fullName: 'acme/shop' },
    ...more,
  });
  const ids = (facts: readonly { readonly id: string }[]) => facts.map(({ id }) => id).toSorted();

  describe('facts of the audit log', () => {
    test('are kept once, in the order in which they happened, and never change', async () => {
      const org = newOrg();
      await store().audit.add(org, [fact('b'), fact('a', { at: 9 }), fact('b', { name: 'OTHER' })]);
      await store().audit.add(org, [fact('a', { at: 1, name: 'FORGED' }), fact('c', { at: 1 })]);
      expect(await store().audit.list(org)).toStrictEqual([fact('c', { at: 1 }), fact('b'), fact('a', { at: 9 })]);
      expect(await store().audit.list(newOrg())).toEqual([]);
    });

    test('tell which of them are new, so that only these are followed up', async () => {
      const org = newOrg();
      expect(ids(await store().audit.add(org, [fact('a'), fact('b'), fact('a')]))).toEqual(['a', 'b']);
      expect(ids(await store().audit.add(org, [fact('a'), fact('c')]))).toEqual(['c']);
      expect(await store().audit.add(org, [fact('c')])).toEqual([]);
      expect(ids(await store().audit.add(newOrg(), [fact('c')]))).toEqual(['c']);
    });

    test('may come in thousands', async () => {
      const org = newOrg();
      const many = Array.from({ length: 1234 }, (_, at) => fact(`f${at}`, { at }));
      expect(await store().audit.add(org, many)).toHaveLength(1234);
      expect(await store().audit.list(org)).toHaveLength(1234);
    });

    test('are not kept when their transaction fails', async () => {
      const org = newOrg();
      const work = store().transaction(async (inside) => {
        await inside.audit.add(org, [fact('a')]);
        throw new Error('on purpose');
      });
      await expect(work).rejects.toThrow('on purpose');
      expect(await store().audit.list(org)).toEqual([]);
    });
  });
}
