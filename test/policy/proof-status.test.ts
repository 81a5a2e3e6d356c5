import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GRADES, type Grade } from '../../src/model/proof.ts';
import { DAY } from '../../src/model/time.ts';
import { withAttestations } from '../../src/policy/decisions.ts';
import { isDue, proofStatus, requiredGrade } from '../../src/policy/proof-status.ts';
import { makeAlive, makeCredential, makeObservation, makePlaintext, NOW } from '../support/make-facts.ts';
import { makePolicy } from '../support/make-situation.ts';

const key = makeCredential();
const seen = (grade: Grade, at = NOW) => makeObservation({ grade, at });
const failed = (at: number) => {
  const { grade: _, ...rest } = makeObservation({ at, result: 'unknown', says: 'GitHub answered 500' });
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

describe('what is proved is looked at again', () => {
  const proved = NOW - 100 * DAY;
  const days = (...at: number[]) => [0, ...at].map((day) => seen('P3', proved + day * DAY));
  it.each([
    ['the day after', days(), 1],
    ['a week after the proof', days(1), 7],
    ['a month after it', days(1, 7), 30],
    ['once for days that were missed', days(8), 30],
    ['not before its day, when somebody looked in between', days(0.5), 1],
    ['no more after the last', days(1, 7, 30), undefined],
    ['counted from the first look of the proof that stands', [makeAlive(proved - DAY), ...days(1)], 7],
    ['anew, when it was alive in between', [seen('P3', proved - 9 * DAY), makeAlive(proved - DAY), ...days()], 1],
    ['an hour after a look that failed', [...days(), failed(proved + DAY)], 1 + 1 / 24],
    ['as long again after looks that failed for a day', [...days(), failed(proved + DAY), failed(proved + 2 * DAY)], 3],
    ['a week later where they failed for longer', [...days(), failed(proved + DAY), failed(proved + 20 * DAY)], 27],
    ['on its day, when a look failed before', [...days(), failed(proved + DAY / 2)], 1],
  ])('%s', (_, looks, day) => {
    const status = proofStatus(key, looks, makePolicy());
    expect(status).toMatchObject({ state: 'proved', provedAt: proved });
    expect(status.recheckAt).toBe(day === undefined ? undefined : proved + day * DAY);
  });

  it('and not a moment earlier', () => {
    const status = proofStatus(key, days(), makePolicy());
    expect(isDue(status, proved + DAY - 1)).toBe(false);
    expect(isDue(status, proved + DAY)).toBe(true);
    expect(isDue(proofStatus(key, days(1, 7, 30), makePolicy()), NOW + 1000 * DAY)).toBe(false);
  });

  describe('and what its issuer refuses, which may let it in again, slowly for ever', () => {
    const refused = (...at: number[]) => [0, ...at].map((day) => seen('P4', proved + day * DAY));
    it.each([
      ['after the same days first', refused(1, 7), 30],
      ['a quarter of a year after the last', refused(1, 7, 30), 120],
      ['and after that', refused(1, 7, 30, 120), 210],
      ['not sooner for a look that failed before', [...refused(1, 7, 30), failed(proved + 60 * DAY)], 120],
      ['as long again after looks that failed then', [...refused(1, 7, 30), failed(proved + 121 * DAY)], 122],
      ['and a week later for ever', [...refused(1, 7, 30), failed(proved + 150 * DAY)], 157],
    ])('%s', (_, looks, day) => {
      expect(proofStatus(key, looks, makePolicy()).recheckAt).toBe(proved + day * DAY);
    });
  });

  it('what is not proved is looked at each time', () => {
    for (const looks of [[], [makeAlive(NOW)], [failed(NOW)], [seen('P1')]])
      expect(isDue(proofStatus(key, looks, makePolicy()), NOW)).toBe(true);
  });

  it('three times and no more, whenever somebody has the time to look', () => {
    const delays = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(delays, (all) => {
        const looks = [seen('P3', proved)];
        let now = proved;
        for (const delay of all) {
          now += delay * DAY;
          if (isDue(proofStatus(key, looks, makePolicy()), now)) looks.push(seen('P3', now));
        }
        const [, first = 0, ...rest] = looks.map(({ at }) => at);
        expect(first).toBe(proved + (all[0] ?? 0) * DAY);
        expect(looks.length).toBeLessThanOrEqual(4);
        expect([first, ...rest].at(-1)).toBeGreaterThanOrEqual(proved + 30 * DAY);
      }),
    );
  });
});

describe('what was gone and is alive again', () => {
  it('says since when, and stays so however often it is looked at', () => {
    const looks = [seen('P3', NOW - 9), failed(NOW - 8), makeAlive(NOW - 5), makeAlive(NOW - 1)];
    const { state, back } = proofStatus(key, looks, makePolicy());
    expect(state).toBe('alive');
    expect(back).toEqual({ goneAt: NOW - 9, since: NOW - 5, says: 'the key still opens the repository' });
  });

  it.each([
    ['was never gone', [makeAlive(NOW)]],
    ['was only saved again', [makeObservation({ result: 'replaced', grade: 'P1', at: NOW - 2 }), makeAlive(NOW)]],
  ])('says nothing of it where it %s', (_, looks) => {
    expect(proofStatus(key, looks, makePolicy()).back).toBeUndefined();
  });

  it('is proved again by being gone again', () => {
    const status = proofStatus(key, [seen('P3', NOW - 9), makeAlive(NOW - 5), seen('P3', NOW - 1)], makePolicy());
    expect(status).toMatchObject({ state: 'proved', provedAt: NOW - 1 });
    expect(status.back).toBeUndefined();
  });
});

it('what an alert of GitHub’s once said of a death is no proof any more, and hides no word of a person', () => {
  const said = makeObservation({ proof: 'alert-validity', grade: 'P4', at: NOW });
  expect(proofStatus(makePlaintext(), [said], makePolicy()).state).toBe('unobserved');
  expect(proofStatus(makePlaintext(), [makeAlive(NOW - DAY), said], makePolicy()).state).toBe('alive');
  expect(proofStatus(makePlaintext(), [seen('P4', NOW - DAY), said], makePolicy()).state).toBe('proved');
  const word = { id: 'w', at: NOW, by: { id: 1, login: 'alice' }, said: 'a comment', because: 'revoked' } as const;
  const rotated = { ...word, decides: 'rotated', credential: said.credential } as const;
  expect(withAttestations(said.credential, [said], [rotated])).toHaveLength(2);
});
