import { describe, expect, test } from 'vitest';
import { type Credential, credentialId } from '../../../src/model/credential.ts';
import { identity } from '../../../src/model/identity.ts';
import type { Store } from '../../../src/store/store.ts';
import { makeEvidence, makePerson } from '../../support/make-facts.ts';
import type { Bench } from './bench.ts';

export function transactionContract({ store, openAgain, newOrg }: Bench): void {
  const delivery = (guid: string) => ({ guid, event: 'push', receivedAt: 1, payload: { ref: 'main' } });

  describe('transactions', () => {
    test('keep everything when they return, and hand back what the work returned', async () => {
      const org = newOrg();
      const result = await store().transaction(async (inside) => {
        await inside.deliveries.add(delivery(`kept-${org}`));
        await inside.notes.save(`kept-${org}`, 'yes');
        return 42;
      });
      expect(result).toBe(42);
      expect(await store().deliveries.has(`kept-${org}`)).toBe(true);
      expect(await store().notes.read(`kept-${org}`)).toBe('yes');
    });

    test('keep nothing when the work throws, parts with a transaction of their own included', async () => {
      const org = newOrg();
      const work = store().transaction(async (inside) => {
        await inside.deliveries.add(delivery(`lost-${org}`));
        await inside.journal.append(org, [{ at: 1, actor: 'handback', did: 'tried', about: 'it' }]);
        await inside.credentials.saveListing(org, { source: 's', scope: {}, lookedAt: 1 }, []);
        throw new Error('on purpose');
      });
      await expect(work).rejects.toThrow('on purpose');
      expect(await store().deliveries.has(`lost-${org}`)).toBe(false);
      expect(await store().journal.list(org)).toEqual([]);
      expect(await store().coverage.list(org)).toEqual([]);
    });

    test('see what they wrote; others see it only after the commit', async () => {
      const org = newOrg();
      const other = await openAgain();
      await store().transaction(async (inside) => {
        await inside.notes.save(`seen-${org}`, 'yes');
        expect(await inside.notes.read(`seen-${org}`)).toBe('yes');
        expect(await other.notes.read(`seen-${org}`)).toBeUndefined();
      });
      expect(await other.notes.read(`seen-${org}`)).toBe('yes');
      await other.close();
    });

    test('make using the outer store inside an error, not a wait without end', async () => {
      const mistakes: (() => Promise<unknown>)[] = [
        () => store().notes.read('x'),
        () => store().journal.append(1, [{ at: 1, actor: 'handback', did: 'x', about: 'y' }]),
        () => store().transaction(async () => 1),
      ];
      for (const mistake of mistakes) {
        await expect(store().transaction(() => mistake())).rejects.toThrow(/inside of a transaction/);
      }
      expect(await store().notes.read('x')).toBeUndefined();
    });

    test('refuse to be used after they ended', async () => {
      const leaked = await store().transaction(async (inside) => inside);
      await expect(leaked.notes.save('late', 'x')).rejects.toThrow(/has ended/);
    });

    test('have a handle for the queue inside, and none outside', async () => {
      expect(store().tx).toBeUndefined();
      await store().transaction(async (inside) => expect(inside.tx).toBeDefined());
    });

    test('that start at the same time all come through', async () => {
      const org = newOrg();
      const append = (at: number) =>
        store().transaction(async (inside) => {
          await inside.journal.append(org, [{ at, actor: 'handback', did: 'counted', about: String(at) }]);
          await inside.notes.save(`count-${org}-${at}`, 'x');
        });
      await Promise.all(Array.from({ length: 25 }, (_, at) => append(at)));
      const about = (await store().journal.list(org)).map((entry) => Number(entry.about));
      expect(about.sort((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, at) => at));
    });
  });

  test('two processes that write the same in any order at once do not stop each other', async () => {
    const org = newOrg();
    const other = await openAgain();
    const letters = ['a', 'b', 'z', 'ä', 'B', '\uffee', '\u{1f511}'];
    const all = Array.from({ length: 600 }, (_, at) => `${letters[at % letters.length]}${at}`);
    const shuffled = (seed: number) => all.toSorted((a, b) => (identity(seed, a) < identity(seed, b) ? -1 : 1));
    const secret = (name: string): Credential => ({
      id: credentialId('x', name),
      kind: 'x',
      name,
      scope: { repositoryId: 1 },
      facts: {},
    });
    const work = async ({ credentials, evidence, people }: Store, seed: number) => {
      const names = shuffled(seed).slice(0, 400);
      const look = { source: 'x', scope: { repositoryId: 1 }, lookedAt: seed };
      if (seed % 3 === 0) await credentials.save(org, names.map(secret), seed);
      else await credentials.saveListing(org, look, names.map(secret));
      await evidence.add(
        org,
        names.map((name) => makeEvidence({ id: name, credential: secret(name).id, who: { login: name } })),
      );
      await people.save(
        org,
        names.map((name, at) => makePerson({ id: all.indexOf(name), login: `${name}${at}` })),
      );
    };
    const ways = Array.from({ length: 12 }, (_, seed) => work(seed % 2 === 0 ? store() : other, seed));
    expect((await Promise.allSettled(ways)).filter(({ status }) => status === 'rejected')).toEqual([]);
    await other.close();
  });

  describe('deliveries', () => {
    test('are stored once, whatever a second one with the same GUID says', async () => {
      const guid = `once-${newOrg()}`;
      expect(await store().deliveries.has(guid)).toBe(false);
      expect(await store().deliveries.add(delivery(guid))).toBe('new');
      expect(await store().deliveries.add({ ...delivery(guid), event: 'ping', action: 'x' })).toBe('known');
      expect(await store().deliveries.has(guid)).toBe(true);
    });

    test('are forgotten by age only', async () => {
      const org = newOrg();
      await store().deliveries.add({ ...delivery(`old-${org}`), receivedAt: -20 });
      await store().deliveries.add({ ...delivery(`edge-${org}`), receivedAt: -10, installationId: 7 });
      expect(await store().deliveries.purge(-10)).toBe(1);
      expect(await store().deliveries.has(`old-${org}`)).toBe(false);
      expect(await store().deliveries.has(`edge-${org}`)).toBe(true);
    });
  });
}
