import { describe, expect, test } from 'vitest';
import { RetryLater } from '../../../src/model/job.ts';
import { Bench, type Engine, gate, until } from './bench.ts';

export function coalescingContract(engine: Engine): void {
  const job = (at: number) => ({ type: 'enforce', payload: { at }, coalesce: 'org-1' });

  describe('jobs with the same coalescing word', () => {
    test('are one while it waits, and another one once it runs', async () => {
      await using bench = await Bench.open(engine);
      expect(await bench.queue.add([job(1), job(2), { ...job(3), coalesce: 'org-2' }])).toBe(2);
      expect(await bench.queue.add([job(4)])).toBe(0);
      const [started, mayEnd] = [gate(), gate()];
      bench.work(async ({ payload }) => {
        if (payload['at'] !== 1) return;
        started.open();
        await mayEnd.passed;
      });
      await started.passed;
      expect(await bench.queue.add([{ ...job(5), lane: 'held', delayMs: 50 }])).toBe(1);
      expect(await bench.queue.add([job(6)])).toBe(0);
      mayEnd.open();
      await bench.idle();
      expect(new Set(bench.seen.map((it) => it.payload['at']))).toEqual(new Set([1, 3, 5]));
      expect(bench.seen).toHaveLength(3);
      expect(await bench.queue.add([job(7)])).toBe(1);
    });

    test('added in two transactions at once are one', async () => {
      await using bench = await Bench.open(engine);
      const words = ['a', 'b', 'c', 'd'].map((coalesce) => ({ type: 'x', payload: {}, coalesce }));
      const adds = Array.from({ length: 12 }, (_, at) => {
        const jobs = at % 2 === 0 ? words : words.toReversed();
        return bench.store.transaction((inside) => bench.queue.add(jobs, inside.tx));
      });
      expect((await Promise.all(adds)).reduce((a, b) => a + b)).toBe(4);
      expect((await bench.queue.counts()).waiting).toBe(4);
    });

    test('are one while it waits to be tried again, which news makes happen at once', async () => {
      await using bench = await Bench.open(engine, { backoff: () => 600_000 });
      bench.work(async ({ attempt }) => {
        if (attempt === 1) throw new Error('not yet');
      });
      await bench.queue.add([job(1)]);
      await until(
        'it waits for its retry',
        // In this order: what was counted before it ran was still waiting for its first run.
        async () => bench.seen.length > 0 && (await bench.queue.counts()).waiting === 1,
      );
      expect(await bench.queue.add([{ ...job(2), delayMs: 1 }])).toBe(0);
      expect((await bench.queue.counts()).waiting).toBe(1);
      expect(await bench.queue.add([job(3)])).toBe(0);
      await bench.idle();
      expect(bench.seen.map((it) => [it.payload['at'], it.attempt])).toEqual([
        [1, 1],
        [1, 2],
      ]);
    });

    test('are one while it waits because it was told to, and news does not change when', async () => {
      await using bench = await Bench.open(engine);
      let told = 0;
      bench.work(async ({ payload }) => {
        if (payload['at'] === 1 && told++ === 0) throw new RetryLater('rate limit', 700);
      });
      const start = performance.now();
      await bench.queue.add([job(1)]);
      await until('it waits', async () => bench.seen.length === 1 && (await bench.queue.counts()).waiting === 1);
      expect(await bench.queue.add([job(2)])).toBe(0);
      await bench.idle();
      expect(bench.seen.map((it) => it.payload['at'])).toEqual([1, 1]);
      expect(performance.now() - start).toBeGreaterThanOrEqual(695);
    });

    test('of which one fails while the other waits end as the other', async () => {
      await using bench = await Bench.open(engine);
      const [started, mayFail] = [gate(), gate()];
      bench.work(
        async ({ payload }) => {
          if (payload['at'] !== 1) return;
          started.open();
          await mayFail.passed;
          throw new Error('too late');
        },
        { concurrency: 1 },
      );
      await bench.queue.add([{ ...job(1), key: 'first' }]);
      await started.passed;
      expect(await bench.queue.add([job(2)])).toBe(1);
      mayFail.open();
      await bench.idle();
      expect(bench.seen.map((it) => it.payload['at'])).toEqual([1, 2]);
      expect(bench.failures).toEqual(['1 too late retry']);
      expect(await bench.queue.add([{ ...job(3), key: 'first' }])).toBe(0);
    });
  });
}
