import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../src/model/policy.ts';
import { DAY } from '../../src/model/time.ts';
import { cases } from '../../src/policy/evaluate.ts';
import { derive } from '../support/make-departures.ts';
import { makeCredential, makeEvidence, makeFile, makeNotice, makeObservation, NOW } from '../support/make-facts.ts';

const leaves = (login: string, at: number) =>
  makeNotice({ source: 'cli', who: { login }, effectiveAt: at, learnedAt: at });

/** Mallory made a secret and alice set it last; it was replaced at `updatedAt`. */
function both(updatedAt: number, ...left: ReturnType<typeof leaves>[]) {
  const file = makeFile({
    credential: makeCredential({ kind: 'actions-secret', updatedAt }),
    evidence: [
      makeEvidence({ who: { login: 'mallory' } }),
      makeEvidence({ who: { login: 'alice' }, role: 'setter', kind: 'audit-log' }),
    ],
    observations: [makeObservation({ result: 'replaced', grade: 'P1', at: NOW })],
  });
  const found = derive(...left);
  const opened = cases(DEFAULT_POLICY, found, [file], [], NOW);
  return Object.fromEntries(
    opened.map(({ departure, items }) => [departure.person?.login, items.map(({ done }) => done)]),
  );
}

describe('a secret that two people know who leave', () => {
  it('is replaced for the one who left before, and not for the one who left after', () => {
    const [first, second] = [leaves('mallory', NOW - 9 * DAY), leaves('alice', NOW - 2 * DAY)];
    expect(both(NOW - 5 * DAY, first, second)).toEqual({ mallory: [true], alice: [false] });
    expect(both(NOW - DAY, second, first)).toEqual({ mallory: [true], alice: [true] });
  });
});
