import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Coverage } from '../../../src/model/coverage.ts';
import { type Credential, credentialId } from '../../../src/model/credential.ts';
import type { Bench } from './bench.ts';
import { CredentialModel } from './credential-model.ts';

export function credentialContract({ store, newOrg }: Bench): void {
  const credential = (id: string, more: Partial<Credential> = {}): Credential => ({
    id: credentialId(id),
    kind: 'deploy-key',
    name: `key ${id}`,
    scope: { repositoryId: 1, repository: 'acme/one' },
    facts: { readOnly: true },
    ...more,
  });
  const look = (lookedAt: number, more: Partial<Coverage> = {}): Coverage => ({
    source: 'deploy-keys',
    scope: { repositoryId: 1 },
    lookedAt,
    ...more,
  });
  const seen = (firstSeenAt: number, lastSeenAt: number) => ({ firstSeenAt, lastSeenAt });

  describe('credentials', () => {
    test('that are known by their value are told of, in whichever organisation', async () => {
      await store().credentials.save(newOrg(), [credential('no value')], 1);
      expect(await store().credentials.anyOfValue()).toBe(false);
      await store().credentials.save(newOrg(), [credential('value', { kind: 'plaintext-secret' })], 1);
      expect(await store().credentials.anyOfValue()).toBe(true);
    });

    test('come back as they were saved, with when they were first and last seen', async () => {
      const org = newOrg();
      const full = credential('full', {
        createdAt: 1,
        updatedAt: 2,
        lastUsedAt: 3,
        scope: { repositoryId: 1, environment: 'prod' },
        plaintext: { rule: 'aws', confidence: 'high', fingerprint: 'ff' as never, mask: 'AKIA… (20 characters)' },
      });
      await store().credentials.save(org, [full, credential('bare')], 10);
      expect(await store().credentials.byId(org, full.id)).toStrictEqual({ ...full, ...seen(10, 10) });
      expect(await store().credentials.list(org)).toStrictEqual([
        { ...credential('bare'), ...seen(10, 10) },
        { ...full, ...seen(10, 10) },
      ]);
      expect(await store().credentials.byId(org, credentialId('nobody'))).toBeUndefined();
    });

    test('that a listing shows no more get a tombstone, and lose it when they are back', async () => {
      const org = newOrg();
      const [a, b] = [credential('a'), credential('b')];
      await store().credentials.saveListing(org, look(10), [a, b]);
      await store().credentials.saveListing(org, look(20), [b]);
      await store().credentials.saveListing(org, look(30), [b]);
      expect(await store().credentials.byId(org, a.id)).toStrictEqual({ ...a, ...seen(10, 10), goneAt: 20 });
      await store().credentials.saveListing(org, look(40), [a, b]);
      expect(await store().credentials.byId(org, a.id)).toStrictEqual({ ...a, ...seen(10, 40) });
      expect(await store().coverage.list(org)).toStrictEqual([look(40)]);
    });

    test('are not gone because one could not look', async () => {
      const org = newOrg();
      await store().credentials.saveListing(org, look(10), [credential('a')]);
      const blind = look(20, { gap: { why: 'permission', needs: 'Administration: read', says: 'no' } });
      await store().credentials.saveListing(org, blind, []);
      expect((await store().credentials.byId(org, credentialId('a')))?.goneAt).toBeUndefined();
      expect(await store().coverage.list(org)).toStrictEqual([blind]);
    });

    test('are not gone because another listing does not show them', async () => {
      const org = newOrg();
      await store().credentials.saveListing(org, look(10), [credential('a')]);
      await store().credentials.save(org, [credential('told')], 10);
      await store().credentials.saveListing(org, look(20, { scope: { repositoryId: 2 } }), []);
      await store().credentials.saveListing(org, look(20, { scope: { repositoryId: 1, environment: 'x' } }), []);
      await store().credentials.saveListing(org, look(20, { source: 'webhooks' }), []);
      expect((await store().credentials.list(org)).map((it) => it.goneAt)).toEqual([undefined, undefined]);
      await store().credentials.saveListing(
        org,
        look(30, { scope: { repositoryId: 1, repository: 'acme/renamed' } }),
        [],
      );
      expect((await store().credentials.byId(org, credentialId('a')))?.goneAt).toBe(30);
    });

    test('keep their first tombstone, and a sighting from before it does not raise them', async () => {
      const org = newOrg();
      const a = credential('a');
      await store().credentials.saveListing(org, look(10), [a]);
      await store().credentials.markGone(org, a.id, 50);
      await store().credentials.markGone(org, a.id, 60);
      await store().credentials.saveListing(org, look(40), [a]);
      expect(await store().credentials.byId(org, a.id)).toStrictEqual({ ...a, ...seen(10, 40), goneAt: 50 });
      await store().credentials.save(org, [a], 50);
      expect(await store().credentials.byId(org, a.id)).toStrictEqual({ ...a, ...seen(10, 50) });
    });

    test('may come in thousands, and twice in one listing', async () => {
      const org = newOrg();
      const many = Array.from({ length: 2345 }, (_, at) => credential(`k${at}`));
      await store().credentials.saveListing(org, look(10), [...many, credential('k1', { name: 'last word' })]);
      expect(await store().credentials.list(org)).toHaveLength(2345);
      expect(await store().credentials.count(org)).toBe(2345);
      expect(await store().credentials.count(newOrg())).toBe(0);
      expect((await store().credentials.byId(org, credentialId('k1')))?.name).toBe('last word');
      await store().credentials.saveListing(org, look(20), many.slice(0, 5));
      expect((await store().credentials.list(org)).filter((it) => it.goneAt === 20)).toHaveLength(2340);
    });

    test('follow the model through any sequence of listings, events and deletions', async () => {
      const ids = fc.constantFrom('a', 'b', 'c');
      const at = fc.integer({ min: 1, max: 9 });
      const listed = fc.array(fc.record({ id: ids, name: fc.constantFrom('x', 'y') }), { maxLength: 4 });
      const scope = fc.constantFrom({ repositoryId: 1 }, { repositoryId: 2 });
      const blind = fc.constantFrom(undefined, { why: 'failed', says: 'no' } as const);
      const action = fc.oneof(
        fc.record({ do: fc.constant('list' as const), at, listed, scope, blind }),
        fc.record({ do: fc.constant('save' as const), at, listed }),
        fc.record({ do: fc.constant('gone' as const), at, id: ids }),
      );
      const property = fc.asyncProperty(fc.array(action, { maxLength: 12 }), async (actions) => {
        const org = newOrg();
        const model = new CredentialModel();
        for (const it of actions) {
          if (it.do === 'gone') {
            await store().credentials.markGone(org, credentialId(it.id), it.at);
            model.markGone(it.id, it.at);
            continue;
          }
          const credentials = it.listed.map(({ id, name }) => credential(id, { name }));
          if (it.do === 'save') {
            await store().credentials.save(org, credentials, it.at);
            model.save(credentials, it.at);
          } else {
            const coverage = look(it.at, { scope: it.scope, ...(it.blind && { gap: it.blind }) });
            await store().credentials.saveListing(org, coverage, credentials);
            model.saveListing(coverage, credentials);
          }
        }
        expect(await store().credentials.list(org)).toStrictEqual(model.list());
      });
      await fc.assert(property, { numRuns: 60 });
    });
  });
}
