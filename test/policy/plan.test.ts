import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { plan } from '../../src/policy/plan.ts';
import { makeFile, makeNotice, makeObservation, makePlaintext, makeSighting, NOW } from '../support/make-facts.ts';
import {
  caseStepOf,
  caseStepsOf,
  headStepsOf,
  makeHead,
  makeHeadFinding,
  makeHeadWith,
  makePolicy,
  makeRepository,
  makeSituation,
} from '../support/make-situation.ts';

describe('the plan', () => {
  it('is a pure function: the same facts give the same steps, to the letter', () => {
    expect(JSON.stringify(plan(makeSituation(), NOW))).toBe(JSON.stringify(plan(makeSituation(), NOW)));
  });

  it('does not change the facts it is made from', () => {
    const facts = makeSituation();
    // In words, as an attribution is a function, which cannot be copied; what it says is in the claims of the cases.
    const whole = () => inspect(facts, { depth: null, maxArrayLength: null, maxStringLength: null });
    const before = whole();
    plan(facts, NOW);
    expect(whole()).toBe(before);
  });

  it('does not change while time passes and nothing happens', () => {
    expect(plan(makeSituation(), NOW + 60_000)).toEqual(plan(makeSituation(), NOW));
  });
});

describe('a case step', () => {
  it('opens the case in the private repository that the policy names', () => {
    const policy = makePolicy({ cases: { repository: 'security', labels: ['leaver'], assignees: ['alice'] } });
    expect(caseStepOf({ policy })).toMatchObject({
      do: 'ensure',
      action: 'case-issue',
      repository: 'acme/security',
      title: 'Handback (high): credentials of mallory',
      labels: ['leaver'],
      assignees: ['alice'],
    });
  });

  it('closes it when everything is proved', () => {
    const step = caseStepOf({ files: [makeFile({ observations: [makeObservation()] })] });
    expect(step.do).toBe('resolve');
    expect(step.closing).toContain('The one credential is proved gone or replaced');
  });

  it('says why it opens again when somebody closed it', () => {
    expect(caseStepOf().reopening).toContain('1 of 1 credential not proved gone');
  });

  it('has no issue when the policy names no repository for it', () => {
    expect(caseStepsOf({ policy: makePolicy({ cases: undefined }) })).toEqual([]);
  });

  it('keeps its key whatever happens to the departure', () => {
    const later = caseStepOf({ notices: [makeNotice(), makeNotice({ source: 'cli', detail: 'said again' })] });
    expect(later.key).toBe(caseStepOf().key);
  });
});

describe('a head step', () => {
  const found = makeHeadWith([makeHeadFinding()], { subject: 'pull/1' });
  const clean = makeHead({ subject: 'pull/2' });
  const files = [makeFile({ credential: makePlaintext(), evidence: [], sightings: [makeSighting()] })];
  const of = (...heads: Parameters<typeof makeHead>[0][]) => {
    const steps = headStepsOf({ files, heads: heads.map((head) => makeHead(head)) });
    return steps.map(({ verdict }) => verdict.conclusion);
  };

  it('is one for a commit, however many pull requests have it, and takes the worse verdict', () => {
    expect(of(found, clean)).toEqual(['failure']);
    expect(of(clean, found)).toEqual(['failure']);
  });

  it('waits when one of the two is still looked at, unless the other has failed already', () => {
    const waiting = makeHead({ subject: 'pull/3', scan: { state: 'waiting' } });
    expect(of(clean, waiting)).toEqual([undefined]);
    expect(of(waiting, found)).toEqual(['failure']);
  });

  it('is one for each commit', () => {
    expect(of(found, { ...clean, sha: 'd'.repeat(40) })).toEqual(['failure', 'success']);
  });

  it('is one for each repository, though the commit is the same', () => {
    const repositories = [makeRepository(), makeRepository({ id: 2, fullName: 'acme/fork' })];
    const heads = [makeHead(), makeHead({ repositoryId: 2 })];
    expect(headStepsOf({ heads, repositories }).map(({ repository }) => repository)).toEqual([
      'acme/shop',
      'acme/fork',
    ]);
  });

  it('is none for a repository that is not visible any more', () => {
    expect(headStepsOf({ repositories: [makeRepository({ goneAt: NOW })] })).toEqual([]);
  });
});
