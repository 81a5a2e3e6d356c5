import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Hold, RetryLater } from '../../src/model/job.ts';
import { type SharedTurns, sharedTurns } from '../../src/queue/boss-turns.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { gate, until } from './contract/bench.ts';

let server: TestPostgres;
let databaseUrl: string;
let client: pg.Client;
beforeAll(async () => {
  server = await startPostgres();
  databaseUrl = await server.createDatabase();
  client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await server.stop();
});

/** Each as in a process of its own. */
let [here, there]: SharedTurns[] = [];
beforeEach(() => {
  [here, there] = [sharedTurns(databaseUrl), sharedTurns(databaseUrl)];
});
afterEach(async () => {
  await here?.close();
  await there?.close();
});

/** Begins a turn that lasts until it is told to end. */
async function long(turns: SharedTurns | undefined, key: string) {
  const [begun, over] = [gate(), gate()];
  const done = turns?.inTurn(key, async () => {
    begun.open();
    await over.passed;
  });
  await begun.passed;
  return { done, end: over.open };
}

const waiting = async () => {
  const { rows } = await client.query("select 1 from pg_locks where locktype = 'advisory' and not granted");
  return rows.length > 0;
};

test('a turn waits for the one that another process has, and for no other', async () => {
  const first = await long(here, 'k');
  let went = false;
  const second = there?.inTurn('k', async () => {
    went = true;
  });
  await until('the second waits', waiting);
  expect(await there?.inTurn('other', async () => 'at once')).toBe('at once');
  expect(went).toBe(false);
  first.end();
  await Promise.all([first.done, second]);
  expect(went).toBe(true);
});

test('no transaction is open while a turn lasts', async () => {
  const first = await long(here, 'k');
  const { rows } = await client.query(
    "select state from pg_stat_activity where application_name = 'handback-turns' and state <> 'idle'",
  );
  expect(rows).toEqual([]);
  first.end();
  await first.done;
});

test('the turn of a process that died goes to the next, and what was done in it is done', async () => {
  const first = await long(here, 'k');
  const second = there?.inTurn('k', async () => 'went');
  await until('the second waits', waiting);
  await client.query(
    "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and pid <> pg_backend_pid()",
  );
  expect(await second).toBe('went');
  first.end();
  await expect(first.done).resolves.toBeUndefined();
});

test('whoever holds a turn is told that it is lost before anything else is changed', async () => {
  const [begun, cut] = [gate(), gate()];
  const wrote: string[] = [];
  const first = here?.inTurn('k', async (turn) => {
    turn.check();
    wrote.push('first');
    begun.open();
    await cut.passed;
    await until('the loss is noticed', () => isLost(turn));
    turn.check();
    wrote.push('first again');
  });
  await begun.passed;
  const second = there?.inTurn('k', async (turn) => {
    turn.check();
    wrote.push('second');
  });
  await until('the second waits', waiting);
  await client.query(
    "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and pid <> pg_backend_pid()",
  );
  cut.open();
  await expect(first).rejects.toBeInstanceOf(RetryLater);
  await expect(first).rejects.toThrow(/was lost.*tried again/);
  await second;
  expect(wrote).toEqual(['first', 'second']);
  expect(await here?.inTurn('k', async () => 'went')).toBe('went');
});

function isLost(turn: Hold): boolean {
  try {
    turn.check();
    return false;
  } catch {
    return true;
  }
}

test('where no connection can be had, nothing is done, and it is said what to look at', async () => {
  const nowhere = new URL(databaseUrl);
  nowhere.port = '1';
  const turns = sharedTurns(nowhere.href);
  const went = turns.inTurn('k', () => Promise.resolve('went'));
  await expect(went).rejects.toThrow(/ECONNREFUSED.*Nothing was written.*max_connections/);
  await turns.close();
});

test('what waits too long comes back later, and leaves nothing behind', async () => {
  const impatient = sharedTurns(databaseUrl, 50);
  const first = await long(here, 'k');
  await expect(impatient.inTurn('k', async () => 'never')).rejects.toBeInstanceOf(RetryLater);
  first.end();
  await first.done;
  expect(await impatient.inTurn('k', async () => 'went')).toBe('went');
  await impatient.close();
});
