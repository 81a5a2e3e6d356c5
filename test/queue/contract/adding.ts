import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bench, type Engine, gate, until } from './bench.ts';

export function addingContract(engine: Engine): void {
  describe('a job', () => {
    test('comes to the handler as it was added', async () => {
      await using bench = await Bench.open(engine);
      const job = { type: 'scan', payload: { a: [1, { b: null }] }, key: 'k', lane: 'l', coalesce: 'c', attempts: 3 };
      expect(await bench.queue.add([job, { type: 'bare', payload: {} }])).toBe(2);
      expect(await bench.queue.counts()).toEqual({ waiting: 2, running: 0, dead: 0 });
      bench.work();
      await bench.idle();
      expect(bench.seen).toHaveLength(2);
      expect(bench.seen.find((it) => it.type === 'scan')).toStrictEqual({ ...job, id: expect.any(String), attempt: 1 });
      expect(bench.seen.find((it) => it.type === 'bare')).toMatchObject({ payload: {}, attempt: 1, attempts: 8 });
      expect(await bench.queue.counts()).toEqual({ waiting: 0, running: 0, dead: 0 });
    });

    test('may hold any text, and come by the hundred', async () => {
      await using bench = await Bench.open(engine);
      const odd = fc.constantFrom('\0', '\\u0000', '\ud800', "'", '"', '%');
      const texts = fc.sample(fc.oneof(odd, fc.string({ unit: 'binary' })), { numRuns: 700, seed: 7 });
      const jobs = texts.map((text) => ({ type: 'x', payload: { text, [text.replaceAll('_', '')]: 1 } }));
      expect(await bench.queue.add(jobs)).toBe(700);
      bench.work(undefined, { concurrency: 50 });
      await bench.idle();
      const byText = (a: { payload: unknown }, b: { payload: unknown }) =>
        JSON.stringify(a.payload) < JSON.stringify(b.payload) ? -1 : 1;
      expect(bench.seen.sort(byText).map((it) => it.payload)).toEqual(jobs.sort(byText).map((it) => it.payload));
    });

    test('starts at once when it is added, however slow the poll', async () => {
      await using bench = await Bench.open(engine, { pollMs: 60_000 });
      bench.work();
      await bench.queue.add([{ type: 'first', payload: {} }]);
      await until('the first ran', () => bench.seen.length === 1, 5_000);
      await bench.store.transaction((inside) => bench.queue.add([{ type: 'second', payload: {} }], inside.tx));
      await until('the second ran', () => bench.seen.length === 2, 5_000);
    });

    test('added in a transaction is there when that commits, and only then', async () => {
      await using bench = await Bench.open(engine);
      bench.work();
      const [added, mayCommit] = [gate(), gate()];
      const transaction = bench.store.transaction(async (inside) => {
        await bench.queue.add([{ type: 'kept', payload: {} }], inside.tx);
        added.open();
        await mayCommit.passed;
        expect(bench.seen).toEqual([]);
      });
      await added.passed;
      mayCommit.open();
      await transaction;
      await until('it ran', () => bench.seen.length === 1);
      const failing = bench.store.transaction(async (inside) => {
        await bench.queue.add([{ type: 'lost', payload: {}, key: 'lost' }], inside.tx);
        throw new Error('on purpose');
      });
      await expect(failing).rejects.toThrow('on purpose');
      await bench.queue.add([{ type: 'after', payload: {}, key: 'lost' }]);
      await bench.idle();
      expect(bench.seen.map((it) => it.type)).toEqual(['kept', 'after']);
    });

    test('with a delay does not start before it is over', async () => {
      await using bench = await Bench.open(engine);
      const added = performance.now();
      let started = 0;
      bench.work(async (job) => {
        if (job.type === 'late') started = performance.now();
      });
      await bench.queue.add([
        { type: 'late', payload: {}, delayMs: 300 },
        { type: 'soon', payload: {} },
      ]);
      await bench.idle();
      expect(bench.seen.map((it) => it.type)).toEqual(['soon', 'late']);
      expect(started - added).toBeGreaterThanOrEqual(295);
    });
  });

  describe('a key', () => {
    test('is accepted once: while its job waits, runs, and after it is done, until it is purged', async () => {
      await using bench = await Bench.open(engine);
      const job = { type: 'x', payload: {}, key: 'delivery-1' };
      expect(await bench.queue.add([job, { ...job, type: 'twin' }, { ...job, key: 'delivery-2' }])).toBe(2);
      expect(await bench.queue.add([job])).toBe(0);
      const [started, running] = [gate(), gate()];
      const worker = bench.work(async () => {
        started.open();
        await running.passed;
      });
      await started.passed;
      expect(await bench.queue.add([job])).toBe(0);
      running.open();
      await bench.idle();
      await worker.stop();
      expect(await bench.queue.add([job])).toBe(0);
      expect(await bench.queue.purge(Date.now() - 60_000)).toBe(0);
      expect(await bench.queue.add([job])).toBe(0);
      expect(await bench.queue.purge(Date.now() + 60_000)).toBe(2);
      expect(await bench.queue.add([job])).toBe(1);
      bench.work();
      await bench.idle();
      expect(bench.seen.map((it) => it.type)).toEqual(['x', 'x', 'x']);
    });
  });

  describe('a worker', () => {
    test('that is stopped takes nothing new and waits for what it runs', async () => {
      await using bench = await Bench.open(engine);
      const [started, mayEnd] = [gate(), gate()];
      let ended = false;
      const worker = bench.work(
        async () => {
          started.open();
          await mayEnd.passed;
          ended = true;
        },
        { concurrency: 1 },
      );
      await bench.queue.add([{ type: 'running', payload: {} }]);
      await started.passed;
      await bench.queue.add([{ type: 'waiting', payload: {} }]);
      const stopped = worker.stop();
      expect(await bench.queue.counts()).toEqual({ waiting: 1, running: 1, dead: 0 });
      mayEnd.open();
      await stopped;
      expect(ended).toBe(true);
      expect(await bench.queue.counts()).toEqual({ waiting: 1, running: 0, dead: 0 });
    });
  });
}
