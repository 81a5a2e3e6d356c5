import { type Selectable, sql } from 'kysely';
import type { Coverage } from '../model/coverage.ts';
import {
  type Credential,
  type CredentialId,
  type KnownCredential,
  PLAINTEXT_SECRET,
  type WhichCredentials,
} from '../model/credential.ts';
import type { Instant } from '../model/time.ts';
import type { Access } from './access.ts';
import { saveCoverage } from './coverage.ts';
import { columnsOf, namesInCredentials, saveNames, searchable } from './names.ts';
import { allPages, chunks, distinct, ofKeys, optional, parse, parseAll } from './rows.ts';
import { scopeKey } from './scope-key.ts';
import type { Store } from './store.ts';
import type { Db, Tables } from './tables.ts';
import { bury, lockInOrder, unlistedNow } from './unlisted.ts';

export function credentials({ db, atomically }: Access): Store['credentials'] {
  return {
    saveListing: (org, coverage, listed) =>
      atomically(async (trx) => {
        // Not being able to look proves nothing about what was not seen.
        const unlisted = coverage.gap === undefined ? await unlistedNow(trx, org, coverage, listed) : [];
        await lockInOrder(trx, org, [...unlisted, ...listed.map(({ id }) => id)]);
        await upsert(trx, org, listed, coverage.lookedAt, coverage);
        await bury(trx, org, coverage, unlisted);
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

    async list(org, keep = () => true) {
      return allPages(
        (after, limit) => page(db(), org, { after, limit }),
        (credential) => (keep(credential) ? credential : undefined),
      );
    },

    find: (org, which) => find(db(), org, which),

    async named(org, names) {
      const found = await ofKeys([...names].map(searchable), (some) => namedBy(db(), org, some).distinct().execute());
      return new Set(found.map(({ credential }) => credential as CredentialId));
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

    async count(org) {
      const ofOrg = db().selectFrom('credential').where('org', '=', org);
      const { many } = await ofOrg.select((it) => it.fn.countAll().as('many')).executeTakeFirstOrThrow();
      return Number(many);
    },

    async anyOfValue() {
      const one = db().selectFrom('credential').select('id').where('kind', '=', PLAINTEXT_SECRET).limit(1);
      return (await one.executeTakeFirst()) !== undefined;
    },
  };
}

function namedBy(db: Db, org: number, names: readonly string[]) {
  return db.selectFrom('credential_name').select('credential').where('org', '=', org).where('name', 'in', names);
}

async function find(db: Db, org: number, which: WhichCredentials): Promise<readonly KnownCredential[]> {
  if ('after' in which) return page(db, org, which);
  const ofOrg = db.selectFrom('credential').select(ALL_SEEN).where('org', '=', org);
  const read = async (query: typeof ofOrg) => parseAll<Seen>((await query.executeTakeFirstOrThrow()).bodies);
  const some = (): Promise<readonly Seen[]> => {
    if ('ids' in which) return ofKeys(which.ids, (ids) => read(ofOrg.where('id', 'in', ids)));
    if ('names' in which)
      return ofKeys([...which.names].map(searchable), (names) =>
        read(ofOrg.where('id', 'in', namedBy(db, org, names))),
      );
    if ('publicKeys' in which)
      return which.publicKeys === 'any'
        ? read(ofOrg.where('public_key', 'is not', null))
        : ofKeys([...which.publicKeys].map(searchable), (keys) => read(ofOrg.where('public_key', 'in', keys)));
    if (which.places === 'organization') return read(ofOrg.where('repository_id', 'is', null));
    // In the words of the index that has these alone.
    const here = which.environments === true ? ofOrg.where('environment', 'is not', null) : ofOrg;
    return ofKeys(which.places, (places) => read(here.where('repository_id', 'in', places)));
  };
  const found = (await some()).map(([first, last, gone, credential]) => known(credential, first, last, gone));
  const sorted = found.sort((a, b) => (a.id < b.id ? -1 : 1));
  // Of many names each some were asked for, and two of them may have named one.
  return 'names' in which ? sorted.filter(({ id }, at) => id !== sorted[at - 1]?.id) : sorted;
}

async function page(db: Db, org: number, { after, limit }: { readonly after: string; readonly limit: number }) {
  const ofOrg = db
    .selectFrom('credential')
    .select(['id', ...SEEN])
    .where('org', '=', org)
    .orderBy('id');
  return (await ofOrg.where('id', '>', after).limit(limit).execute()).map(toCredential);
}

type Seen = readonly [first: Instant, last: Instant, gone: Instant | null, credential: Credential];

const ALL_SEEN = sql<string | null>`string_agg(
  '[' || first_seen_at || ',' || last_seen_at || ',' || coalesce(cast(gone_at as text), 'null') || ',' || body || ']', ','
)`.as('bodies');

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
          repository_id: row.ref('excluded.repository_id'),
          environment: row.ref('excluded.environment'),
          public_key: row.ref('excluded.public_key'),
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
  await saveNames(db, org, namesInCredentials(seen));
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
    ...columnsOf(it),
    body: JSON.stringify({ id, kind, name, scope, createdAt, updatedAt, lastUsedAt, facts, plaintext }),
  };
}

function toCredential({ body, first_seen_at, last_seen_at, gone_at }: SeenRow): KnownCredential {
  return known(parse<Credential>(body), first_seen_at, last_seen_at, gone_at);
}

const SEEN = ['body', 'first_seen_at', 'last_seen_at', 'gone_at'] as const;
type SeenRow = Pick<Selectable<Tables['credential']>, (typeof SEEN)[number]>;

function known(credential: Credential, firstSeenAt: Instant, lastSeenAt: Instant, goneAt: Instant | null) {
  return { ...credential, firstSeenAt, lastSeenAt, ...optional('goneAt', goneAt) };
}
