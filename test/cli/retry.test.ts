import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { GiveUp } from '../../src/model/job.ts';
import { embeddedQueue } from '../../src/queue/embedded-queue.ts';
import { openStore } from '../../src/store/open.ts';
import { until } from '../support/until.ts';
import { handback, install } from './handback.ts';

let home: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'retry-'));
  await install(home, 'acme');
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Runs what waits; gives the types in their order. */
async function worked(isMended: boolean, ...add: readonly string[]): Promise<readonly string[]> {
  const store = await openStore({ dataDir: home });
  const options = { db: store.db, dataDir: home, now: Date.now, backoff: () => 0, report: () => undefined, pollMs: 5 };
  const queue = await embeddedQueue(options);
  await queue.add(add.map((type) => ({ type, payload: {} })));
  const ran: string[] = [];
  const work = async ({ type }: { readonly type: string }) => {
    ran.push(type);
    if (!isMended) throw new GiveUp('not yet mended \u001b[2J');
  };
  const worker = queue.work(work, { concurrency: 1 });
  await until('an idle queue', async () => {
    const { waiting, running } = await queue.counts();
    return waiting + running === 0;
  });
  await worker.stop();
  await queue.close();
  await store.close();
  return ran;
}

it('what failed for good is done again, in the order in which it failed', async () => {
  expect(await handback(home, 'retry')).toBe('No job has failed for good.');
  expect(await worked(false, 'command', 'look')).toEqual(['command', 'look']);
  expect(await worked(true)).toEqual([]);
  expect((await handback(home, 'retry')).split('\n')).toEqual([
    expect.stringMatching(/^command: GiveUp: not yet mended \?\[2J$/),
    expect.stringMatching(/^look: GiveUp: not yet mended/),
    '2 jobs will be tried again by `handback serve`, as new ones are.',
  ]);
  expect(await worked(true)).toEqual(['command', 'look']);
  expect(await handback(home, 'retry')).toBe('No job has failed for good.');
});
