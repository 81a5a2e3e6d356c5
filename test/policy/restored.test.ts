import { describe, expect, it } from 'vitest';
import { credentialId } from '../../src/model/credential.ts';
import { DAY } from '../../src/model/time.ts';
import { watch } from '../../src/policy/watch.ts';
import { makeCredential, makeFile, makeObservation, NOW } from '../support/make-facts.ts';

const GONE = NOW - 3 * DAY;
const LATER = NOW - DAY;
const restored = new Map([[1, LATER]]);
const everywhere = () => true;
const facts = { keyId: 5, publicKey: 'ab'.repeat(16) };

const went = (withPlace?: 'repository' | 'environment') =>
  makeFile({
    credential: makeCredential({ facts, lastSeenAt: GONE - DAY, goneAt: GONE }),
    observations: [makeObservation({ at: GONE, ...(withPlace ? { withPlace } : {}) })],
  });

describe('what went with its repository', () => {
  it('is no more proved when that was restored', () => {
    const [file] = watch([went('repository')], everywhere, restored);
    expect(file?.proof).toMatchObject({ state: 'alive', back: { since: LATER } });
  });

  it('opens it for the same key of another repository', () => {
    const there = { ...went('repository').credential };
    const { goneAt: _, ...listed } = there;
    const theirs = makeFile({
      credential: listed,
      observations: [makeObservation({ at: GONE, withPlace: 'repository' })],
    });
    const id = credentialId('deploy-key', 2, 9);
    const scope = { repositoryId: 2, repository: 'acme/infra' };
    const mine = makeFile({
      credential: makeCredential({ id, scope, facts: { ...facts, keyId: 9 }, lastSeenAt: GONE - DAY, goneAt: GONE }),
      observations: [makeObservation({ at: GONE, credential: id })],
    });
    expect(watch([mine, theirs], everywhere, new Map())[0]?.proof.state).toBe('proved');
    expect(watch([mine, theirs], everywhere, restored)[0]?.proof).toMatchObject({ state: 'alive' });
  });

  it('stays so while another one was restored, and where it was gone by itself', () => {
    expect(watch([went('repository')], everywhere, new Map([[2, LATER]]))[0]?.proof.state).toBe('proved');
    for (const file of [went(), went('environment')])
      expect(watch([file], everywhere, restored)[0]?.proof.state).toBe('proved');
  });
});
