import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Context } from '../../src/jobs/context.ts';
import { runJob } from '../../src/jobs/index.ts';
import { settings, sweep } from '../../src/jobs/requests.ts';
import type { Job } from '../../src/model/job.ts';
import { embeddedQueue } from '../../src/queue/embedded-queue.ts';
import type { Queue } from '../../src/queue/queue.ts';
import { openStore } from '../../src/store/open.ts';
import { gate, until } from '../queue/contract/bench.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';
import { makePolicy } from '../support/make-situation.ts';

const home = mkdtempSync(join(tmpdir(), 'handback-passes-'));
let acme: Door;
let days: FastDays;
beforeAll(async () => {
  acme = await makeDoor({ rateLimit: 1_000_000 });
  days = await startFastDays(acme);
  const store = await openStore({ dataDir: home });
  await store.organizations.save(acme.organization);
  await store.repositories.save(acme.acme.id, [asKnown(acme.shop)]);
  await store.policies.save(acme.acme.id, { policy: makePolicy(), origin: 'default', problems: [] });
  await store.close();
});
afterAll(async () => {
  await days.close();
  await acme.close();
  rmSync(home, { recursive: true, force: true });
});

/**
 * A process on this directory that runs jobs until `most` are done and then hangs in the next one; `end` lets it go.
 */
async function live(directory: string, most: number, add: (queue: Queue) => Promise<unknown>) {
  const store = await openStore({ dataDir: directory });
  const shared = { now: Date.now, backoff: () => 10, pollMs: 20, report: () => undefined };
  const queue = await embeddedQueue({ db: store.db, dataDir: directory, ...shared });
  const context: Context = { ...days.context, store, queue, dataDir: directory, now: Date.now };
  await add(queue);
  const [began, done]: Job[][] = [[], []];
  const held = gate();
  const worker = queue.work(
    async (job) => {
      began?.push(job);
      if (done?.length === most) await held.passed;
      await runJob(context, job);
      done?.push(job);
    },
    { concurrency: 1 },
  );
  const isIdle = async () => Object.values(await queue.counts()).every((count) => count === 0);
  await until('enough is done', async () => (began?.length ?? 0) > most || (await isIdle()), 60_000);
  const end = async () => {
    held.open();
    await worker.stop();
    await store.close();
  };
  return { began: began ?? [], done: done ?? [], left: await queue.counts(), end };
}

test('a pass that was cut off goes on where it was, and an event goes before all that is left of it', async () => {
  const org = acme.acme.id;
  const before = await live(home, 4, (queue) => queue.add([sweep(org)]));
  const done = before.done.slice(0, 4);
  expect(done[0]?.type).toBe('sweep');
  expect(done.every(({ background }) => background === true)).toBe(true);
  expect(before.left).toMatchObject({ running: 1, dead: 0 });
  expect(before.left.waiting).toBeGreaterThan(2);
  // What a killed process leaves behind is its directory, as it is now.
  const again = join(home, 'again');
  mkdirSync(again);
  for (const name of readdirSync(home).filter((each) => each.startsWith('handback.db')))
    cpSync(join(home, name), join(again, name));
  await before.end();

  const after = await live(again, Number.POSITIVE_INFINITY, (queue) => queue.add([settings(org, acme.shop.id)]));
  await after.end();
  expect(after.done[0]).toMatchObject({ type: 'settings', payload: { repositoryId: acme.shop.id } });
  expect(after.done[0]?.background).toBeUndefined();
  const names = (jobs: readonly Job[]) => jobs.map(({ coalesce }) => coalesce);
  expect(names(after.done)).not.toContain(`sweep:${org}`);
  // The one under way is run once more; of what was done only what something later asked for again.
  expect(names(after.done)).toContain(before.began[4]?.coalesce);
  const looks = (jobs: readonly Job[]) => jobs.filter(({ type }) => ['look', 'access', 'scan'].includes(type));
  const finished = names(looks(done));
  expect(names(looks(after.done)).filter((name) => finished.includes(name))).toEqual([]);
}, 120_000);
