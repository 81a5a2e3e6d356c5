import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { embeddedQueue } from '../../src/queue/embedded-queue.ts';
import type { Queue } from '../../src/queue/queue.ts';
import { type OpenedStore, openStore } from '../../src/store/open.ts';
import { queueConformance } from './conformance.ts';
import { gate, type QueueSettings, until } from './contract/bench.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'handback-queue-'));
let store: OpenedStore;
beforeAll(async () => {
  store = await openStore({ dataDir });
});
afterAll(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const settings: QueueSettings = { now: Date.now, backoff: () => 10, pollMs: 20 };

const problems: unknown[] = [];
const report = (error: unknown) => void problems.push(error);
afterEach(() => expect(problems).toEqual([]));

async function empty(more: QueueSettings): Promise<Queue> {
  const queue = await embeddedQueue({ db: store.db, dataDir, report, ...more });
  await sql`delete from queue_job`.execute(store.db);
  return queue;
}

queueConformance('SQLite', { store: () => store, empty });

describe('the embedded queue', () => {
  test('has one working process; others may add, and are noticed by polling', async () => {
    const queue = await empty(settings);
    const otherStore = await openStore({ dataDir });
    const other = await embeddedQueue({ db: otherStore.db, dataDir, report, ...settings });
    const seen: string[] = [];
    const handler = async ({ type }: { readonly type: string }) => {
      seen.push(type);
    };
    const worker = queue.work(handler, { concurrency: 1 });
    expect(() => other.work(handler, { concurrency: 1 })).toThrow(/Another Handback process works on .* DATABASE_URL/);
    await other.add([{ type: 'from elsewhere', payload: {} }]);
    await until('it ran', () => seen.length === 1);
    await worker.stop();
    await other.add([{ type: 'after the hand-over', payload: {} }]);
    const successor = other.work(handler, { concurrency: 1 });
    await until('it ran there', () => seen.length === 2);
    await successor.stop();
    await other.close();
    await otherStore.close();
  });

  test('gives jobs that ran when its process died to the next, and buries what always kills it', async () => {
    const queue = await empty(settings);
    await queue.add([
      { type: 'unlucky', payload: {}, attempts: 2 },
      { type: 'deadly', payload: {}, attempts: 1 },
    ]);
    await sql`update queue_job set state = 'running', attempt = 1`.execute(store.db);
    const ran = gate();
    const seen: number[] = [];
    const handler = async ({ attempt }: { readonly attempt: number }) => {
      seen.push(attempt);
      ran.open();
    };
    const worker = queue.work(handler, { concurrency: 1 });
    await ran.passed;
    await worker.stop();
    expect(seen).toEqual([2]);
    expect((await queue.dead()).map(({ type, error }) => [type, error])).toEqual([
      ['deadly', 'The process died while this job ran.'],
    ]);
  });

  test('makes adding beside an open transaction, without its handle, an error and not a wait without end', async () => {
    const queue = await empty(settings);
    const mistake = store.transaction(() => queue.add([{ type: 'x', payload: {} }]));
    await expect(mistake).rejects.toThrow(/give its `tx` to the queue/);
  });

  test('cannot be closed under its worker', async () => {
    const queue = await empty(settings);
    const worker = queue.work(async () => undefined, { concurrency: 1 });
    await expect(queue.close()).rejects.toThrow(/stop it before/);
    await worker.stop();
    await queue.close();
  });
});
