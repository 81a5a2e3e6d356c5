import type { Selectable } from 'kysely';
import type { Head } from '../model/head.ts';
import { keyed } from '../model/identity.ts';
import type { Access } from './access.ts';
import { chunks, distinct, parse } from './rows.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

export function heads({ db, atomically }: Access): Store['heads'] {
  return {
    save: (org, saved) =>
      atomically(async (trx) => {
        const all = saved.map((it) => toRow(org, it));
        const rows = distinct(all, (it) => JSON.stringify([it.repository_id, it.subject, it.sha]));
        for (const chunk of chunks(rows)) {
          await trx
            .insertInto('head')
            .values(chunk)
            .onConflict((it) =>
              it.columns(['org', 'repository_id', 'subject', 'sha']).doUpdateSet((row) => ({
                state: row.ref('excluded.state'),
                body: row.ref('excluded.body'),
              })),
            )
            .execute();
        }
      }),

    conclude: (org, head) =>
      atomically(async (trx) => {
        const { repository_id, subject, sha, body } = toRow(org, head);
        const at = { org, repository_id, subject, sha, state: 'open' };
        const row = await trx
          .selectFrom('head')
          .select('body')
          .where(({ and }) => and(at))
          .executeTakeFirst();
        if (row === undefined || parse<Head>(row.body).baseSha !== head.baseSha) return false;
        // Only what was just read: on PostgreSQL somebody may write in between.
        const same = trx
          .updateTable('head')
          .set({ body })
          .where(({ and }) => and({ ...at, body: row.body }));
        return (await same.executeTakeFirst()).numUpdatedRows > 0n;
      }),

    async close(org, repositoryId, subject, exceptSha) {
      let others = db()
        .updateTable('head')
        .set({ state: 'closed' })
        .where('org', '=', org)
        .where('repository_id', '=', repositoryId)
        .where('subject', '=', keyed(subject));
      if (exceptSha !== undefined) others = others.where('sha', '!=', keyed(exceptSha));
      await others.execute();
    },

    async listOpen(org) {
      const rows = await db()
        .selectFrom('head')
        .selectAll()
        .where('org', '=', org)
        .where('state', '=', 'open')
        .orderBy('repository_id')
        .orderBy('subject')
        .orderBy('sha')
        .execute();
      return rows.map(toHead);
    },

    async find(org, repositoryId, subject, sha) {
      const row = await db()
        .selectFrom('head')
        .selectAll()
        .where('org', '=', org)
        .where('repository_id', '=', repositoryId)
        .where('subject', '=', keyed(subject))
        .where('sha', '=', keyed(sha))
        .executeTakeFirst();
      return row && toHead(row);
    },
  };
}

function toRow(org: number, head: Head): Tables['head'] {
  const { repositoryId, subject, sha, state } = head;
  return {
    org,
    repository_id: repositoryId,
    subject: keyed(subject),
    sha: keyed(sha),
    state,
    body: JSON.stringify(head),
  };
}

function toHead(row: Selectable<Tables['head']>): Head {
  return { ...parse<Head>(row.body), state: row.state as Head['state'] };
}
