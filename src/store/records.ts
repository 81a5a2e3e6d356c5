import { keyed } from '../model/identity.ts';
import type { RecordKind, Records } from '../model/records.ts';
import type { Access } from './access.ts';
import { chunks, distinct, eachPage, parse } from './rows.ts';
import type { Store } from './store.ts';

export function records({ db, atomically }: Access): Store['records'] {
  return {
    save: <Kind extends RecordKind>(org: number, kind: Kind, saved: ReadonlyMap<string, Records[Kind]>) =>
      atomically(async (trx) => {
        const all = [...saved].map(([key, value]) => ({ org, kind, key: keyed(key), body: JSON.stringify(value) }));
        const rows = distinct(all, ({ key }) => key);
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
        .where('key', '=', keyed(key))
        .executeTakeFirst();
      return row && parse<Records[Kind]>(row.body);
    },

    async list<Kind extends RecordKind>(
      org: number,
      kind: Kind,
      keep: (record: Records[Kind]) => Records[Kind] | undefined = (record) => record,
    ) {
      const ofKind = db()
        .selectFrom('record')
        .select(['key as id', 'body'])
        .where('org', '=', org)
        .where('kind', '=', kind)
        .orderBy('key');
      const all = new Map<string, Records[Kind]>();
      await eachPage(
        (after, limit) => ofKind.where('key', '>', after).limit(limit).execute(),
        (rows) => {
          for (const { id, body } of rows) {
            const kept = keep(parse<Records[Kind]>(body));
            if (kept !== undefined) all.set(id, kept);
          }
        },
      );
      return all;
    },
  };
}
