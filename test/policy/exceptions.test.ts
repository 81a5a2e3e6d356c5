import { describe, expect, it } from 'vitest';
import { DAY, isoDay } from '../../src/model/time.ts';
import { makeCredential, makeFile, makePlaintext, NOW } from '../support/make-facts.ts';
import {
  caseStepOf,
  caseStepsOf,
  makeHeadFinding,
  makeHeadWith,
  makePolicy,
  makeRepository,
  verdictOf,
} from '../support/make-situation.ts';

const exception = (given: object = {}) => ({
  credential: makeCredential().id,
  repositories: ['shop'],
  owner: 'alice',
  reason: 'the vendor replaces it next week',
  until: isoDay(NOW + 3 * DAY),
  ...given,
});

const withException = (given: object = {}) => makePolicy({ exceptions: [exception(given)] });

describe('an exception', () => {
  it('spares the check of the repository it names', () => {
    expect(verdictOf().conclusion).toBe('failure');
    expect(verdictOf({ policy: withException() }).conclusion).toBe('success');
  });

  it('spares a secret that commits bring, too', () => {
    const policy = withException({ credential: makePlaintext().id });
    const world = { files: [], heads: [makeHeadWith([makeHeadFinding()])] };
    expect(verdictOf(world).conclusion).toBe('failure');
    expect(verdictOf({ ...world, policy }).conclusion).toBe('success');
  });

  it('holds to the end of its last day, and then is as if it were not there', () => {
    const policy = withException({ until: isoDay(NOW) });
    expect(verdictOf({ policy }).conclusion).toBe('success');
    expect(verdictOf({ policy, now: NOW + DAY }).conclusion).toBe('failure');
  });

  it('is told with owner and reason in the check of a private repository, and in no public one', () => {
    const told = (isPrivate: boolean) => {
      const repositories = [makeRepository({ private: isPrivate })];
      const { title, summary, text } = verdictOf({ policy: withException(), repositories });
      return [title, summary, text].join('\n');
    };
    expect(told(true)).toContain('by `@alice`: the vendor replaces it next week');
    expect(told(true)).not.toContain('No longer spared');
    expect(told(false)).not.toMatch(/alice|vendor|except|spared|deploy-key/i);
  });

  it('that never held is not said to spare something no longer', () => {
    const { conclusion, summary } = verdictOf({ policy: withException({ until: isoDay(NOW + 100 * DAY) }) });
    expect(conclusion).toBe('failure');
    expect(summary).not.toContain('No longer spared');
  });

  it('says nothing about other repositories and other credentials', () => {
    expect(verdictOf({ policy: withException({ repositories: ['infra-*'] }) }).conclusion).toBe('failure');
    expect(verdictOf({ policy: withException({ credential: 'deploy-key:1:999' }) }).conclusion).toBe('failure');
  });

  it('leaves the case open and its box empty, and is shown there with its owner, reason and end', () => {
    const step = caseStepOf({ policy: withException(), files: [makeFile()] });
    expect(step.do).toBe('ensure');
    expect(step.body).toContain('- [ ] ');
    expect(step.body).toContain(
      `Excepted in \`shop\` until ${isoDay(NOW + 3 * DAY)} by \`@alice\`: the vendor replaces it next week`,
    );
  });

  it.each(['owner', 'reason', 'until', 'repositories'])(
    'is no exception without %s: the policy is broken',
    (member) => {
      expect(() => withException({ [member]: undefined })).toThrow();
    },
  );
});

it('writes no case into a repository that everybody can read', () => {
  const home = makeRepository({ id: 2, fullName: 'acme/security' });
  expect(caseStepsOf({ repositories: [makeRepository(), home] })).toHaveLength(1);
  expect(caseStepsOf({ repositories: [makeRepository(), { ...home, private: false }] })).toEqual([]);
});

it('writes no case under a name that no repository has: it may be one that had it before, and is public now', () => {
  const renamed = makeRepository({ id: 2, fullName: 'acme/vault', private: false });
  expect(caseStepsOf({ repositories: [makeRepository(), renamed] })).toEqual([]);
  expect(caseStepsOf({ repositories: [makeRepository()] })).toEqual([]);
});

it('looks at the repository that has the name now, and at none that had it and is gone', () => {
  const home = makeRepository({ id: 2, fullName: 'acme/security' });
  const another = { ...home, id: 3 };
  const [open, shut] = [{ private: false }, { private: true }];
  const gone = { goneAt: NOW - DAY };
  expect(
    caseStepsOf({
      repositories: [
        { ...home, ...shut, ...gone },
        { ...another, ...open },
      ],
    }),
  ).toEqual([]);
  expect(
    caseStepsOf({
      repositories: [
        { ...home, ...open, ...gone },
        { ...another, ...shut },
      ],
    }),
  ).toHaveLength(1);
});

it('writes no case into a public repository that the policy names in other letters: to GitHub it is the same one', () => {
  const home = makeRepository({ id: 2, fullName: 'acme/Security', private: false });
  expect(caseStepsOf({ repositories: [makeRepository(), home] })).toEqual([]);
});
