import { keyed } from '../model/identity.ts';
import type { Engagement, Person, PersonEmail } from '../model/person.ts';
import type { Access } from './access.ts';
import { takePositions } from './positions.ts';
import { chunks, distinct, optional, parse } from './rows.ts';
import type { Store } from './store.ts';
import type { Db } from './tables.ts';

export function people({ db, atomically }: Access): Store['people'] {
  return {
    save: (org, saved) =>
      atomically(async (trx) => {
        await savePeople(trx, org, saved);
        await saveEmails(trx, org, saved);
      }),

    async list(org) {
      const rows = await db().selectFrom('person').selectAll().where('org', '=', org).orderBy('id').execute();
      const emails = await db()
        .selectFrom('person_email')
        .selectAll()
        .where('org', '=', org)
        .orderBy('address')
        .orderBy('source')
        .execute();
      const byPerson = Map.groupBy(emails, ({ person }) => person);
      return rows.map((row) => ({
        id: row.id,
        login: row.login,
        ...optional('name', row.name),
        bot: row.bot === 1,
        emails: (byPerson.get(row.id) ?? []).map((it) => ({
          address: it.address,
          source: it.source as PersonEmail['source'],
        })),
      }));
    },
  };
}

export function engagements({ db, atomically }: Access): Store['engagements'] {
  return {
    replace: (org, roster) =>
      atomically(async (trx) => {
        // Also makes two writers of the same roster wait for each other.
        const first = await takePositions(trx, org, 'engagement', roster.length);
        await trx.deleteFrom('engagement').where('org', '=', org).execute();
        const rows = roster.map((it, at) => ({ org, position: first + at, body: JSON.stringify(it) }));
        for (const chunk of chunks(rows)) await trx.insertInto('engagement').values(chunk).execute();
      }),

    async list(org) {
      const rows = await db()
        .selectFrom('engagement')
        .select('body')
        .where('org', '=', org)
        .orderBy('position')
        .execute();
      return rows.map(({ body }) => parse<Engagement>(body));
    },
  };
}

/** A name that is not told this time is still the last one told. */
async function savePeople(db: Db, org: number, saved: readonly Person[]): Promise<void> {
  const rows = distinct(saved, (it) => it.id).map(({ id, login, name, bot }) => ({
    org,
    id,
    login,
    name: name ?? null,
    bot: Number(bot),
  }));
  for (const chunk of chunks(rows)) {
    await db
      .insertInto('person')
      .values(chunk)
      .onConflict((it) =>
        it.columns(['org', 'id']).doUpdateSet((row) => ({
          login: row.ref('excluded.login'),
          name: row.fn.coalesce('excluded.name', 'person.name'),
          bot: row.ref('excluded.bot'),
        })),
      )
      .execute();
  }
}

async function saveEmails(db: Db, org: number, saved: readonly Person[]): Promise<void> {
  const rows = saved.flatMap(({ id, emails }) =>
    emails.map(({ address, source }) => ({ org, person: id, address: keyed(address), source })),
  );
  for (const chunk of chunks(distinct(rows, (it) => `${it.person} ${it.address} ${it.source}`))) {
    await db
      .insertInto('person_email')
      .values(chunk)
      .onConflict((it) => it.doNothing())
      .execute();
  }
}
