// Which of several things a case asks for next.
import { expect, it } from 'vitest';
import type { Case } from '../../src/model/case.ts';
import { credentialId } from '../../src/model/credential.ts';
import { DAY, isoDay } from '../../src/model/time.ts';
import { nextStep } from '../../src/policy/next-step.ts';
import { makeCredential, makeFile, makeNotice, NOW } from '../support/make-facts.ts';
import { OUT, residual } from '../support/make-residual.ts';
import { makePolicy, makeSituation, type World } from '../support/make-situation.ts';

const caseOf = (given: Partial<World>): Case => {
  const [file] = makeSituation(given).cases;
  if (file === undefined) throw new Error('no case');
  return file;
};

it('nobody is shut out before the last day', () => {
  const { found } = residual({ ...OUT, membership: 'active' });
  const next = (effectiveAt: number) =>
    nextStep({ ...caseOf({ notices: [makeNotice({ effectiveAt })] }), residual: found }).is;
  expect([next(NOW + DAY), next(NOW - DAY)]).toEqual(['replace', 'remove-access']);
});

it('of what is excepted the first that ends, and of its exceptions the last', () => {
  const [a, b] = [5, 6].map((id) => makeCredential({ id: credentialId('deploy-key', 1, id) }));
  const excepted = (credential: typeof a, days: number) => ({
    credential: credential?.id,
    repositories: ['*'],
    owner: 'ada',
    reason: 'later, later',
    until: isoDay(NOW + days * DAY),
  });
  const all = [excepted(a, 1), excepted(a, 9), excepted(b, 5), excepted(b, 2)];
  for (const exceptions of [all, all.toReversed()]) {
    const files = [a, b].map((credential) => makeFile(credential ? { credential } : {}));
    for (const inTurn of [files, files.toReversed()])
      expect(nextStep(caseOf({ files: inTurn, policy: makePolicy({ exceptions }) }))).toMatchObject({
        is: 'wait',
        item: { file: { credential: { id: b?.id } } },
        exception: { until: isoDay(NOW + 5 * DAY) },
      });
  }
});
