import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { credentialId, type KnownCredential } from '../../src/model/credential.ts';
import { GRADES } from '../../src/model/proof.ts';
import { DAY } from '../../src/model/time.ts';
import { isDue, mustTell } from '../../src/policy/proof-status.ts';
import { watch } from '../../src/policy/watch.ts';
import {
  makeCredential,
  makeFile,
  makeNotice,
  makeObservation,
  makePlaintext,
  makeSighting,
  NOW,
} from '../support/make-facts.ts';
import { caseStepOf, makePolicy } from '../support/make-situation.ts';

const GONE = NOW - 3 * DAY;
const LATER = NOW - DAY;
const publicKey = 'ab'.repeat(16);
const everywhere = () => true;

const gone = makeObservation({ at: GONE });
const key = makeCredential({ facts: { keyId: 5, publicKey }, lastSeenAt: GONE - DAY, goneAt: GONE });
const dead = makeFile({ credential: key, observations: [gone] });

function fileOf(given: Partial<KnownCredential>) {
  return makeFile({ credential: { ...key, ...given }, observations: [gone] });
}

function alone(file: ReturnType<typeof makeFile>) {
  const [watched] = watch([file], everywhere, new Map());
  if (watched === undefined) throw new Error('a file was lost');
  return watched;
}

const twin = (given: Partial<KnownCredential> = {}) =>
  makeFile({
    credential: makeCredential({
      id: credentialId('deploy-key', 2, 9),
      name: 'infra ci',
      scope: { repositoryId: 2, repository: 'acme/infra' },
      createdAt: LATER,
      facts: { keyId: 9, publicKey },
      ...given,
    }),
    evidence: [],
  });

it('what stays gone stays proved', () => {
  expect(dead.proof.state).toBe('proved');
  expect(alone(dead)).toEqual(dead);
});

describe('a key that is proved gone is alive', () => {
  it('when the same public key opens another repository', () => {
    const [first] = watch([dead, twin()], everywhere, new Map());
    expect(first?.proof).toMatchObject({
      state: 'alive',
      back: {
        goneAt: GONE,
        since: LATER,
        says: 'the same public key opens acme/infra, as “infra ci”',
        through: 'deploy-key:2:9',
      },
    });
    expect(first?.proof.best).toBeUndefined();
  });

  it('when it was used after it was seen gone', () => {
    expect(alone(fileOf({ lastUsedAt: GONE + 1 })).proof).toMatchObject({ state: 'alive', back: { since: GONE + 1 } });
    expect(alone(fileOf({ lastUsedAt: GONE })).proof.state).toBe('proved');
  });

  it.each([
    ['was taken away there too', twin({ goneAt: LATER })],
    ['has another public key', twin({ facts: { publicKey: 'cd'.repeat(16) } })],
    ['is the private half in some code', makeFile({ credential: makePlaintext({ facts: { publicKey } }) })],
  ])('but not when the other %s', (_, other) => {
    expect(watch([dead, other], everywhere, new Map())[0]).toEqual(dead);
  });

  it('nor when the other is proved gone itself', () => {
    const { credential } = twin();
    const proved = makeFile({ credential, observations: [makeObservation({ credential: credential.id })] });
    expect(watch([dead, proved], everywhere, new Map())).toEqual([dead, proved]);
  });

  it('keys without a known public key are no twins of each other', () => {
    const bare = [5, 6].map((id) =>
      makeFile({ credential: makeCredential({ id: credentialId('deploy-key', 1, id) }) }),
    );
    expect(watch([...bare, dead], everywhere, new Map())).toEqual([...bare, dead]);
  });
});

describe('a secret that was removed', () => {
  const secret = { ...key, kind: 'actions-secret', name: 'TOKEN', facts: {} };
  const removed = { at: GONE, grade: 'P1' } as const;
  it('is back when GitHub lists one of its name that was made later', () => {
    const { goneAt: _, ...again } = { ...secret, createdAt: LATER };
    const file = alone(makeFile({ credential: again, observations: [makeObservation(removed)] }));
    expect(file.proof).toMatchObject({ state: 'alive', back: { goneAt: GONE, since: LATER } });
    expect(mustTell(file.proof, NOW)).toBe(true);
  });

  it('and what a look says after that counts', () => {
    const { goneAt: _, ...again } = { ...secret, createdAt: LATER };
    const looks = [makeObservation(removed), makeObservation({ at: NOW, result: 'replaced', grade: 'P1' })];
    expect(alone(makeFile({ credential: again, observations: looks })).proof.state).toBe('proved');
  });

  it('is looked at now, and not taken for back, when it is only listed again', () => {
    const { goneAt: _, ...listed } = { ...secret, lastSeenAt: LATER };
    const { proof } = alone(makeFile({ credential: listed, observations: [makeObservation(removed)] }));
    expect(proof).toMatchObject({ state: 'proved', recheckAt: LATER });
    expect(isDue(proof, NOW) && mustTell(proof, NOW)).toBe(true);
  });
});

