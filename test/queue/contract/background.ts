import { describe, expect, test } from 'vitest';
import type { NewJob } from '../../../src/model/job.ts';
import { Bench, type Engine } from './bench.ts';

export function backgroundContract(engine: Engine): void {
  describe('jobs in the background', () => {
    const pass = (type: string, more: Partial<NewJob> = {}): NewJob => ({
      type,
      payload: {},
      background: true,
      ...more,
    });
    const event = (type: string, more: Partial<NewJob> = {}): NewJob => ({ type, payload: {}, ...more });
    const order = async (bench: Bench) => {
      bench.work(undefined, { concurrency: 1 });
      await bench.idle();
      return bench.seen.map(({ type }) => type);
    };

    test('wait while any other is due, and keep their own order', async () => {
      await using bench = await Bench.open(engine);
      await bench.queue.add([pass('first of the pass'), pass('second of the pass')]);
      await bench.queue.add([event('an event'), pass('third of the pass'), event('another event')]);
      expect(await order(bench)).toEqual([
        'an event',
        'another event',
        'first of the pass',
        'second of the pass',
        'third of the pass',
      ]);
    });

    test('let an event go first in their own lane, too', async () => {
      await using bench = await Bench.open(engine);
      await bench.queue.add([pass('look', { lane: 'l' }), pass('scan', { lane: 'l' }), event('push', { lane: 'l' })]);
      expect(await order(bench)).toEqual(['push', 'look', 'scan']);
    });

    test('come forward when an event asks for the same, and are of no pass any more when they fail', async () => {
      await using bench = await Bench.open(engine);
      await bench.queue.add([pass('look'), pass('scan', { coalesce: 'scan' }), pass('scan', { coalesce: 'other' })]);
      expect(await bench.queue.add([event('scan', { coalesce: 'scan' }), pass('scan', { coalesce: 'other' })])).toBe(0);
      const failing = { fails: true };
      bench.work(
        async ({ coalesce }) => {
          if (coalesce !== 'scan' || !failing.fails) return;
          failing.fails = false;
          throw new Error('once');
        },
        { concurrency: 1 },
      );
      await bench.idle();
      expect(bench.seen[0]?.coalesce).toBe('scan');
      const of = (word: string) => bench.seen.filter(({ coalesce }) => coalesce === word);
      expect(of('scan').map(({ background }) => background)).toEqual([undefined, undefined]);
      expect(of('other').map(({ background }) => background)).toEqual([true]);
    });
  });
}
