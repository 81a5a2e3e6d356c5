// A server that goes away and comes back while two workers share the work, each with a ledger of its own.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pgBossQueue } from '../../src/queue/pg-boss-queue.ts';
import type { Queue } from '../../src/queue/queue.ts';
import { type OpenedStore, openStore } from '../../src/store/open.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { gate, until } from './contract/bench.ts';

let server: TestPostgres;
let workers: { readonly store: OpenedStore; readonly queue: Queue }[];
const problems: string[] = [];
beforeAll(async () => {
  server = await startPostgres();
  const databaseUrl = await server.createDatabase();
  const report = (error: unknown) => void problems.push(String(error));
  // So long that what runs in time runs because somebody was told of it.
  const settings = { databaseUrl, now: Date.now, backoff: () => 10, report, pollMs: 20_000 };
  const worker = async () => ({ store: await openStore({ databaseUrl }), queue: await pgBossQueue(settings) });
  workers = [await worker(), await worker()];
});
afterAll(async () => {
  for (const { queue, store } of workers) {
    await queue.close();
    await store.close();
  }
  await server.stop();
});

test('a job that runs while PostgreSQL restarts goes on alone, none is lost, and idle workers hear of new ones again', async () => {
  const [begun, over] = [gate(), gate()];
  const seen: unknown[] = [];
  let now = 0;
  let most = 0;
  const running = workers.map(({ queue, store }) =>
    queue.work(
      async ({ payload }, hold) => {
        most = Math.max(most, ++now);
        begun.open();
        if (payload['at'] === 0) await over.passed;
        await sleep(5);
        hold.check();
        await store.notes.save(`did-${String(payload['at'])}`, 'x');
        seen.push(payload['at']);
        now -= 1;
      },
      { concurrency: 2 },
    ),
  );
  const [here] = workers;
  await here?.queue.add(Array.from({ length: 5 }, (_, at) => ({ type: 'x', payload: { at }, lane: 'l' })));
  await begun.passed;
  await server.restart();
  over.open();
  await until('all that was there is done', () => seen.length === 5, 15_000);
  const added = () => here?.queue.add([{ type: 'x', payload: { at: 5 }, lane: 'l', key: 'late' }]);
  await until('another can be added', async () => (await added()?.catch(() => undefined)) !== undefined);
  await until('it ran', () => seen.length === 6, 10_000);
  for (const each of running) await each.stop();
  expect(seen).toEqual([0, 1, 2, 3, 4, 5]);
  expect(most).toBe(1);
  expect(await here?.queue.counts()).toEqual({ waiting: 0, running: 0, dead: 0 });
});

test('a transaction that was cut says what that means, and the next one goes through', async () => {
  const store = workers[0]?.store;
  const cut = store?.transaction(async (inside) => {
    await inside.notes.save('cut', 'x');
    await server.restart();
    await inside.notes.save('cut', 'y');
  });
  await expect(cut).rejects.toThrow(/connection to PostgreSQL was lost.*not committed is not kept.*tried again/);
  expect(await store?.notes.read('cut')).toBeUndefined();
  await store?.notes.save('cut', 'z');
  expect(await store?.notes.read('cut')).toBe('z');
});
