import type { Selectable } from 'kysely';
import type { Repository } from '../model/organization.ts';
import type { Access } from './access.ts';
import { chunks, distinct, optional, parse } from './rows.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

export function repositories({ db, atomically }: Access): Store['repositories'] {
  return {
    save: (org, saved) =>
      atomically(async (trx) => {
        const rows = distinct(saved, (it) => it.id).map((it) => toRow(org, it));
        for (const chunk of chunks(rows)) {
          await trx
            .insertInto('repository')
            .values(chunk)
            .onConflict((it) =>
              it.columns(['org', 'id']).doUpdateSet((row) => ({
                full_name: row.ref('excluded.full_name'),
                private: row.ref('excluded.private'),
                archived: row.ref('excluded.archived'),
                default_branch: row.ref('excluded.default_branch'),
                gone_at: row.ref('excluded.gone_at'),
              })),
            )
            .execute();
        }
      }),

    async list(org) {
      const rows = await db().selectFrom('repository').selectAll().where('org', '=', org).orderBy('id').execute();
      return rows.map(toRepository);
    },

    async byId(org, repositoryId) {
      const row = await db()
        .selectFrom('repository')
        .selectAll()
        .where('org', '=', org)
        .where('id', '=', repositoryId)
        .executeTakeFirst();
      return row && toRepository(row);
    },

    async present(org, { after, limit }) {
      const alive = db().selectFrom('repository').selectAll().where('org', '=', org).where('gone_at', 'is', null);
      return (await alive.where('id', '>', after).orderBy('id').limit(limit).execute()).map(toRepository);
    },

    async setScannedTips(org, repositoryId, tips) {
      await db()
        .updateTable('repository')
        .set({ scanned_tips: JSON.stringify(tips) })
        .where('org', '=', org)
        .where('id', '=', repositoryId)
        .execute();
    },

    markGone: (org, repositoryIds, at) =>
      atomically(async (trx) => {
        for (const ids of chunks(repositoryIds)) {
          await trx
            .updateTable('repository')
            .set({ gone_at: at })
            .where('org', '=', org)
            .where('id', 'in', ids)
            .where('gone_at', 'is', null)
            .execute();
        }
      }),
  };
}

function toRow(org: number, it: Omit<Repository, 'scannedTips'>): Tables['repository'] {
  return {
    org,
    id: it.id,
    full_name: it.fullName,
    private: Number(it.private),
    archived: Number(it.archived),
    default_branch: it.defaultBranch,
    gone_at: it.goneAt ?? null,
    scanned_tips: '{}',
  };
}

function toRepository(row: Selectable<Tables['repository']>): Repository {
  return {
    id: row.id,
    fullName: row.full_name,
    private: row.private === 1,
    archived: row.archived === 1,
    defaultBranch: row.default_branch,
    ...optional('goneAt', row.gone_at),
    scannedTips: parse(row.scanned_tips),
  };
}
