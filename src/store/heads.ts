import type { Selectable } from 'kysely';
import type { Head } from '../model/head.ts';
import { keyed } from '../model/identity.ts';
import type { Instant } from '../model/time.ts';
import type { Access } from './access.ts';
import { type OldHeads, oldHeads } from './old-heads.ts';
import { chunks, distinct, parse } from './rows.ts';
import type { Tables } from './tables.ts';

/** The part of the ledger about what wants to be merged (store.ts). */
export interface Heads extends OldHeads {
  /** Upserts by (repository, subject, sha). */
  save(org: number, heads: readonly Head[]): Promise<void>;
  /**
   * The same of an open head that goes to the same base; false where it was closed or turned
   * to another one since, and nothing is changed.
   */
  conclude(org: number, head: Head): Promise<boolean>;
  /** Closes every head of a subject except `exceptSha` (a pull request has one tip at a time). */
  close(org: number, repositoryId: number, subject: string, exceptSha?: string): Promise<void>;
  /** Closes every head of a subject, which ended at that moment by GitHub's clock. */
  end(org: number, repositoryId: number, subject: string, asOf: Instant): Promise<void>;
  /** In the order of repository, subject and sha. With `sha` those of one commit. */
  listOpen(org: number, repositoryId?: number, sha?: string): Promise<readonly Head[]>;
  /** Open and closed. */
  of(org: number, repositoryId: number, subject: string): Promise<readonly Head[]>;
  find(org: number, repositoryId: number, subject: string, sha: string): Promise<Head | undefined>;
}

export function heads(access: Access): Heads {
  const { db, atomically } = access;
  return {
    ...oldHeads(access),

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
                closed_at: null,
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

    end: (org, repositoryId, subject, asOf) =>
      atomically(async (trx) => {
        const ofSubject = { org, repository_id: repositoryId, subject: keyed(subject) };
        const rows = await trx
          .selectFrom('head')
          .select(['sha', 'body'])
          .where(({ and }) => and(ofSubject))
          .execute();
        for (const { sha, body } of rows) {
          const ended = JSON.stringify({ ...parse<Head>(body), asOf });
          const one = trx.updateTable('head').where(({ and }) => and({ ...ofSubject, sha }));
          await one.set({ state: 'closed' }).execute();
          // On PostgreSQL a scan may have been concluded since: what it found is worth more than the moment.
          await one.where('body', '=', body).set({ body: ended }).execute();
        }
      }),

    async listOpen(org, repositoryId, sha) {
      const open = db().selectFrom('head').selectAll().where('org', '=', org).where('state', '=', 'open');
      const there = repositoryId === undefined ? open : open.where('repository_id', '=', repositoryId);
      const those = sha === undefined ? there : there.where('sha', '=', keyed(sha));
      const rows = await those.orderBy('repository_id').orderBy('subject').orderBy('sha').execute();
      return rows.map(toHead);
    },

    async of(org, repositoryId, subject) {
      const rows = await db()
        .selectFrom('head')
        .selectAll()
        .where('org', '=', org)
        .where('repository_id', '=', repositoryId)
        .where('subject', '=', keyed(subject))
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
    closed_at: null,
  };
}

function toHead(row: Selectable<Tables['head']>): Head {
  return { ...parse<Head>(row.body), state: row.state as Head['state'] };
}
