import type { Coverage } from '../model/coverage.ts';
import type { Access } from './access.ts';
import { repositoryOf } from './names.ts';
import { chunks, distinct, eachPageBy, parse } from './rows.ts';
import { scopeKey } from './scope-key.ts';
import type { Store } from './store.ts';
import type { Db, Tables } from './tables.ts';

type Listed = Pick<Tables['coverage'], 'source' | 'scope' | 'body'>;

export function coverage({ db, atomically }: Access): Store['coverage'] {
  return {
    save: (org, looks) => atomically((trx) => saveCoverage(trx, org, looks)),

    async list(org, keep = () => true) {
      const ofOrg = db().selectFrom('coverage').select(['source', 'scope', 'body']).where('org', '=', org);
      const inOrder = ofOrg.orderBy('source').orderBy('scope');
      const all: Coverage[] = [];
      await eachPageBy(
        (last: Listed | undefined, limit) =>
          (last === undefined
            ? inOrder
            : inOrder.where(({ eb, refTuple, tuple }) =>
                eb(refTuple('source', 'scope'), '>', tuple(last.source, last.scope)),
              )
          )
            .limit(limit)
            .execute(),
        (rows) => {
          for (const { body } of rows) {
            const look = parse<Coverage>(body);
            if (keep(look)) all.push(look);
          }
        },
      );
      return all;
    },

    async at(org, repositoryId) {
      const ofOrg = db().selectFrom('coverage').select('body').where('org', '=', org);
      const there =
        repositoryId === undefined
          ? ofOrg.where('repository_id', 'is', null)
          : ofOrg.where('repository_id', '=', repositoryId);
      const rows = await there.orderBy('source').orderBy('scope').execute();
      return rows.map(({ body }) => parse<Coverage>(body));
    },

    async behind(org, since) {
      const rows = await db()
        .selectFrom('coverage')
        .select('body')
        .where('org', '=', org)
        // A gap stands in the JSON alone: this lets a few too many through, and they are looked at below.
        .where((it) => it.or([it('looked_at', '<', since), it('body', 'like', '%"gap":%')]))
        .orderBy('source')
        .orderBy('scope')
        .execute();
      const looks = rows.map(({ body }) => parse<Coverage>(body));
      return looks.filter(({ lookedAt, gap }) => lookedAt < since || gap !== undefined);
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
    repository_id: repositoryOf(look),
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
