import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isoDay } from '../../src/model/time.ts';

const asDate = (at: number) => new Date(at).toISOString().slice(0, 10);

it('a moment is told as its day in UTC, in any year', () => {
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true }), (date) => {
      expect(isoDay(date.getTime())).toBe(asDate(date.getTime()));
    }),
    { numRuns: 1_000 },
  );
  const edges = ['0999-12-31', '1000-01-01', '1600-02-29', '1900-02-28', '1969-12-31', '2000-02-29', '9999-12-31'];
  for (const day of edges) expect(isoDay(Date.parse(`${day}T23:59:59.999Z`))).toBe(day);
  expect(() => isoDay(Number.NaN)).toThrow(RangeError);
});
