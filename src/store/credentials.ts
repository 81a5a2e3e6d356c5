import type { Selectable } from 'kysely';
import type { Coverage } from '../model/coverage.ts';
import type { Credential, KnownCredential } from '../model/credential.ts';
import type { Instant } from '../model/time.ts';
import type { Access } from './access.ts';
import { saveCoverage } from './coverage.ts';
import { allPages, chunks, distinct, optional, parse } from './rows.ts';
import { scopeKey } from './scope-key.ts';
import type { Store } from './store.ts';
import type { Db, Tables } from './tables.ts';

export function credentials({ db, atomically }: Access): Store['credentials'] {
  return {
    saveListing: (org, coverage, listed) =>
      atomically(async (trx) => {
        await upsert(trx, org, listed, coverage.lookedAt, coverage);
        // Not being able to look proves nothing about what was not seen.
        if (coverage.gap === undefined) await buryUnlisted(trx, org, coverage, listed);
        await saveCoverage(trx, org, [coverage]);
      }),

    save: (org, saved, at) => atomically((trx) => upsert(trx, org, saved, at)),

    async markGone(org, id, at) {
      await db()
        .updateTable('credential')
        .set({ gone_at: at })
        .where('org', '=', org)
        .where('id', '=', id)
        .where('gone_at', 'is', null)
        .execute();
    },

    async list(org) {
      const ofOrg = db().selectFrom('credential').selectAll().where('org', '=', org).orderBy('id');
      return allPages((after, limit) => ofOrg.where('id', '>', after).limit(limit).execute(), toCredential);
    },

    async byId(org, id) {
      const row = await db()
        .selectFrom('credential')
        .selectAll()
        .where('org', '=', org)
        .where('id', '=', id)
        .executeTakeFirst();
      return row && toCredential(row);
    },
  };
}

/** A sighting older than the tombstone does not raise the dead: events and listings may overtake each other. */
async function upsert(
  db: Db,
  org: number,
  seen: readonly Credential[],
  at: Instant,
  listing?: Coverage,
): Promise<void> {
  const rows = distinct(seen, (it) => it.id).map((it) => toRow(org, it, at, listing));
  for (const chunk of chunks(rows)) {
    await db
      .insertInto('credential')
      .values(chunk)
      .onConflict((it) =>
        it.columns(['org', 'id']).doUpdateSet((row) => ({
          kind: row.ref('excluded.kind'),
          body: row.ref('excluded.body'),
          source: row.fn.coalesce('excluded.source', 'credential.source'),
          scope: row.fn.coalesce('excluded.scope', 'credential.scope'),
          last_seen_at: row
            .case()
            .when('credential.last_seen_at', '>', row.ref('excluded.last_seen_at'))
            .then(row.ref('credential.last_seen_at'))
            .else(row.ref('excluded.last_seen_at'))
            .end(),
          gone_at: row
            .case()
            .when('credential.gone_at', '>', row.ref('excluded.last_seen_at'))
            .then(row.ref('credential.gone_at'))
            .else(null)
            .end(),
        })),
      )
      .execute();
  }
}

/** Tombstones what this listing showed before and does not show now, unless it was seen again after the look. */
async function buryUnlisted(db: Db, org: number, look: Coverage, listed: readonly Credential[]): Promise<void> {
  const before = await db
    .selectFrom('credential')
    .select('id')
    .where('org', '=', org)
    .where('source', '=', look.source)
    .where('scope', '=', scopeKey(look.scope))
    .where('gone_at', 'is', null)
    .where('last_seen_at', '<=', look.lookedAt)
    .execute();
  const now = new Set<string>(listed.map(({ id }) => id));
  for (const chunk of chunks(before.filter(({ id }) => !now.has(id)))) {
    const ids = chunk.map(({ id }) => id);
    await db
      .updateTable('credential')
      .set({ gone_at: look.lookedAt })
      .where('org', '=', org)
      .where('id', 'in', ids)
      .execute();
  }
}

function toRow(org: number, it: Credential, at: Instant, listing?: Coverage): Tables['credential'] {
  const { id, kind, name, scope, createdAt, updatedAt, lastUsedAt, facts, plaintext } = it;
  return {
    org,
    id,
    kind,
    source: listing?.source ?? null,
    scope: listing === undefined ? null : scopeKey(listing.scope),
    first_seen_at: at,
    last_seen_at: at,
    gone_at: null,
    body: JSON.stringify({ id, kind, name, scope, createdAt, updatedAt, lastUsedAt, facts, plaintext }),
  };
}

function toCredential(row: Selectable<Tables['credential']>): KnownCredential {
  return {
    ...parse<Credential>(row.body),
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    ...optional('goneAt', row.gone_at),
  };
}
