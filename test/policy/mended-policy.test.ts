// A pull request under a policy that is broken: what holds it back, and what does not, or nobody could mend the policy.
import { expect, it } from 'vitest';
import { NOW } from '../support/make-facts.ts';
import { makeHead, makeHeadFinding, makeRepository, verdictOf } from '../support/make-situation.ts';

const problem = (says: string) => ({ file: '.github/handback.yml', line: 2, says, inForce: true as const });
const standing = [problem('mode: no such mode')];
const done = { state: 'done', at: NOW, found: [], problems: [] } as const;
const judged = (scan: object) =>
  verdictOf({ problems: standing, files: [], heads: [makeHead({ scan: { ...done, ...scan } })] });

it('one that mends it passes, and every other is held back', () => {
  expect(judged({ mendsPolicy: true }).conclusion).toBe('success');
  for (const { conclusion, summary } of [judged({}), judged({ mendsPolicy: false })]) {
    expect(conclusion).toBe('failure');
    expect(summary).toContain('no such mode');
  }
});

it('one that mends it is held back by what else is wrong with it', () => {
  const still = judged({ mendsPolicy: true, problems: [problem('grace_days: not a number')] });
  expect(still.conclusion).toBe('failure');
  expect(still.summary).toContain('not a number');
  expect(still.summary).not.toContain('no such mode');
  expect(judged({ mendsPolicy: true, found: [makeHeadFinding()] }).title).toBe('1 secret in these commits');
});

it('only in a private repository is told how to say that a secret is none: in a public one nobody is answered', () => {
  const told = (isPrivate: boolean) =>
    verdictOf({
      heads: [makeHead({ scan: { ...done, found: [makeHeadFinding()] } })],
      repositories: [makeRepository({ private: isPrivate })],
    }).summary.includes('False positive');
  expect([told(true), told(false)]).toEqual([true, false]);
});
