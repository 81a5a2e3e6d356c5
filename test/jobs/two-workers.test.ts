// Two processes that share the work on PostgreSQL, each with a ledger, a queue and turns of its own.
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Context } from '../../src/jobs/context.ts';
import { checkHeads } from '../../src/jobs/head-requests.ts';
import { runJob } from '../../src/jobs/index.ts';
import { pgBossQueue } from '../../src/queue/pg-boss-queue.ts';
import type { Queue } from '../../src/queue/queue.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';
import { makeHead, makePolicy } from '../support/make-situation.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { until } from '../support/until.ts';

let server: TestPostgres;
let acme: Door;
let days: FastDays;
let databaseUrl: string;
let workers: { readonly store: Store; readonly queue: Queue }[];

beforeAll(async () => {
  [server, acme] = await Promise.all([startPostgres(), makeDoor({ rateLimit: 1_000_000 })]);
  days = await startFastDays(acme);
  databaseUrl = await server.createDatabase();
  const settings = { databaseUrl, now: Date.now, backoff: () => 10, report: () => undefined };
  const worker = async () => ({ store: await openStore({ databaseUrl }), queue: await pgBossQueue(settings) });
  workers = [await worker(), await worker()];
}, 120_000);
afterAll(async () => {
  for (const { queue, store } of workers) {
    await queue.close();
    await store.close();
  }
  await days.close();
  await acme.close();
  await server.stop();
});

it('two jobs of two workers that come to the check of one head at the same time make one check run', async () => {
  const [org, repositoryId] = [acme.acme.id, acme.shop.id];
  const sha = (await acme.shop.git.refs(['refs/heads'])).get('refs/heads/main') ?? '';
  const store = workers[0]?.store;
  await store?.organizations.save(acme.organization);
  await store?.repositories.save(org, [asKnown(acme.shop)]);
  await store?.policies.save(org, { policy: makePolicy(), origin: 'the default', problems: [] });
  await store?.heads.save(org, [makeHead({ repositoryId, sha })]);
  // Long enough that both have looked for a run before either makes one, unless one waits for the other.
  acme.github.fault({ on: /^GET .*\/check-runs/, delayMs: 300, times: 10 });
  const job = { ...checkHeads(org, repositoryId, sha), id: '1', attempt: 1 };
  await Promise.all(
    workers.map((worker) => {
      const context: Context = { ...days.context, ...worker };
      return runJob(context, job);
    }),
  );
  expect(acme.shop.checks.map(({ conclusion }) => conclusion)).toEqual(['success']);
  expect((await store?.outcomes.list(org))?.length).toBe(1);
});

it('make one check run also where PostgreSQL cuts the turn of the first in the middle', async () => {
  const [org, repositoryId] = [acme.acme.id, acme.shop.id];
  const sha = (await acme.shop.git.refs(['refs/heads'])).get('refs/heads/main') ?? '';
  acme.shop.checks.splice(0);
  const [first, second] = workers;
  if (first === undefined || second === undefined) throw new Error('There are two.');
  // As if neither had been there.
  for (const { key } of await first.store.outcomes.list(org))
    await first.store.outcomes.save(org, key, { hash: '', remote: 0, state: 'open' });
  acme.github.fault({ on: /^GET .*\/check-runs/, delayMs: 300, times: 10 });
  const job = { ...checkHeads(org, repositoryId, sha), id: '2', attempt: 1 };
  const cut = runJob({ ...days.context, ...first }, job).then(
    () => 'went on',
    (error: Error) => error.message,
  );
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const turns =
    "select pg_terminate_backend(pid) as cut from pg_stat_activity where application_name = 'handback-turns'";
  await until(
    'the first has its turn and asks GitHub',
    async () => (await client.query(`${turns} and query like '%pg_advisory_lock%'`)).rows.length > 0,
  );
  await client.end();
  await runJob({ ...days.context, ...second }, job);
  expect(await cut).toMatch(/connection to PostgreSQL that held this turn was lost/);
  expect(acme.shop.checks).toHaveLength(1);
});
