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
    });
  });
}
