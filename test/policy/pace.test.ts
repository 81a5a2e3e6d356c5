import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CASES, CHECKS, room, waitMs } from '../../src/policy/pace.ts';

const NOW = 1_000_000_000;
const HOUR = 3_600_000;
const times = fc.array(fc.integer({ min: NOW - 2 * HOUR, max: NOW }), { maxLength: 60 });
const limits = fc.record({ perMinute: fc.integer({ min: 1, max: 10 }), perHour: fc.integer({ min: 10, max: 40 }) });

it('there is room after the wait that it names, and not a moment before', () => {
  fc.assert(
    fc.property(times, limits, fc.integer({ min: 1, max: 10 }), (writes, limit, wish) => {
      const more = Math.min(wish, limit.perMinute);
      const wait = waitMs(writes, limit, NOW, more);
      expect(room(writes, limit, NOW + wait)).toBeGreaterThanOrEqual(more);
      if (wait > 0) expect(room(writes, limit, NOW + wait - 1)).toBeLessThan(more);
    }),
  );
});

it('who writes as long as there is room never passes the limits', () => {
  fc.assert(
    fc.property(limits, fc.array(fc.integer({ min: 0, max: 120_000 }), { maxLength: 100 }), (limit, gaps) => {
      const writes: number[] = [];
      let now = NOW;
      for (const gap of gaps) {
        now += gap;
        if (room(writes, limit, now) > 0) writes.push(now);
      }
      const within = (from: number, span: number) => writes.filter((at) => at >= from && at < from + span).length;
      for (const from of writes) {
        expect(within(from, 60_000)).toBeLessThanOrEqual(limit.perMinute);
        expect(within(from, HOUR)).toBeLessThanOrEqual(limit.perHour);
      }
    }),
  );
});

it('leaves room for cases before checks, and for what people wait for before both', () => {
  for (const limit of ['perMinute', 'perHour'] as const) expect(CHECKS[limit]).toBeLessThan(CASES[limit]);
  expect(CASES).toEqual({
    perMinute: expect.toSatisfy((many) => many < 80),
    perHour: expect.toSatisfy((many) => many < 500),
  });
});
