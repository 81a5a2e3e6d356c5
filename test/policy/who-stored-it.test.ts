import { expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../src/model/policy.ts';
import { DAY } from '../../src/model/time.ts';
import { cases } from '../../src/policy/evaluate.ts';
import { derive } from '../support/make-departures.ts';
import { makeCredential, makeEvidence, makeFile, makeNotice, makeObservation, NOW } from '../support/make-facts.ts';

const [LEFT, SAVED] = [NOW - 3 * DAY, NOW - 2 * DAY];
const MALLORY = { id: 7, login: 'mallory' };

it.each(['a-copilot[bot]', 'z-copilot[bot]'])(
  'a secret that a leaver had %s store is not replaced for them: the log names both, for one act',
  (agent) => {
    const log = [
      makeEvidence({ who: MALLORY, kind: 'audit-log', at: LEFT - 9 * DAY }),
      ...[MALLORY, { login: agent }].map((who) => makeEvidence({ who, role: 'setter', kind: 'audit-log', at: SAVED })),
    ];
    const file = makeFile({
      credential: makeCredential({ kind: 'actions-secret', updatedAt: SAVED }),
      evidence: log,
      observations: [makeObservation({ result: 'replaced', grade: 'P1', at: NOW })],
    });
    const left = makeNotice({ source: 'cli', who: { login: 'mallory' }, effectiveAt: LEFT, learnedAt: LEFT });
    const [opened] = cases(DEFAULT_POLICY, derive(left), [file], [], NOW);
    expect(opened?.items).toMatchObject([{ done: false, notForThem: 'replaced by them' }]);
  },
);
