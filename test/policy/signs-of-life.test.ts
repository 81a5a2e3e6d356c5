// What takes a proof back, to the moment: where two facts are of one moment, or one of two conditions is missing.
import { describe, expect, it } from 'vitest';
import type { KnownCredential } from '../../src/model/credential.ts';
import type { VariableSighting } from '../../src/model/sighting.ts';
import { DAY } from '../../src/model/time.ts';
import type { CredentialFile, ProofStatus } from '../../src/model/violation.ts';
import { mustTell } from '../../src/policy/proof-status.ts';
import { concerned, watch } from '../../src/policy/watch.ts';
import { makeCredential, makeFile, makeObservation, makePlaintext, makeSighting, NOW } from '../support/make-facts.ts';
import { makePolicy } from '../support/make-situation.ts';

const GONE = NOW - 3 * DAY;

function watched(file: CredentialFile): ProofStatus {
  const [seen] = watch([file], () => true, new Map());
  if (seen === undefined) throw new Error('a file was lost');
  return seen.proof;
}

describe('a secret that is listed under the name of one that was gone', () => {
  const listed = (createdAt: number, then: Partial<KnownCredential> = {}) =>
    watched(
      makeFile({
        credential: makeCredential({ kind: 'actions-secret', createdAt, lastSeenAt: GONE, facts: {}, ...then }),
        observations: [makeObservation({ at: GONE, grade: 'P1' })],
      }),
    );

  it('is another one when it was made after the look, and not when it was made at that moment', () => {
    expect(listed(GONE).state).toBe('proved');
    expect(listed(GONE + 1)).toMatchObject({ state: 'alive', back: { since: GONE + 1 } });
  });

  it('is neither back nor looked for when it is gone from the list, too', () => {
    const proof = listed(GONE + 1, { lastSeenAt: NOW - DAY / 2, goneAt: NOW });
    expect(proof).toMatchObject({ state: 'proved', recheckAt: GONE + DAY });
  });
});

describe('a value that only its store had let go', () => {
  const sightingIn = (variable: Partial<VariableSighting>): VariableSighting => ({
    id: 'variable',
    in: 'variable',
    credential: makePlaintext().id,
    name: 'DEPLOY',
    firstSeenAt: NOW - DAY,
    scope: { repositoryId: 1, repository: 'acme/shop' },
    ...variable,
  });
  const seen = (...sightings: CredentialFile['sightings']) =>
    watched(
      makeFile({
        credential: makePlaintext({ lastSeenAt: NOW }),
        sightings,
        policy: makePolicy({ proof: { 'plaintext-secret': 'P1' } }),
        observations: [makeObservation({ at: GONE, grade: 'P1' })],
      }),
    );

  it('is back where it was seen after that, in code or in a variable that still stands', () => {
    expect(seen(makeSighting({ firstSeenAt: GONE + 1 })).back?.since).toBe(GONE + 1);
    expect(seen(sightingIn({})).back?.says).toBe('the same value was seen in DEPLOY of acme/shop');
    expect(seen(sightingIn({ scope: {} })).back?.says).toBe('the same value was seen in DEPLOY');
  });

  it('is not back where it was seen before or at that moment, nor in a variable that is gone', () => {
    expect(seen(makeSighting({ firstSeenAt: GONE })).state).toBe('proved');
    expect(seen(sightingIn({ firstSeenAt: GONE - DAY })).state).toBe('proved');
    expect(seen(sightingIn({ goneAt: NOW - DAY / 2 })).state).toBe('proved');
    // No store lists a value, so that it was met again says no more than its sightings.
    expect(seen(makeSighting({ firstSeenAt: GONE })).recheckAt).toBe(GONE + DAY);
  });
});

it('what was seen several times since is looked at because of the first', () => {
  const proof = watched(
    makeFile({
      credential: makePlaintext(),
      sightings: [makeSighting({ firstSeenAt: NOW - 9 }), makeSighting({ firstSeenAt: NOW - 99 })],
      observations: [makeObservation({ at: GONE, grade: 'P4' })],
    }),
  );
  expect(proof).toMatchObject({ state: 'proved', recheckAt: NOW - 99 });
});

it('a sign of life that a look has answered for since, though it told nothing, is not looked for and written down again', () => {
  const looks = [makeObservation({ at: GONE }), makeObservation({ at: NOW, result: 'unknown' })];
  const proof = watched(
    makeFile({ credential: makeCredential({ goneAt: GONE, lastUsedAt: GONE + 1 }), observations: looks }),
  );
  expect(proof.state).toBe('alive');
  expect(mustTell(proof, NOW)).toBe(false);
});

describe('a look is written down even if it sees the same', () => {
  const proved = { state: 'proved', required: 'P3' } as const;
  const back = { goneAt: GONE, since: NOW - DAY, says: 'it is back' };
  const alive = (at?: number): ProofStatus => ({
    state: 'alive',
    required: 'P3',
    back,
    ...(at === undefined ? {} : { latest: makeObservation({ at }) }),
  });
  it.each([
    ['on the day of a re-check', { ...proved, recheckAt: NOW }, true],
    ['not before', { ...proved, recheckAt: NOW + 1 }, false],
    ['nor when there is none to come', proved, false],
    ['when nobody looked since the sign of life', alive(NOW - DAY - 1), true],
    ['when nobody ever looked', alive(), true],
    ['not when somebody looked at that moment', alive(NOW - DAY), false],
    ['nor after it', alive(NOW - 1), false],
  ])('%s', (_, proof, must) => {
    expect(mustTell(proof, NOW)).toBe(must);
  });
});

it('a credential is looked at with what it is back through, if that is known', () => {
  const other = makeFile({ credential: makeCredential({ name: 'twin' }) });
  const file = makeFile();
  const through = { goneAt: GONE, since: NOW, says: 'the same key', through: other.credential.id };
  const back = { ...file, proof: { ...file.proof, back: through } };
  expect(concerned(back, new Map([[other.credential.id, other]]))).toEqual([back, other]);
  expect(concerned(back, new Map())).toEqual([back]);
  expect(concerned(file, new Map([[file.credential.id, file]]))).toEqual([file]);
});
