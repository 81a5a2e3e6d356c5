import { expect, test } from 'vitest';
import { turns } from '../../src/queue/turns.ts';
import { gate } from './contract/bench.ts';

test('turns of one key keep their order, however long each takes', async () => {
  const inTurn = turns();
  const first = gate();
  const seen: string[] = [];
  const all = [
    inTurn('k', async () => {
      await first.passed;
      seen.push('first');
    }),
    inTurn('k', async () => void seen.push('second')),
    inTurn('other', async () => void seen.push('other')),
  ];
  await all[2];
  expect(seen).toEqual(['other']);
  first.open();
  await Promise.all(all);
  expect(seen).toEqual(['other', 'first', 'second']);
});

test('a turn that fails, at once or later, lets the next one go', async () => {
  const inTurn = turns();
  const late = inTurn('k', () => Promise.reject(new Error('late')));
  const atOnce = inTurn('k', () => {
    throw new Error('at once');
  });
  const next = inTurn('k', async () => 'went');
  await expect(late).rejects.toThrow('late');
  await expect(atOnce).rejects.toThrow('at once');
  expect(await next).toBe('went');
});

test('nothing is kept of a key after its last turn', async () => {
  const kept = new Map<string, Promise<unknown>>();
  const inTurn = turns(kept);
  const all = [
    inTurn('a', async () => 1),
    inTurn('a', () => Promise.reject(new Error('on purpose'))),
    inTurn('b', async () => 2),
  ];
  expect([...kept.keys()]).toEqual(['a', 'b']);
  await Promise.allSettled(all);
  await Promise.resolve();
  expect([...kept.keys()]).toEqual([]);
});
