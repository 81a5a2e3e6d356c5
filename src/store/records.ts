import type { Decision } from '../model/decision.ts';
import type { RecordKind, Records } from '../model/records.ts';
import type { Access } from './access.ts';
import { allPages, chunks, distinct, parse } from './rows.ts';
import type { Store } from './store.ts';

export function records({ db, atomically }: Access): Store['records'] {
  return {
    save: <Kind extends RecordKind>(org: number, kind: Kind, saved: ReadonlyMap<string, Records[Kind]>) =>
      atomically(async (trx) => {
        // In one order, so that two savings of the same keys cannot deadlock.
        const sorted = [...saved].toSorted(([a], [b]) => (a < b ? -1 : 1));
        const rows = sorted.map(([key, value]) => ({ org, kind, key, body: JSON.stringify(value) }));
        for (const chunk of chunks(rows)) {
          await trx
            .insertInto('record')
            .values(chunk)
            .onConflict((it) =>
              it.columns(['org', 'kind', 'key']).doUpdateSet((row) => ({ body: row.ref('excluded.body') })),
            )
            .execute();
        }
      }),

    async read<Kind extends RecordKind>(org: number, kind: Kind, key: string) {
      const row = await db()
        .selectFrom('record')
        .select('body')
        .where('org', '=', org)
        .where('kind', '=', kind)
        .where('key', '=', key)
        .executeTakeFirst();
      return row && parse<Records[Kind]>(row.body);
    },

    async list<Kind extends RecordKind>(org: number, kind: Kind) {
      const ofKind = db()
        .selectFrom('record')
        .select(['key as id', 'body'])
        .where('org', '=', org)
        .where('kind', '=', kind)
        .orderBy('key');
      const all = await allPages(
        (after, limit) => ofKind.where('key', '>', after).limit(limit).execute(),
        ({ id, body }) => [id, parse<Records[Kind]>(body)] as const,
      );
      return new Map(all);
    },
  };
}

export function decisions({ db, atomically }: Access): Store['decisions'] {
  return {
    add: (org, added) =>
      atomically(async (trx) => {
        const firsts = distinct(added.toReversed(), ({ id }) => id);
        const rows = firsts.map((it) => ({ org, id: it.id, at: it.at, body: JSON.stringify(it) }));
        for (const chunk of chunks(rows)) {
          await trx
            .insertInto('decision')
            .values(chunk)
            .onConflict((it) => it.doNothing())
            .execute();
        }
      }),

    async list(org) {
      const ofOrg = db().selectFrom('decision').select(['id', 'body']).where('org', '=', org).orderBy('id');
      const all = await allPages(
        (after, limit) => ofOrg.where('id', '>', after).limit(limit).execute(),
        ({ body }) => parse<Decision>(body),
      );
      return all.toSorted((a, b) => a.at - b.at);
    },
  };
}
