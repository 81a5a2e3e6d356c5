import { describe, expect, test } from 'vitest';
import { GiveUp, RetryLater } from '../../../src/model/job.ts';
import { Bench, type Engine } from './bench.ts';

export function failingContract(engine: Engine): void {
  describe('a job that fails', () => {
    test('is tried again after the backoff, which knows how often it failed', async () => {
      const asked: number[] = [];
      const backoff = (failedTries: number) => {
        asked.push(failedTries);
        return 150;
      };
      await using bench = await Bench.open(engine, { backoff });
      const times: number[] = [];
      bench.work(async ({ attempt }) => {
        times.push(performance.now());
        if (attempt < 3) throw new Error(`failed ${attempt}`);
      });
      await bench.queue.add([{ type: 'x', payload: { a: 1 }, key: 'k', lane: 'l', coalesce: 'c' }]);
      await bench.idle();
      expect(bench.seen.map((it) => it.attempt)).toEqual([1, 2, 3]);
      expect(new Set(bench.seen.map((it) => it.id)).size).toBe(1);
      expect(bench.seen[2]).toMatchObject({ payload: { a: 1 }, key: 'k', lane: 'l', coalesce: 'c' });
      expect(asked).toEqual([1, 2]);
      expect(bench.failures).toEqual(['1 failed 1 retry', '2 failed 2 retry']);
      expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(145);
    });

    test('for the last time becomes a dead letter that says why', async () => {
      await using bench = await Bench.open(engine);
      const before = Date.now();
      bench.work(async ({ payload }) => {
        throw new TypeError(`\0no ${String(payload['name'])}\ud800`);
      });
      await bench.queue.add([{ type: 'x', payload: { name: 'luck' }, attempts: 2, key: 'k', lane: 'l' }]);
      await bench.idle();
      expect(bench.failures).toHaveLength(2);
      expect(bench.failures[1]).toMatch(/dead$/);
      const [dead, ...others] = await bench.queue.dead();
      expect(others).toEqual([]);
      const { id } = bench.seen[0] ?? {};
      expect(dead).toMatchObject({
        id,
        type: 'x',
        payload: { name: 'luck' },
        attempt: 2,
        attempts: 2,
        key: 'k',
        lane: 'l',
      });
      expect(dead?.error).toMatch(/^TypeError: no luck/);
      expect(dead?.diedAt).toBeGreaterThanOrEqual(before - 1000);
      expect(await bench.queue.counts()).toEqual({ waiting: 0, running: 0, dead: 1 });
      expect(await bench.queue.add([{ type: 'x', payload: {}, key: 'k' }])).toBe(0);
    });

    test('and gives up is dead at once; the newest dead comes first, and purging leaves them', async () => {
      await using bench = await Bench.open(engine);
      bench.work(async ({ payload }) => {
        throw new GiveUp(`hopeless ${String(payload['at'])}`);
      });
      await bench.queue.add([{ type: 'x', payload: { at: 1 } }]);
      await bench.idle();
      await bench.queue.add([{ type: 'x', payload: { at: 2 } }]);
      await bench.idle();
      expect(bench.failures).toEqual(['1 hopeless 1 dead', '1 hopeless 2 dead']);
      expect(await bench.queue.purge(Date.now() + 60_000)).toBe(0);
      expect((await bench.queue.dead()).map((it) => it.error)).toEqual(['GiveUp: hopeless 2', 'GiveUp: hopeless 1']);
    });

    test('and knows when to try again waits that long, and has failed nothing', async () => {
      await using bench = await Bench.open(engine);
      const times: number[] = [];
      bench.work(async () => {
        times.push(performance.now());
        if (times.length <= 3) throw new RetryLater('rate limit', 100);
        if (times.length === 4) throw new Error('really');
      });
      await bench.queue.add([{ type: 'x', payload: {}, attempts: 2 }]);
      await bench.idle();
      expect(bench.seen.map((it) => it.attempt)).toEqual([1, 1, 1, 1, 2]);
      expect(bench.failures).toEqual(['1 really retry']);
      expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(95);
      expect(await bench.queue.dead()).toEqual([]);
    });

    test('and is dead can be revived once, with all its tries', async () => {
      await using bench = await Bench.open(engine);
      let healed = false;
      bench.work(async () => {
        if (!healed) throw new Error('ill');
      });
      await bench.queue.add([{ type: 'x', payload: { a: 1 }, attempts: 2, key: 'k', coalesce: 'c', lane: 'l' }]);
      await bench.idle();
      const [dead] = await bench.queue.dead();
      const id = dead?.id ?? '';
      await bench.queue.revive(id);
      await bench.idle();
      expect(bench.seen.map((it) => it.attempt)).toEqual([1, 2, 1, 2]);
      healed = true;
      await bench.queue.revive(id);
      await bench.idle();
      expect(bench.seen.at(-1)).toMatchObject({
        id,
        payload: { a: 1 },
        attempt: 1,
        key: 'k',
        coalesce: 'c',
        lane: 'l',
      });
      expect(await bench.queue.counts()).toEqual({ waiting: 0, running: 0, dead: 0 });
      await expect(bench.queue.revive(id)).rejects.toThrow(/no dead job/);
      expect(await bench.queue.add([{ type: 'x', payload: {}, key: 'k' }])).toBe(0);
    });
  });
}
