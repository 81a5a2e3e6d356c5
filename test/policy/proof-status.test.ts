import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GRADES, type Grade } from '../../src/model/proof.ts';
import { proofStatus, requiredGrade } from '../../src/policy/proof-status.ts';
import { makeAlive, makeCredential, makeObservation, makePlaintext, NOW } from '../support/make-facts.ts';
import { makePolicy } from '../support/make-situation.ts';

const key = makeCredential();
const seen = (grade: Grade, at = NOW) => makeObservation({ grade, at });
const failed = (at: number) => {
  const { grade: _, ...rest } = makeObservation({
    at,
    result: 'unknown',
    says: 'GitHub answered 500, which proves nothing',
  });
  return rest;
};

describe('what a kind needs', () => {
  it.each([
    ['deploy-key', 'P3'],
    ['actions-secret', 'P1'],
    ['plaintext-secret', 'P4'],
    ['something-new', 'P3'],
  ])('a %s needs %s', (kind, grade) => {
    expect(requiredGrade({ kind }, makePolicy())).toBe(grade);
  });

  it('is what the policy says, where it says something', () => {
    const policy = makePolicy({ proof: { 'actions-secret': 'P4' } });
    expect(requiredGrade({ kind: 'actions-secret' }, policy)).toBe('P4');
    expect(requiredGrade({ kind: 'deploy-key' }, policy)).toBe('P3');
  });
});

describe('a grade', () => {
  it.each(GRADES.flatMap((grade) => GRADES.map((required) => [grade, required] as const)))(
    '%s where %s is asked for is proof only when it is as high',
    (grade, required) => {
      const policy = makePolicy({ proof: { 'deploy-key': required } });
      expect(proofStatus(key, [seen(grade)], policy).state).toBe(grade >= required ? 'proved' : 'partly');
    },
  );

  it('is missing: nothing is proved', () => {
    const { grade: _, ...bare } = makeObservation();
    expect(proofStatus(key, [bare], makePolicy()).state).toBe('partly');
  });
});

describe('looks one after the other', () => {
  it('none: unobserved', () => {
    expect(proofStatus(key, [], makePolicy())).toEqual({ state: 'unobserved', required: 'P3' });
  });

  it('alive, then gone: proved', () => {
    expect(proofStatus(key, [makeAlive(NOW - 2), seen('P3', NOW - 1)], makePolicy()).state).toBe('proved');
  });

  it('gone, then alive: it came back, so it is alive', () => {
    const status = proofStatus(key, [seen('P3', NOW - 2), makeAlive(NOW - 1)], makePolicy());
    expect(status.state).toBe('alive');
    expect(status.best).toBeUndefined();
  });

  it('a look that failed takes no proof away, and is shown as the latest', () => {
    const status = proofStatus(key, [seen('P3', NOW - 2), failed(NOW - 1)], makePolicy());
    expect(status.state).toBe('proved');
    expect(status.latest?.result).toBe('unknown');
  });

  it('a look that failed does not make it dead', () => {
    expect(proofStatus(key, [makeAlive(NOW - 2), failed(NOW - 1)], makePolicy()).state).toBe('alive');
    expect(proofStatus(key, [failed(NOW)], makePolicy()).state).toBe('unobserved');
  });

  it('their order in the ledger makes no difference', () => {
    const looks = [makeAlive(NOW - 3), seen('P3', NOW - 2), failed(NOW - 1)];
    expect(proofStatus(key, looks.toReversed(), makePolicy())).toEqual(proofStatus(key, looks, makePolicy()));
  });

  it('a value that was replaced in its store is not dead at its issuer', () => {
    const looks = [makeObservation({ result: 'replaced', grade: 'P1' })];
    expect(proofStatus(makePlaintext(), looks, makePolicy()).state).toBe('partly');
  });
});

it('unknown looks, however many and whenever, never prove or disprove anything', () => {
  const result = fc.constantFrom('gone', 'replaced', 'alive', 'unknown');
  const looks = fc.array(
    fc.record({ result, grade: fc.constantFrom(...GRADES), at: fc.integer({ min: 0, max: 1e6 }) }),
    {
      maxLength: 12,
    },
  );
  const made = looks.map((all) => all.map((each, index) => makeObservation({ ...each, at: each.at * 100 + index })));
  fc.assert(
    fc.property(made, (all) => {
      const clear = all.filter((each) => each.result !== 'unknown');
      expect(proofStatus(key, all, makePolicy()).state).toBe(proofStatus(key, clear, makePolicy()).state);
    }),
  );
});
