import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { GitHubFailure } from '../../src/github/github.ts';
import type { Context } from '../../src/jobs/context.ts';
import { runReconcile } from '../../src/jobs/reconcile.ts';
import { RetryLater } from '../../src/model/job.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { NOW } from '../support/make-facts.ts';

let dataDir: string;
let store: Store;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'reconcile-'));
  store = await openStore({ dataDir });
});
afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** The 5th is the 3rd, sent once more in vain. */
const again = new Map([[5, 3]]);

/**
 * A run in which GitHub lists these deliveries, none of which reached us. Returns those
 * that it was asked to send again.
 */
async function reconcile(ids: readonly number[], refusals: Readonly<Record<number, Error>> = {}) {
  const asked: number[] = [];
  const asApp = {
    pages: async function* () {
      for (const id of ids.toSorted((a, b) => b - a))
        yield { id, guid: `guid-${again.get(id) ?? id}`, delivered_at: new Date(NOW - 1000 + id), event: 'push' };
    },
    send: async (_: string, { delivery_id: id }: { readonly delivery_id: number }) => {
      asked.push(id);
      const refusal = refusals[id];
      if (refusal !== undefined) throw refusal;
    },
  };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const context = { store, now: () => NOW, github: { asApp }, log } as unknown as Context;
  await runReconcile(context).catch((error: unknown) => {
    if (!(error instanceof RetryLater)) throw error;
  });
  return asked;
}

it('each lost delivery is asked for once', async () => {
  expect(await reconcile([1, 2, 3])).toEqual([3, 2, 1]);
  expect(await reconcile([1, 2, 3, 4])).toEqual([4]);
  expect(await reconcile([1, 2, 3, 4, 5])).toEqual([5]);
});

it('a delivery that was sent several times in vain is asked for once a run', async () => {
  expect(await reconcile([3, 4, 5])).toEqual([5, 4]);
});

it('a delivery that GitHub does not send again keeps no older one from being sent, and is asked for again', async () => {
  const refusals = { 2: new GitHubFailure('GitHub answered 422', 422) };
  expect(await reconcile([1, 2, 3], refusals)).toEqual([3, 2, 1]);
  for (const id of [1, 3])
    await store.deliveries.add({ guid: `guid-${id}`, event: 'push', receivedAt: NOW, payload: undefined });
  expect(await reconcile([1, 2, 3], refusals)).toEqual([2]);
  expect(await reconcile([1, 2, 3])).toEqual([2]);
  expect(await reconcile([1, 2, 3])).toEqual([]);
});

it('where the limit is used up, the rest waits', async () => {
  const refusals = { 2: new RetryLater('the limit is used up', 1000) };
  expect(await reconcile([1, 2, 3], refusals)).toEqual([3, 2]);
  expect(await reconcile([1, 2, 3])).toEqual([3, 2, 1]);
});
