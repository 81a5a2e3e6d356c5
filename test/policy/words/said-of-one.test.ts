// One is said in the singular, and nothing is said that is not known.
import { describe, expect, it } from 'vitest';
import { DAY, isoDay } from '../../../src/model/time.ts';
import type { CredentialUses } from '../../../src/model/use.ts';
import { withDecided } from '../../../src/policy/exceptions.ts';
import { gatherLifecycle } from '../../../src/policy/lifecycle.ts';
import { caseTitle } from '../../../src/policy/words/case.ts';
import { lifecycleText } from '../../../src/policy/words/upkeep.ts';
import { usesLines } from '../../../src/policy/words/uses.ts';
import { makeCredential, makeFile, makeNotice, NOW } from '../../support/make-facts.ts';
import { caseStepOf, makePolicy, makeSituation } from '../../support/make-situation.ts';

describe('of one credential', () => {
  it('a case says so', () => {
    const { body } = caseStepOf();
    expect(body).toContain('**1 of 1** credential still open.');
    expect(body).toContain('Open because: 1 of 1 credential not proved gone.');
  });

  it.each([
    [
      1,
      'May be used by 1 workflow, which hands on every secret, computes its name or calls a workflow that may take it',
    ],
    [2, 'May be used by 2 workflows, which hand on every secret, compute its name or call a workflow that may take it'],
  ])('and of %i workflow that may use it', (many, says) => {
    const dependent = {
      repositoryId: 1,
      repository: 'acme/shop',
      jobs: [],
      environments: [],
      receivers: [],
      sure: false,
    };
    const dependents = Array.from({ length: many }, (_, at) => ({ ...dependent, workflow: `${at}.yml` }));
    const uses: CredentialUses = { state: 'unknown', unread: 0, dependents };
    expect(usesLines(uses).split('\n')[0]).toBe(`  - ${says}`);
  });
});

describe('of one day', () => {
  const policy = makePolicy({ max_age_days: { default: 1 }, remind_days: [1], exception_max_days: 1 });

  it.each([
    [['@acme/a'], '`@acme/a` answers for it'],
    [['@acme/a', '@acme/b'], '`@acme/a`, `@acme/b` answer for it'],
  ])('an age is told, and who answers: %s', (owners, answers) => {
    const gathering = gatherLifecycle({ policy, matches: () => true }, NOW);
    const credential = makeCredential({ createdAt: NOW - DAY / 2, updatedAt: NOW - DAY / 2 });
    gathering.add({ files: [makeFile({ credential })], ownersOf: () => owners, isUsed: () => true });
    const { text } = lifecycleText(gathering.told());
    expect(text).toContain('### Due within 1 day\n');
    expect(text).toContain('the policy allows 1 day; ');
    expect(text).toContain(answers);
  });

  it('an exception that ends too late is told', () => {
    const exception = { credential: 'x', repositories: ['*'], owner: '@ada', reason: 'replaced next week' };
    const excepting = { ...policy, exceptions: [{ ...exception, until: isoDay(NOW + 9 * DAY) }] };
    const facts = { decisions: [], incidents: new Map(), files: new Map(), ownerLeaving: () => undefined };
    expect(withDecided(excepting, facts, NOW).exceptions[0]?.void).toContain('more than 1 day ahead');
  });
});

it('that no end of a credential is known is no word that it never ends', () => {
  expect(caseStepOf().body).toContain('no known end');
  expect(caseStepOf().body).not.toContain('never expires');
});

it('an owner of an exception is named with one @, however the policy writes it', () => {
  const credential = makeFile().credential.id;
  const exception = { credential, repositories: ['*'], owner: '@ada', reason: 'replaced next week' };
  const policy = makePolicy({ exceptions: [{ ...exception, until: isoDay(NOW + 9 * DAY) }] });
  expect(caseStepOf({ policy }).body).toContain('by `@ada`: replaced next week');
});

it('a title is no longer than GitHub takes, whatever a directory calls somebody', () => {
  const notices = [makeNotice({ source: 'scim', who: { email: `${'ö@'.repeat(200)}x.example` } })];
  const [file] = makeSituation({ notices }).cases;
  expect(file && caseTitle(file).length).toBeLessThanOrEqual(256);
});
