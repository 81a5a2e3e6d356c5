// A key that is proved gone in one repository, and stands in another that GitHub does not show any more.
import { describe, expect, it } from 'vitest';
import { credentialId } from '../../src/model/credential.ts';
import { DAY } from '../../src/model/time.ts';
import { watch } from '../../src/policy/watch.ts';
import { makeCredential, makeFile, makeObservation, NOW } from '../support/make-facts.ts';

const GONE = NOW - 3 * DAY;
const publicKey = 'ab'.repeat(16);
const dead = makeFile({
  credential: makeCredential({ facts: { keyId: 5, publicKey }, lastSeenAt: GONE - DAY, goneAt: GONE }),
  observations: [makeObservation({ at: GONE })],
});
const twinIn = (repositoryId: number, name: string) =>
  makeFile({
    credential: makeCredential({
      id: credentialId('deploy-key', repositoryId, 9),
      scope: { repositoryId, repository: `acme/${name}` },
      createdAt: NOW - DAY,
      facts: { keyId: 9, publicKey },
    }),
    evidence: [],
  });
const [infra, old] = [twinIn(2, 'infra'), twinIn(3, 'old')];

describe('a key that is proved gone and stands in another repository', () => {
  it('is alive also when that is out of sight: taken out of the installation or given away, it lets the key in all the same', () => {
    expect(dead.proof.state).toBe('proved');
    const [first] = watch([dead, old], () => false, new Map());
    expect(first?.proof).toMatchObject({
      state: 'alive',
      back: { through: 'deploy-key:3:9', says: expect.stringContaining('opened acme/old when GitHub last showed it') },
    });
  });

  it('is named with one that is in sight, where there is one', () => {
    const [first] = watch([dead, old, infra], ({ credential }) => credential.scope.repositoryId !== 3, new Map());
    expect(first?.proof.back).toMatchObject({
      through: 'deploy-key:2:9',
      says: expect.stringContaining('opens acme/infra'),
    });
  });
});
