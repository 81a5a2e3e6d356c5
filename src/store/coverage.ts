import type { Coverage } from '../model/coverage.ts';
import type { Access } from './access.ts';
import { chunks, distinct, parse } from './rows.ts';
import { scopeKey } from './scope-key.ts';
import type { Store } from './store.ts';
import type { Db } from './tables.ts';

export function coverage({ db, atomically }: Access): Store['coverage'] {
  return {
    save: (org, looks) => atomically((trx) => saveCoverage(trx, org, looks)),

    async list(org) {
      const rows = await db()
        .selectFrom('coverage')
        .select('body')
        .where('org', '=', org)
        .orderBy('source')
        .orderBy('scope')
        .execute();
      return rows.map(({ body }) => parse<Coverage>(body));
    },

    async forget(org, source, scope) {
      await db()
        .deleteFrom('coverage')
        .where('org', '=', org)
        .where('source', '=', source)
        .where('scope', '=', scopeKey(scope))
        .execute();
    },
  };
}

export async function saveCoverage(db: Db, org: number, looks: readonly Coverage[]): Promise<void> {
  const rows = looks.map((look) => ({
    org,
    source: look.source,
    scope: scopeKey(look.scope),
    looked_at: look.lookedAt,
    body: JSON.stringify(look),
  }));
  for (const chunk of chunks(distinct(rows, (it) => `${it.source} ${it.scope}`))) {
    await db
      .insertInto('coverage')
      .values(chunk)
      .onConflict((it) =>
        it.columns(['org', 'source', 'scope']).doUpdateSet((row) => ({
          looked_at: row.ref('excluded.looked_at'),
          body: row.ref('excluded.body'),
        })),
      )
      .execute();
  }
}
