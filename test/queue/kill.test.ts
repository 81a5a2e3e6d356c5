import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StoreTarget } from '../../src/store/open.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { createRandom } from '../support/random.ts';
import { until } from './contract/bench.ts';
import { doWork, openEngine } from './kill-engine.ts';
import { type KillReport, killAgainAndAgain } from './kill-run.ts';

const KILLS = 24;

describe('a process that is killed with SIGKILL at any moment', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'handback-kill-'));
  let server: TestPostgres;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(async () => {
    rmSync(dataDir, { recursive: true, force: true });
    await server.stop();
  });

  test(`loses nothing on SQLite (${KILLS} kills)`, { timeout: 300_000 }, async () => {
    const report = await killAgainAndAgain({ dataDir }, { kills: KILLS, atOnce: 1, random: createRandom('SQLite') });
    await everythingIsThere({ dataDir }, report);
    const database = new DatabaseSync(join(dataDir, 'handback.db'));
    expect(database.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
    database.close();
  });

  test(`loses nothing on PostgreSQL, two workers at a time (${KILLS} kills)`, { timeout: 300_000 }, async () => {
    const target = { databaseUrl: await server.createDatabase() };
    const report = await killAgainAndAgain(target, { kills: KILLS, atOnce: 2, random: createRandom('PostgreSQL') });
    await everythingIsThere(target, report);
  });
});

/** Finishes what the dead left behind, then counts. */
async function everythingIsThere(target: StoreTarget, report: KillReport): Promise<void> {
  const engine = await openEngine(target);
  const { store, queue } = engine;
  const worker = queue.work(({ payload }) => doWork(engine, String(payload['name'])), { concurrency: 10 });
  await until(
    'all jobs are done',
    async () => {
      const { waiting, running } = await queue.counts();
      return waiting + running === 0;
    },
    60_000,
  );
  expect(await queue.dead()).toEqual([]);
  const journal = new Set((await store.journal.list(1)).map(({ about }) => about));
  const torn: number[] = [];
  const lost: number[] = [];
  for (const number of report.tried) {
    const parts = [
      await store.deliveries.has(`guid-${number}`),
      journal.has(`guid-${number}`),
      (await store.notes.read(`done-${number}a`)) !== undefined,
      (await store.notes.read(`done-${number}b`)) !== undefined,
    ];
    if (new Set(parts).size !== 1) torn.push(number);
    if (report.acknowledged.has(number) && parts.includes(false)) lost.push(number);
  }
  await worker.stop();
  await queue.close();
  await store.close();
  expect({ lost, torn }).toEqual({ lost: [], torn: [] });
  expect(report.kills).toBe(KILLS);
  expect(report.acknowledged.size).toBeGreaterThan(KILLS);
  expect(report.early).toBeGreaterThan(0);
}
