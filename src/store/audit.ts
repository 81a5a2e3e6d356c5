import type { AuditFact } from '../model/audit.ts';
import type { Access } from './access.ts';
import { allPages, chunks, distinct, parse } from './rows.ts';
import type { Store } from './store.ts';

export function audit({ db, atomically }: Access): Store['audit'] {
  return {
    add: (org, facts) =>
      atomically(async (trx) => {
        const firsts = distinct(facts.toReversed(), ({ id }) => id);
        const added = new Set<string>();
        for (const chunk of chunks(firsts)) {
          const rows = chunk.map((fact) => ({ org, id: fact.id, at: fact.at, body: JSON.stringify(fact) }));
          const inserted = await trx
            .insertInto('audit_fact')
            .values(rows)
            .onConflict((it) => it.doNothing())
            .returning('id')
            .execute();
          for (const { id } of inserted) added.add(id);
        }
        return firsts.filter(({ id }) => added.has(id));
      }),

    async list(org) {
      const ofOrg = db().selectFrom('audit_fact').select(['id', 'body']).where('org', '=', org).orderBy('id');
      const all = await allPages(
        (after, limit) => ofOrg.where('id', '>', after).limit(limit).execute(),
        ({ body }) => parse<AuditFact>(body),
      );
      return all.toSorted((a, b) => a.at - b.at);
    },
  };
}
