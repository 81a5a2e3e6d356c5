import { describe, expect, test } from 'vitest';
import { Bench, type Engine, gate, until } from './bench.ts';

const HOUR = 3_600_000;

export function scheduleContract(engine: Engine): void {
  const sweep = { type: 'sweep', payload: { all: true } };

  describe('a schedule', () => {
    test('adds its job once in every slot of time', async () => {
      await using bench = await Bench.open(engine);
      await bench.queue.schedule('sweep', HOUR, sweep);
      bench.work();
      await until('it ran', () => bench.seen.length === 1);
      await bench.queue.schedule('sweep', HOUR, sweep);
      bench.advance(HOUR);
      await until('it ran again', () => bench.seen.length === 2);
      bench.advance(5 * HOUR);
      await until('it ran a third time, once for all it missed', () => bench.seen.length === 3);
      await bench.idle();
      expect(bench.seen.map((it) => it.payload)).toEqual([sweep.payload, sweep.payload, sweep.payload]);
    });

    test('does not pile up while its job waits', async () => {
      await using bench = await Bench.open(engine);
      const [started, mayEnd] = [gate(), gate()];
      bench.work(async ({ type }) => {
        if (type !== 'slow') return;
        started.open();
        await mayEnd.passed;
      });
      await bench.queue.add([{ type: 'slow', payload: {}, lane: 'l' }]);
      await started.passed;
      await bench.queue.schedule('sweep', HOUR, { ...sweep, lane: 'l' });
      await until('it waits', async () => (await bench.queue.counts()).waiting === 1);
      for (let hour = 0; hour < 3; hour++) {
        bench.advance(HOUR);
        await bench.queue.schedule('other', HOUR, { type: `tick-${hour}`, payload: {} });
        await until('the hour was noticed', () => bench.seen.some((it) => it.type === `tick-${hour}`));
      }
      expect((await bench.queue.counts()).waiting).toBe(1);
      mayEnd.open();
      await bench.idle();
      expect(bench.seen.filter((it) => it.type === 'sweep')).toHaveLength(1);
    });
  });
}
