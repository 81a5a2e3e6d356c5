import { inspect } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { gate } from '../queue/contract/bench.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { storeConformance } from './conformance.ts';
import { formerLedgerIsRead } from './former.ts';

let server: TestPostgres;
let databaseUrl: string;
beforeAll(async () => {
  server = await startPostgres();
  databaseUrl = await server.createDatabase();
});
afterAll(() => server?.stop());

storeConformance('PostgreSQL', () => openStore({ databaseUrl }));

describe('the PostgreSQL database', () => {
  /** Everything somebody could see of an error. */
  async function failure(url: string): Promise<string> {
    try {
      await openStore({ databaseUrl: url });
    } catch (error) {
      return inspect(error, { depth: 9, showHidden: true });
    }
    throw new Error('It opened.');
  }

  test('may be opened by many at once, new as it is', async () => {
    const fresh = await server.createDatabase();
    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore({ databaseUrl: fresh })));
    await Promise.all(stores.map((store, at) => store.notes.save(`n${at}`, 'x')));
    for (const store of stores) await store.close();
  });

  test('that a former Handback wrote is read like its own', async () =>
    formerLedgerIsRead({ databaseUrl: await server.createDatabase() }));

  test('that refuses the password says so, and never shows the password', async () => {
    const url = new URL(databaseUrl);
    url.password = 'hunter2-is-secret';
    const says = await failure(url.href);
    expect(says).toMatch(/refused the user "postgres": wrong password.*DATABASE_URL/);
    expect(says).not.toContain('hunter2');
  });

  test('may be set to any isolation, time zone and form of dates', async () => {
    const fresh = await server.createDatabase();
    const name = new URL(fresh).pathname.slice(1);
    const client = new pg.Client({ connectionString: fresh });
    await client.connect();
    for (const set of [
      'default_transaction_isolation = serializable',
      "timezone = 'Asia/Kolkata'",
      "datestyle = 'German'",
    ])
      await client.query(`alter database ${name} set ${set}`);
    await client.end();
    const store = await openStore({ databaseUrl: fresh });
    const entry = { at: 1_700_000_000_123, actor: 'handback', did: 'x', about: 'y' };
    await Promise.all(Array.from({ length: 20 }, () => store.journal.append(1, [entry])));
    expect(await store.journal.list(1)).toEqual(Array.from({ length: 20 }, () => entry));
    await store.close();
  });

  test('lets two transactions of which each waits for the other both come through', async () => {
    const [one, other] = [await openStore({ databaseUrl }), await openStore({ databaseUrl })];
    const both = gate();
    let begun = 0;
    const write = (store: Store, first: string, second: string) =>
      store.transaction(async (inside) => {
        await inside.notes.save(first, first);
        if (++begun === 2) both.open();
        await both.passed;
        await inside.notes.save(second, first);
      });
    await Promise.all([write(one, 'this', 'that'), write(other, 'that', 'this')]);
    expect(begun).toBe(3);
    // Whichever came last wrote both.
    expect(await one.notes.read('this')).toBe(await one.notes.read('that'));
    for (const store of [one, other]) await store.close();
  });

  test('that cannot keep every letter is refused, and it is said how to make one that can', async () => {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query("create database latin encoding 'LATIN1' locale_provider libc locale 'C' template template0");
    await client.end();
    const url = new URL(databaseUrl);
    url.pathname = '/latin';
    expect(await failure(url.href)).toMatch(/keeps text as LATIN1.*create database .* encoding 'UTF8'/);
  });

  test('that does not exist, or whose server does not answer, is named', async () => {
    const url = new URL(databaseUrl);
    url.password = 'correct%20horse';
    url.pathname = '/nowhere';
    expect(await failure(url.href)).toMatch(/has no database "nowhere"/);
    url.port = '1';
    const says = await failure(url.href);
    expect(says).toMatch(/PostgreSQL at 127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\)/);
    expect(says).not.toContain('horse');
  });

  test('whose address makes no sense is refused without repeating it', async () => {
    for (const url of ['mysql://u:hunter2@h/d', 'postgres://u:hunter2@h:port/d', 'hunter2']) {
      const says = await failure(url);
      expect(says).toMatch(/not a PostgreSQL address/);
      expect(says).not.toContain('hunter2');
    }
  });

  test('that a newer Handback wrote is not touched', async () => {
    const fresh = await server.createDatabase();
    await openStore({ databaseUrl: fresh }).then((store) => store.close());
    const client = new pg.Client({ connectionString: fresh });
    await client.connect();
    await client.query(`insert into handback_migration values ('9999-future', '2030-01-01T00:00:00Z')`);
    await client.end();
    await expect(openStore({ databaseUrl: fresh })).rejects.toThrow(/newer Handback/);
  });
});
