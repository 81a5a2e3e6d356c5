import fc from 'fast-check';
import { expect, it } from 'vitest';
import { loginRuns, loginsSeen, type NamingAct } from '../../src/attribute/audit/login-runs.ts';

const who = fc.record(
  { id: fc.integer({ min: 1, max: 4 }), login: fc.constantFrom('ann', 'Ann', 'bob', 'cy') },
  { requiredKeys: [] },
);
const act = fc.record({ at: fc.integer({ min: 0, max: 9 }), actor: who, who }, { requiredKeys: ['at', 'actor'] });

it('acts that go by, and those that are wanted again, tell the same logins as all acts together', () => {
  let renamed = 0;
  fc.assert(
    fc.property(fc.array(act as fc.Arbitrary<NamingAct>, { maxLength: 12 }), (acts) => {
      const seen = loginsSeen();
      for (const each of acts) seen.see(each);
      const again = acts.filter((each) => seen.isWantedAgain(each));
      expect(seen.hasSeveral()).toBe(again.length > 0);
      expect(seen.runs(again)).toStrictEqual(loginRuns(acts));
      renamed += again.length > 0 ? 1 : 0;
    }),
    { numRuns: 500 },
  );
  expect(renamed).toBeGreaterThan(50);
});
