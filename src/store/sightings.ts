import type { Selectable } from 'kysely';
import type { Sighting } from '../model/sighting.ts';
import type { Access } from './access.ts';
import { repositoryOf } from './names.ts';
import { allPages, chunks, distinct, ofKeys, optional, parse } from './rows.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

export function sightings({ db, atomically }: Access): Store['sightings'] {
  return {
    add: (org, added) =>
      atomically(async (trx) => {
        const rows = distinct(added, (it) => it.id).map((it) => toRow(org, it));
        for (const chunk of chunks(rows)) {
          await trx
            .insertInto('sighting')
            .values(chunk)
            .onConflict((it) =>
              it.columns(['org', 'id']).doUpdateSet((row) => ({ gone_at: row.ref('excluded.gone_at') })),
            )
            .execute();
        }
      }),

    async list(org, keep = () => true) {
      const ofOrg = db().selectFrom('sighting').selectAll().where('org', '=', org).orderBy('id');
      const kept = (row: Selectable<Tables['sighting']>) => {
        const sighting = toSighting(row);
        return keep(sighting) ? sighting : undefined;
      };
      const all = await allPages((after, limit) => ofOrg.where('id', '>', after).limit(limit).execute(), kept);
      return all.toSorted((a, b) => a.firstSeenAt - b.firstSeenAt);
    },

    async of(org, credentials) {
      const ofOrg = db().selectFrom('sighting').selectAll().where('org', '=', org);
      const inTurn = ofOrg.orderBy('first_seen_at').orderBy('id');
      const rows = await ofKeys(credentials, (some) => inTurn.where('credential', 'in', some).execute());
      return rows.map(toSighting);
    },

    async at(org, repositoryId) {
      const ofOrg = db().selectFrom('sighting').selectAll().where('org', '=', org);
      const there =
        repositoryId === undefined
          ? ofOrg.where('repository_id', 'is', null)
          : ofOrg.where('repository_id', '=', repositoryId);
      const rows = await there.orderBy('first_seen_at').orderBy('id').execute();
      return rows.map(toSighting);
    },
  };
}

/** What may change later has a column of its own and stays out of the body. */
function toRow(org: number, sighting: Sighting): Tables['sighting'] {
  const { firstSeenAt, goneAt, ...place } = { goneAt: undefined, ...sighting };
  return {
    org,
    id: sighting.id,
    credential: sighting.credential,
    repository_id: repositoryOf(sighting),
    first_seen_at: firstSeenAt,
    gone_at: goneAt ?? null,
    body: JSON.stringify(place),
  };
}

function toSighting(row: Selectable<Tables['sighting']>): Sighting {
  return {
    ...parse<Sighting>(row.body),
    firstSeenAt: row.first_seen_at,
    ...optional('goneAt', row.gone_at),
  };
}
