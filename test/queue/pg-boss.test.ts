import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { pgBossQueue } from '../../src/queue/pg-boss-queue.ts';
import type { Queue } from '../../src/queue/queue.ts';
import { type OpenedStore, openStore } from '../../src/store/open.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { queueConformance } from './conformance.ts';
import { type QueueSettings, until } from './contract/bench.ts';

let server: TestPostgres;
let databaseUrl: string;
let store: OpenedStore;
let client: pg.Client;
beforeAll(async () => {
  server = await startPostgres();
  databaseUrl = await server.createDatabase();
  store = await openStore({ databaseUrl });
  client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await store.close();
  await server.stop();
});

const settings: QueueSettings = { now: Date.now, backoff: () => 10, pollMs: 20 };

const problems: unknown[] = [];
const report = (error: unknown) => void problems.push(error);
afterEach(() => expect(problems.splice(0)).toEqual([]));

function open(more: QueueSettings): Promise<Queue> {
  return pgBossQueue({ databaseUrl, report, ...more });
}

async function empty(more: QueueSettings): Promise<Queue> {
  const queue = await open(more);
  await client.query('delete from handback_queue.job');
  return queue;
}

queueConformance('PostgreSQL', { store: () => store, empty });

describe('the queue of PostgreSQL', () => {
  test('is shared by several workers: each job runs once, a lane runs in one place, a schedule adds once', async () => {
    const queues = [await empty(settings), await open(settings), await open(settings)];
    const ran = new Map<number, string[]>();
    const inLane = new Map<string, number>();
    const schedules: string[] = [];
    const workers = queues.map((queue, place) =>
      queue.work(
        async ({ type, lane = '', payload }) => {
          if (type === 'scheduled') {
            schedules.push(type);
            return;
          }
          expect(inLane.get(lane) ?? 0).toBe(0);
          inLane.set(lane, 1);
          await sleep(3);
          inLane.set(lane, 0);
          ran.set(place, [...(ran.get(place) ?? []), `${lane}:${String(payload['at']).padStart(3, '0')}`]);
        },
        { concurrency: 3 },
      ),
    );
    for (const queue of queues) await queue.schedule('s', 3_600_000, { type: 'scheduled', payload: {} });
    for (let at = 0; at < 150; at += 10) {
      const jobs = Array.from({ length: 10 }, (_, more) => ({
        type: 'x',
        payload: { at: at + more },
        lane: `lane-${(at + more) % 12}`,
      }));
      await queues[at % 3]?.add(jobs);
    }
    const idle = async () => {
      const { waiting, running, dead } = (await queues[0]?.counts()) ?? { waiting: 1, running: 1, dead: 0 };
      expect(dead).toBe(0);
      return waiting + running === 0;
    };
    await until('all is done', idle);
    for (const worker of workers) await worker.stop();
    for (const queue of queues) await queue.close();
    const all = [...ran.values()].flat();
    expect(all).toHaveLength(150);
    expect(new Set(all).size).toBe(150);
    expect(ran.size, 'workers that had a share').toBe(3);
    expect(schedules).toHaveLength(1);
  });

  test('tells idle workers of other processes at once', async () => {
    const slow = { ...settings, pollMs: 60_000 };
    const [here, there] = [await empty(slow), await open(slow)];
    const seen: string[] = [];
    const worker = there.work(async ({ type }) => void seen.push(type), { concurrency: 1 });
    await here.add([{ type: 'a', payload: {} }]);
    await until('it ran there', () => seen.length === 1, 5_000);
    await worker.stop();
    await here.close();
    await there.close();
  });

  test('survives that the server cuts all its connections, and so does the store', async () => {
    const queue = await empty(settings);
    const seen = new Set<unknown>();
    const worker = queue.work(
      async ({ payload }) => {
        await store.transaction(async (inside) => {
          await inside.notes.save(`cut-${String(payload['at'])}`, 'x');
          await sleep(5);
        });
        seen.add(payload['at']);
      },
      { concurrency: 4 },
    );
    // Whether or not an add that failed was committed: its key makes the next one the same job.
    const add = (at: number) => queue.add([{ type: 'x', payload: { at }, key: `cut-${at}` }]);
    for (let at = 0; at < 60; at++) {
      if (at % 12 === 5)
        await client.query('select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()');
      await until('it could be added', () =>
        add(at)
          .then(() => true)
          .catch(() => false),
      );
    }
    await until('all is done', () => seen.size === 60);
    await worker.stop();
    await queue.close();
    const said = inspect(problems.splice(0), { depth: 20, showHidden: true });
    expect(said).toMatch(/terminating connection/);
    expect(said).not.toContain('correct horse');
  });

  test('takes jobs from a worker that is silent, and lets it settle nothing afterwards', async () => {
    const queue = await empty(settings);
    const seen: number[] = [];
    const first = Promise.withResolvers<void>();
    const worker = queue.work(
      async ({ attempt }, hold) => {
        seen.push(attempt);
        hold.check();
        if (attempt > 1) return;
        await first.promise;
        expect(() => hold.check()).toThrow(/another worker may have begun this job/);
      },
      { concurrency: 2 },
    );
    await queue.add([{ type: 'x', payload: {}, lane: 'l' }]);
    await until('it runs', () => seen.length === 1);
    // To pg-boss every heartbeat of this job is a minute late from now on.
    await client.query('update handback_queue.job set heartbeat_seconds = -60');
    await until('another run began', () => seen.length === 2);
    // Longer than a beat, by which the first hears of it.
    await sleep(3_500);
    first.resolve();
    await worker.stop();
    expect(seen).toEqual([1, 2]);
    expect(await queue.counts()).toEqual({ waiting: 0, running: 0, dead: 0 });
    await queue.close();
  });
});