describe('a value that was found in code', () => {
  const seenAgain = [makeSighting({ firstSeenAt: LATER })];
  const plaintextAt = (grade: 'P1' | 'P4') =>
    alone(
      makeFile({
        credential: makePlaintext(),
        sightings: seenAgain,
        policy: makePolicy({ proof: { 'plaintext-secret': 'P1' } }),
        observations: [makeObservation({ at: GONE, grade })],
      }),
    ).proof;

  it('is alive when it is seen elsewhere and only its store had let it go', () => {
    expect(plaintextAt('P1')).toMatchObject({
      state: 'alive',
      back: { says: expect.stringContaining('src/deploy.sh') },
    });
  });

  it('stays dead when its issuer refused it, and is asked about again', () => {
    expect(plaintextAt('P4')).toMatchObject({ state: 'proved', recheckAt: LATER });
  });
});

it('never makes a proof out of anything, and leaves alone what was not proved gone', () => {
  const when = fc.integer({ min: -5, max: 5 }).map((days) => NOW + days * DAY);
  const optional = fc.option(when, { nil: undefined });
  const result = fc.constantFrom('gone', 'replaced', 'alive', 'unknown');
  const look = fc.record({ at: when, result, grade: fc.constantFrom(...GRADES) });
  const one = fc.record({
    looks: fc.array(look, { maxLength: 3 }),
    createdAt: when,
    lastUsedAt: optional,
    goneAt: optional,
    lastSeenAt: when,
    key: fc.constantFrom('a', 'b'),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 4 }), (all) => {
      const files = all.map(({ looks, key: publicHalf, createdAt, lastSeenAt, lastUsedAt, goneAt }, index) =>
        makeFile({
          credential: makeCredential({
            id: credentialId('deploy-key', 1, index),
            facts: { publicKey: publicHalf },
            createdAt,
            lastSeenAt,
            ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
            ...(goneAt === undefined ? {} : { goneAt }),
          }),
          observations: looks.map((each, at) => makeObservation({ ...each, at: each.at + at })),
        }),
      );
      const watched = watch(files, everywhere, new Map());
      expect(watched).toHaveLength(files.length);
      for (const [index, file] of watched.entries()) {
        const before = files[index];
        if (before?.proof.best?.result !== 'gone' || before.proof.state !== 'proved') expect(file).toBe(before);
        else expect(['proved', 'alive']).toContain(file.proof.state);
        if (file.proof.state === 'alive' && before?.proof.state === 'proved') expect(file.proof.back).toBeDefined();
      }
    }),
  );
});

describe('the case', () => {
  it('closes on proof, and opens with the reason when the key is back', () => {
    expect(caseStepOf({ files: [dead] }).do).toBe('resolve');
    const step = caseStepOf({ files: [dead, twin()] });
    expect(step.do).toBe('ensure');
    expect(step.reopening).toContain('1 of 1 credential not proved gone; 1 of them was gone and is back');
    expect(step.reopening).toMatch(/was gone on 2026-11-18, is back since 2026-11-20: the same public key opens acme/);
    expect(step.body).toContain('- [ ] deploy key');
  });

  it('opens when the person is added again, though somebody says that they left', () => {
    const roster = makeNotice({ source: 'roster', detail: 'people.yml line 5' });
    const added = (learnedAt: number) =>
      makeNotice({ says: 'stays', effectiveAt: learnedAt, learnedAt, detail: 'added to acme by @bob' });
    const before = caseStepOf({ files: [dead], notices: [added(NOW - 9 * DAY), roster] });
    expect(before.do).toBe('resolve');
    const step = caseStepOf({ files: [dead], notices: [roster, added(NOW - 1)] });
    expect(step.do).toBe('ensure');
    expect(step.reopening).toContain('the person was added again on 2026-11-21');
  });
});
