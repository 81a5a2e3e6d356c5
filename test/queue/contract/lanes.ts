import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bench, type Engine, gate } from './bench.ts';

export function laneContract(engine: Engine): void {
  describe('jobs of a lane', () => {
    test('run one at a time in the order of adding, those of others beside them, never more than allowed', async () => {
      const lane = fc.constantFrom('a', 'b', 'c', undefined);
      const shape = fc.array(fc.record({ lane, takes: fc.integer({ min: 0, max: 4 }) }), {
        minLength: 1,
        maxLength: 25,
      });
      for (const jobs of fc.sample(shape, { numRuns: 12, seed: 20_261_121 })) {
        await using bench = await Bench.open(engine);
        const running: string[] = [];
        const order = new Map<string, number[]>();
        let most = 0;
        const add = (at: number, it: (typeof jobs)[number]) => ({
          type: 'x',
          payload: { at, takes: it.takes },
          ...(it.lane && { lane: it.lane }),
        });
        const half = Math.ceil(jobs.length / 2);
        await bench.queue.add(jobs.slice(0, half).map((it, at) => add(at, it)));
        bench.work(
          async (job) => {
            const name = job.lane ?? `none-${job.id}`;
            expect(running).not.toContain(name);
            running.push(name);
            most = Math.max(most, running.length);
            order.set(name, [...(order.get(name) ?? []), Number(job.payload['at'])]);
            await sleep(Number(job.payload['takes']));
            running.splice(running.indexOf(name), 1);
          },
          { concurrency: 3 },
        );
        for (const [at, it] of jobs.slice(half).entries()) await bench.queue.add([add(half + at, it)]);
        await bench.idle();
        expect(bench.failures).toEqual([]);
        expect(bench.seen).toHaveLength(jobs.length);
        expect(most).toBeLessThanOrEqual(3);
        for (const ran of order.values()) expect(ran).toEqual(ran.toSorted((a, b) => a - b));
      }
    });

    test('wait for the one that runs, but not for one that waits to be tried again', async () => {
      await using bench = await Bench.open(engine, { backoff: () => 300 });
      const [started, mayFail] = [gate(), gate()];
      bench.work(async ({ type, attempt }) => {
        if (type !== 'failing' || attempt > 1) return;
        started.open();
        await mayFail.passed;
        throw new Error('once');
      });
      await bench.queue.add([
        { type: 'failing', payload: {}, lane: 'l' },
        { type: 'second', payload: {}, lane: 'l' },
        { type: 'third', payload: {}, lane: 'l' },
        { type: 'elsewhere', payload: {} },
      ]);
      await started.passed;
      mayFail.open();
      await bench.idle();
      const ofLane = bench.seen.filter((it) => it.lane === 'l').map((it) => it.type);
      expect(ofLane).toEqual(['failing', 'second', 'third', 'failing']);
    });
  });
}
