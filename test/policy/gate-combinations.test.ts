// The gate with everything that can stand in its way at once: no two dangers hide each
// other, and each begins at its moment.
import { describe, expect, it } from 'vitest';
import type { Violation } from '../../src/model/violation.ts';
import type { Unregistered } from '../../src/policy/birth.ts';
import { type HeadFacts, verdict } from '../../src/policy/verdict.ts';
import { makeCredential, makeFile, makePlaintext, NOW } from '../support/make-facts.ts';
import { makeHead, makeHeadFinding, makeHeadWith, makeRepository, makeSituation } from '../support/make-situation.ts';

const [standing] = makeSituation().violations;
if (standing === undefined) throw new Error('nothing stands');
const violation = (enforceFrom: number): Violation => ({ ...standing, enforceFrom });
const unregistered = (enforceFrom: number): Unregistered => ({
  file: makeFile({ credential: makeCredential({ name: 'fresh' }) }),
  why: 'no entry',
  says: 'made on 2026-11-01 and not registered',
  entry: '',
  enforceFrom,
});

interface Given extends Partial<HeadFacts> {
  readonly secrets?: number;
}

function judged({ secrets = 0, ...given }: Given) {
  const found = Array.from({ length: secrets }, (_, at) => makeHeadFinding({ line: at + 1 }));
  const head = secrets === 0 ? makeHead() : makeHeadWith(found);
  const secret = makeFile({ credential: makePlaintext(), evidence: [] });
  const files = new Map([[secret.credential.id, secret]]);
  return verdict(
    { head, mode: 'block', repository: makeRepository(), violations: [], files, problems: [], ...given },
    NOW,
  );
}

const EACH = [0, 1, 2];
const every = EACH.flatMap((secrets) => EACH.flatMap((left) => EACH.map((born) => [secrets, left, born] as const)));

describe.each([
  ['a private repository', false],
  ['a public repository', true],
])('in %s', (_, isPublic) => {
  it.each(every)(
    '%i secrets, %i credentials of leavers and %i unregistered ones pass only if all are none',
    (secrets, left, born) => {
      const facts = {
        secrets,
        repository: makeRepository({ private: !isPublic }),
        violations: Array.from({ length: left }, () => violation(NOW)),
        unregistered: Array.from({ length: born }, () => unregistered(NOW)),
      };
      const clean = secrets + left + born === 0;
      expect(judged(facts).conclusion).toBe(clean ? 'success' : 'failure');
      expect(judged({ ...facts, mode: 'warn' }).conclusion).toBe(clean ? 'success' : 'neutral');
      const { title, summary } = judged(facts);
      const isHeldBack = isPublic && left + born > 0;
      expect(title.includes('held back by the organisation')).toBe(isHeldBack);
      expect(summary.includes('holds this back')).toBe(isHeldBack);
      expect(/people who left/i.test(`${title} ${summary}`)).toBe(!isPublic && left > 0);
    },
  );
});

describe('a credential', () => {
  it('of a leaver is held back from the moment on which its grace ends, and told before', () => {
    const before = judged({ violations: [violation(NOW + 1)] });
    expect(before).toMatchObject({ conclusion: 'success', title: '1 credential to hand back' });
    expect(before.summary).toContain('blocks from 2026-11-21');
    const at = judged({ violations: [violation(NOW)] });
    expect(at).toMatchObject({ conclusion: 'failure', title: '1 credential of people who left not proved gone' });
    expect(at.summary).not.toContain('blocks from');
  });

  it('that is not registered holds back from its moment on', () => {
    expect(judged({ unregistered: [unregistered(NOW + 1)] }).conclusion).toBe('success');
    expect(judged({ unregistered: [unregistered(NOW)] })).toMatchObject({
      conclusion: 'failure',
      title: '1 credential not registered',
    });
  });
});

it('a policy that is broken is told before a roster that is', () => {
  const [roster, policy] = ['people.yml', '.github/handback.yml'].map((file) => ({
    file,
    line: 1,
    says: 'is not YAML',
  }));
  if (roster === undefined || policy === undefined) throw new Error('no problems');
  expect(judged({ problems: [roster] }).title).toBe('The roster has wrong lines');
  expect(judged({ problems: [roster, policy] }).title).toBe('The policy file is broken');
  expect(judged({ problems: [policy] }).title).toBe('The policy file is broken');
});
