import type { Coverage } from '../model/coverage.ts';
import type { Scope } from '../model/credential.ts';
import type { Instant } from '../model/time.ts';
import type { Access } from './access.ts';
import { repositoryOf } from './names.ts';
import { chunks, distinct, pagesBy, parse } from './rows.ts';
import { scopeKey } from './scope-key.ts';
import { BEFORE_ALL } from './seen-whole.ts';
import type { Db, Tables } from './tables.ts';

export interface Looks {
  /** Replaces the last look of the same source at the same scope. */
  save(org: number, coverage: readonly Coverage[]): Promise<void>;
  list(org: number, keep?: (look: Coverage) => boolean): Promise<readonly Coverage[]>;
  inTurn(org: number): AsyncIterable<Coverage>;
  /** Of one repository with its environments, or of the organisation itself. */
  at(org: number, repositoryId: number | undefined): Promise<readonly Coverage[]>;
  /** What has a gap, or was not looked at since then. */
  behind(org: number, since: Instant): Promise<readonly Coverage[]>;
  /** Forgets scopes that are gone (a deleted environment or repository). */
  forget(org: number, source: string, scope: Scope): Promise<void>;
  /**
   * Whether GitHub shows a repository that this source never came to: one that was not looked at yet has no gap either.
   */
  lacksAny(org: number, source: string): Promise<boolean>;
}

type Behind = Pick<Tables['coverage'], 'seen_whole_at' | 'source' | 'scope' | 'body'>;
type Listed = Pick<Tables['coverage'], 'source' | 'scope' | 'body'>;

export function coverage({ db, atomically }: Access): Looks {
  return {
    save: (org, looks) => atomically((trx) => saveCoverage(trx, org, looks)),

    async list(org, keep = () => true) {
      const all: Coverage[] = [];
      for await (const looks of pages(db(), org)) all.push(...looks.filter(keep));
      return all;
    },

    async *inTurn(org) {
      for await (const looks of pages(db(), org)) yield* looks;
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
      const all: Behind[] = [];
      // Right after somebody left it is every place that was ever looked at.
      for await (const rows of behindPages(db(), org, since)) for (const row of rows) all.push(row);
      const sorted = all.sort((x, y) => order(x.source, y.source) || order(x.scope, y.scope));
      const looks = sorted.map(({ body }) => parse<Coverage>(body));
      // What a former version kept with the word "gap" somewhere has none for that.
      return looks.filter(({ lookedAt, gap }) => lookedAt < since || gap !== undefined);
    },

    async lacksAny(org, source) {
      const shown = db().selectFrom('repository').select('id').where('org', '=', org).where('gone_at', 'is', null);
      const lacking = shown.where(({ not, exists, selectFrom }) => {
        const looks = selectFrom('coverage').select('source').where('coverage.org', '=', org);
        return not(exists(looks.where('source', '=', source).whereRef('repository_id', '=', 'repository.id')));
      });
      return (await lacking.limit(1).executeTakeFirst()) !== undefined;
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

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

async function* pages(db: Db, org: number): AsyncGenerator<readonly Coverage[]> {
  const ofOrg = db.selectFrom('coverage').select(['source', 'scope', 'body']).where('org', '=', org);
  const inOrder = ofOrg.orderBy('source').orderBy('scope');
  const behind = ({ source, scope }: Listed) =>
    inOrder.where(({ eb, refTuple, tuple }) => eb(refTuple('source', 'scope'), '>', tuple(source, scope)));
  const page = (last: Listed | undefined, limit: number) =>
    (last === undefined ? inOrder : behind(last)).limit(limit).execute();
  for await (const rows of pagesBy(page)) yield rows.map(({ body }) => parse<Coverage>(body));
}

function behindPages(db: Db, org: number, since: number): AsyncGenerator<readonly Behind[]> {
  const ofOrg = db.selectFrom('coverage').select(['seen_whole_at', 'source', 'scope', 'body']).where('org', '=', org);
  const inOrder = ofOrg.where('seen_whole_at', '<', since).orderBy('seen_whole_at').orderBy('source').orderBy('scope');
  const behind = (last: Behind) =>
    inOrder.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('seen_whole_at', 'source', 'scope'), '>', tuple(last.seen_whole_at, last.source, last.scope)),
    );
  return pagesBy((last: Behind | undefined, limit) =>
    (last === undefined ? inOrder : behind(last)).limit(limit).execute(),
  );
}

export async function saveCoverage(db: Db, org: number, looks: readonly Coverage[]): Promise<void> {
  const kept: Coverage[] = [];
  for (const look of looks) kept.push(look.gap?.why === 'failed' ? await withBefore(db, org, look) : look);
  const rows = kept.map((look) => ({
    org,
    source: look.source,
    scope: scopeKey(look.scope),
    looked_at: look.lookedAt,
    repository_id: repositoryOf(look),
    seen_whole_at: look.gap === undefined ? look.lookedAt : BEFORE_ALL,
    body: JSON.stringify(look),
  }));
  for (const chunk of chunks(distinct(rows, (it) => `${it.source} ${it.scope}`))) {
    await db
      .insertInto('coverage')
      .values(chunk)
      .onConflict((it) =>
        it.columns(['org', 'source', 'scope']).doUpdateSet((row) => ({
          looked_at: row.ref('excluded.looked_at'),
          seen_whole_at: row.ref('excluded.seen_whole_at'),
          body: row.ref('excluded.body'),
        })),
      )
      .execute();
  }
}

/**
 * A look that failed makes none before it untrue: what could be seen was seen, and what was
 * refused is refused for the same reason until GitHub says otherwise.
 */
async function withBefore(db: Db, org: number, look: Coverage): Promise<Coverage> {
  const ofPlace = db.selectFrom('coverage').select('body').where('org', '=', org).where('source', '=', look.source);
  const row = await ofPlace.where('scope', '=', scopeKey(look.scope)).executeTakeFirst();
  const before = row && parse<Coverage>(row.body);
  if (before?.gap !== undefined && before.gap.why !== 'failed') return before;
  const answeredAt = before?.gap === undefined ? before?.lookedAt : before.answeredAt;
  return { ...look, ...(answeredAt === undefined ? {} : { answeredAt }) };
}
