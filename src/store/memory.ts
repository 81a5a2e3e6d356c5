import type { Selectable } from 'kysely';
import { keyed } from '../model/identity.ts';
import type { KeptAnswer } from '../model/kept-answer.ts';
import type { KeyedOutcome, Outcome } from '../model/outcome.ts';
import { DEFAULT_POLICY, type PolicyReading } from '../model/policy.ts';
import type { Access } from './access.ts';
import { chunks, ofKeys, parse } from './rows.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

export function policies({ db }: Access): Store['policies'] {
  return {
    async save(org, reading) {
      const body = JSON.stringify(reading);
      await db()
        .insertInto('policy')
        .values({ org, body })
        .onConflict((it) => it.column('org').doUpdateSet({ body }))
        .execute();
    },

    async read(org) {
      const row = await db().selectFrom('policy').select('body').where('org', '=', org).executeTakeFirst();
      const reading = row && parse<PolicyReading>(row.body);
      // An older version may have written it, before there were some of the settings.
      return reading && { ...reading, policy: { ...DEFAULT_POLICY, ...reading.policy } };
    },
  };
}

const OUTCOME = ['key', 'hash', 'remote', 'state'] as const;

function toOutcome(row: Pick<Selectable<Tables['outcome']>, (typeof OUTCOME)[number]>): KeyedOutcome {
  return { ...row, state: row.state as Outcome['state'] };
}

export function outcomes({ db }: Access): Store['outcomes'] {
  return {
    async read(org, key) {
      const row = await db()
        .selectFrom('outcome')
        .select(['hash', 'remote', 'state'])
        .where('org', '=', org)
        .where('key', '=', keyed(key))
        .executeTakeFirst();
      return row && { ...row, state: row.state as Outcome['state'] };
    },

    async save(org, key, { hash, remote, state }) {
      await db()
        .insertInto('outcome')
        .values({ org, key: keyed(key), hash, remote, state })
        .onConflict((it) => it.columns(['org', 'key']).doUpdateSet({ hash, remote, state }))
        .execute();
    },

    async of(org, keys) {
      const asked = new Map([...keys].map((key) => [keyed(key), key]));
      const ofOrg = db().selectFrom('outcome').select(OUTCOME).where('org', '=', org);
      const rows = await ofKeys(asked.keys(), (some) => ofOrg.where('key', 'in', some).execute());
      return rows.map((row) => ({ ...toOutcome(row), key: asked.get(row.key) ?? row.key }));
    },

    async forget(org, keys) {
      for (const some of chunks([...keys].map(keyed)))
        await db().deleteFrom('outcome').where('org', '=', org).where('key', 'in', some).execute();
    },

    async list(org, actions) {
      const ofOrg = db().selectFrom('outcome').select(OUTCOME).where('org', '=', org);
      // A key begins with its action and a colon, and the character behind that is a semicolon.
      const within = actions?.map((action) => ofOrg.where('key', '>=', `${action}:`).where('key', '<', `${action};`));
      const all: KeyedOutcome[] = [];
      for (const part of within ?? [ofOrg])
        for (const row of await part.orderBy('key').execute()) all.push(toOutcome(row));
      return all;
    },
  };
}

export function notes({ db }: Access): Store['notes'] {
  return {
    async read(key) {
      const row = await db().selectFrom('note').select('body').where('key', '=', keyed(key)).executeTakeFirst();
      return row && parse<string>(row.body);
    },

    async save(key, value) {
      const body = JSON.stringify(value);
      await db()
        .insertInto('note')
        .values({ key: keyed(key), body })
        .onConflict((it) => it.column('key').doUpdateSet({ body }))
        .execute();
    },

    async claim(key, value) {
      const row = { key: keyed(key), body: JSON.stringify(value) };
      await db()
        .insertInto('note')
        .values(row)
        .onConflict((it) => it.column('key').doNothing())
        .execute();
      return (await this.read(key)) ?? value;
    },
  };
}

export function answers({ db }: Access): Store['answers'] {
  return {
    async read(url) {
      const row = await db().selectFrom('answer').select('body').where('url', '=', keyed(url)).executeTakeFirst();
      return row && parse<KeptAnswer>(row.body);
    },

    async save(url, answer, at) {
      const body = JSON.stringify(answer);
      await db()
        .insertInto('answer')
        .values({ url: keyed(url), saved_at: at, body })
        .onConflict((it) => it.column('url').doUpdateSet({ saved_at: at, body }))
        .execute();
    },

    async purge(before) {
      const { numDeletedRows } = await db()
        .deleteFrom('answer')
        .where('saved_at', '<', before)
        .executeTakeFirstOrThrow();
      return Number(numDeletedRows);
    },
  };
}
