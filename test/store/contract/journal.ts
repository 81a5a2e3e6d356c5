import type { Kysely } from 'kysely';
import { describe, expect, test } from 'vitest';
import { journalHash } from '../../../src/store/journal.ts';
import type { Tables } from '../../../src/store/tables.ts';
import type { Bench } from './bench.ts';

export function journalContract({ store, openAgain, newOrg }: Bench): void {
  const entry = (about: string) => ({ at: 7, actor: 'handback', did: 'opened', about });

  describe('the journal', () => {
    test('lists what was appended, oldest first', async () => {
      const org = newOrg();
      await store().journal.append(org, [entry('a'), entry('b')]);
      await store().journal.append(org, []);
      await store().journal.append(org, [{ ...entry('c'), at: 1 }]);
      expect(await store().journal.list(org)).toStrictEqual([entry('a'), entry('b'), { ...entry('c'), at: 1 }]);
    });

    test('is a chain: each hash covers the entry and the hash before, also when many write at once', async () => {
      const org = newOrg();
      const other = await openAgain();
      const writers = [store(), other, store(), other];
      await Promise.all(
        writers.flatMap((writer, at) => [
          writer.journal.append(org, [entry(`${at}a`), entry(`${at}b`)]),
          writer.transaction((inside) => inside.journal.append(org, [entry(`${at}c`)])),
        ]),
      );
      await other.close();
      const rows = await (store().db as unknown as Kysely<Tables>)
        .selectFrom('journal')
        .selectAll()
        .where('org', '=', org)
        .orderBy('position')
        .execute();
      expect(rows.map((row) => row.position)).toEqual(Array.from({ length: 12 }, (_, at) => at));
      let hash = '';
      for (const row of rows) {
        hash = journalHash(hash, row.body);
        expect(row.hash).toBe(hash);
      }
      expect(await store().journal.tip(org)).toEqual({ entries: 12, hash });
    });

    test('gives out its chain, however long, as it is stored', async () => {
      const org = newOrg();
      expect(await Array.fromAsync(store().journal.links(org))).toEqual([]);
      expect(await store().journal.tip(org)).toEqual({ entries: 0, hash: '' });
      const entries = Array.from({ length: 2001 }, (_, at) => entry(String(at)));
      await store().journal.append(org, entries);
      const links = await Array.fromAsync(store().journal.links(org));
      expect(links.map(({ position }) => position)).toEqual(entries.map((_, at) => at));
      expect(links.map(({ body }) => JSON.parse(body))).toEqual(entries);
      expect(await store().journal.tip(org)).toEqual({ entries: 2001, hash: links.at(-1)?.hash });
    });

    test('tells once of each notice of a departure', async () => {
      const org = newOrg();
      const leaves = { source: 'cli', says: 'leaves', effectiveAt: 9, learnedAt: 7, detail: 'said so' } as const;
      const mallory = { ...leaves, who: { id: 7, login: 'mallory' } };
      await store().departures.add(org, [mallory, mallory]);
      await store().departures.add(org, [mallory, { ...leaves, says: 'stays', who: { email: 'm@vendor.example' } }]);
      expect(await store().journal.list(org)).toEqual([
        {
          at: 7,
          actor: 'handback',
          did: 'learned of a departure',
          about: 'mallory (user 7), as of 1970-01-01T00:00:00.009Z, from cli: said so',
        },
        {
          at: 7,
          actor: 'handback',
          did: 'learned that somebody stays',
          about: 'm@vendor.example, as of 1970-01-01T00:00:00.009Z, from cli: said so',
        },
      ]);
    });
  });
}
