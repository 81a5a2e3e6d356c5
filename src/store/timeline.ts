import { keyed } from '../model/identity.ts';
import type { Instant } from '../model/time.ts';
import type { Access } from './access.ts';
import { allPages, chunks, distinct, parse } from './rows.ts';

/** Facts that never change: the first writing of an id stays as it is. */
export function timeline<Fact extends { readonly id: string; readonly at: Instant }>(
  { db, atomically }: Access,
  table: 'audit_fact' | 'decision',
) {
  return {
    /** Returns those that are new. */
    add: (org: number, added: readonly Fact[]): Promise<readonly Fact[]> =>
      atomically(async (trx) => {
        const firsts = distinct(added.toReversed(), ({ id }) => keyed(id));
        const fresh = new Set<string>();
        for (const chunk of chunks(firsts)) {
          const rows = chunk.map((fact) => ({ org, id: keyed(fact.id), at: fact.at, body: JSON.stringify(fact) }));
          const inserted = await trx
            .insertInto(table)
            .values(rows)
            .onConflict((it) => it.doNothing())
            .returning('id')
            .execute();
          for (const { id } of inserted) fresh.add(id);
        }
        return firsts.filter(({ id }) => fresh.has(keyed(id)));
      }),

    /** In the order in which it happened. */
    async list(org: number, keep: (fact: Fact) => boolean = () => true): Promise<readonly Fact[]> {
      const ofOrg = db().selectFrom(table).select(['id', 'body']).where('org', '=', org).orderBy('id');
      const all = await allPages(
        (after, limit) => ofOrg.where('id', '>', after).limit(limit).execute(),
        ({ body }) => {
          const fact = parse<Fact>(body);
          return keep(fact) ? fact : undefined;
        },
      );
      return all.toSorted((a, b) => a.at - b.at);
    },
  };
}
