// A secret that was stored anew after its maker left: by whom GitHub states that it was, and by nobody's other word.
import { expect, it } from 'vitest';
import type { Evidence } from '../../src/model/evidence.ts';
import { DEFAULT_POLICY } from '../../src/model/policy.ts';
import { DAY } from '../../src/model/time.ts';
import { cases } from '../../src/policy/evaluate.ts';
import { derive } from '../support/make-departures.ts';
import { makeCredential, makeEvidence, makeFile, makeNotice, makeObservation, NOW } from '../support/make-facts.ts';

const [LEFT, SAVED] = [NOW - 3 * DAY, NOW - 2 * DAY];
const MALLORY = { id: 7, login: 'mallory' };

const made = makeEvidence({ who: MALLORY, kind: 'audit-log', at: LEFT - 9 * DAY });
const stored = (given: Partial<Evidence>) => makeEvidence({ role: 'setter', kind: 'audit-log', at: SAVED, ...given });

function itemsOf(log: readonly Evidence[]) {
  const file = makeFile({
    credential: makeCredential({ kind: 'actions-secret', updatedAt: SAVED }),
    evidence: [made, ...log],
    observations: [makeObservation({ result: 'replaced', grade: 'P1', at: NOW })],
  });
  const left = makeNotice({ source: 'cli', who: { login: 'mallory' }, effectiveAt: LEFT, learnedAt: LEFT });
  return cases(DEFAULT_POLICY, derive(left), [file], [], NOW)[0]?.items;
}

it.each(['a-copilot[bot]', 'z-copilot[bot]'])(
  'a secret that a leaver had %s store is not replaced for them: the log names both, for one act',
  (agent) => {
    const log = [MALLORY, { login: agent }].map((who) => stored({ who }));
    expect(itemsOf(log)).toMatchObject([{ done: false, notForThem: 'replaced by them' }]);
  },
);

it.each<[string, Partial<Evidence>]>([
  ['approved it later', { role: 'approver' }],
  ['is only claimed to have stored it later', { strength: 'claimed' }],
])('a secret that a leaver stored is not replaced because somebody else %s', (_, other) => {
  const log = [stored({ who: MALLORY }), stored({ who: { login: 'alice' }, at: SAVED + DAY, ...other })];
  expect(itemsOf(log)).toMatchObject([{ done: false, notForThem: 'replaced by them' }]);
});
