import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bench, type Engine, gate } from './bench.ts';

export function turnContract(engine: Engine): void {
  describe('a turn', () => {
    test('comes when the one before is over, in the order of asking, and gives back what its work gives', async () => {
      const asked = fc.array(fc.constantFrom('a', 'b', 'with "quotes" and ü'), { minLength: 1, maxLength: 20 });
      await using bench = await Bench.open(engine);
      for (const keys of fc.sample(asked, { numRuns: 5, seed: 20_261_122 })) {
        const under: string[] = [];
        const order: string[] = [];
        const all = keys.map((key, at) =>
          bench.queue.inTurn(key, async () => {
            expect(under).not.toContain(key);
            under.push(key);
            await bench.store.notes.save('a turn', key);
            under.splice(under.indexOf(key), 1);
            order.push(`${key} ${at}`);
            return at;
          }),
        );
        expect(await Promise.all(all)).toEqual(keys.map((_, at) => at));
        for (const key of new Set(keys))
          expect(order.filter((each) => each.startsWith(`${key} `))).toEqual(
            keys.flatMap((each, at) => (each === key ? [`${key} ${at}`] : [])),
          );
      }
    });

    test('of another key does not wait for it', async () => {
      await using bench = await Bench.open(engine);
      const [begun, over] = [gate(), gate()];
      const long = bench.queue.inTurn('long', async () => {
        begun.open();
        await over.passed;
        return 'long';
      });
      await begun.passed;
      expect(await bench.queue.inTurn('short', async () => 'short')).toBe('short');
      over.open();
      expect(await long).toBe('long');
    });

    test('that fails says so, and lets the next one go', async () => {
      await using bench = await Bench.open(engine);
      const failed = bench.queue.inTurn('k', () => Promise.reject(new Error('on purpose')));
      const next = bench.queue.inTurn('k', async () => 'went');
      await expect(failed).rejects.toThrow('on purpose');
      expect(await next).toBe('went');
    });
  });
}
