// What people asked for, and what they vouch for.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CancelDecision, Decision, RequestDecision } from '../../src/model/decision.ts';
import { DAY } from '../../src/model/time.ts';
import { requestState, withAttestations } from '../../src/policy/decisions.ts';
import { proofStatus } from '../../src/policy/proof-status.ts';
import { makeAlive, makeFile, makeObservation, NOW } from '../support/make-facts.ts';
import { makePolicy } from '../support/make-situation.ts';

const file = makeFile();
const { id: credential } = file.credential;
const said = { at: NOW, by: { id: 8, login: 'alice' }, said: 'acme/security#7, comment 12' };
const cancel: CancelDecision = { ...said, id: 'cancel request', decides: 'cancel', decision: 'request' };

describe('a request', () => {
  const request: RequestDecision = {
    ...said,
    id: 'request',
    decides: 'request',
    credential,
    remediation: 'deploy-key',
    expiresAt: NOW + 7 * DAY,
  };
  const approval: Decision = {
    ...said,
    id: 'approval',
    decides: 'approval',
    request: 'request',
    by: { id: 9, login: 'bob' },
    comment: { repositoryId: 1, issue: 7, id: 13 },
  };

  it.each<[string, readonly Decision[], number]>([
    ['waiting', [], NOW],
    ['expired', [], NOW + 7 * DAY],
    ['approved', [approval], NOW],
    ['approved', [approval], NOW + 8 * DAY],
    ['cancelled', [cancel], NOW],
    ['cancelled', [approval, cancel], NOW],
  ])('is %s', (state, decisions, at) => {
    expect(requestState(request, decisions, undefined, at)).toBe(state);
  });

  it('is over with its first attempt, whatever came of it', () => {
    expect(requestState(request, [approval], { startedAt: NOW }, NOW)).toBe('tried');
  });

  it('is not over while it waits for GitHub’s limit, and can be taken back', () => {
    const state = (...all: Decision[]) => requestState(request, all, { startedAt: NOW, waitsUntil: NOW + DAY }, NOW);
    expect([state(approval), state(approval, cancel)]).toEqual(['approved', 'cancelled']);
  });
});

describe('an attestation', () => {
  const attested: Decision = { ...said, id: 'rotated', decides: 'rotated', credential, because: 'I made a new one' };
  const policy = (grade: string) => makePolicy({ proof: { 'deploy-key': grade } });
  const status = (observations: Parameters<typeof withAttestations>[1], grade = 'P3') =>
    proofStatus(file.credential, withAttestations(credential, observations, [attested]), policy(grade)).state;

  it('is P0: enough where the policy asks for no more', () => {
    expect(status([])).toBe('partly');
    expect(status([], 'P0')).toBe('proved');
    expect(status([makeAlive(NOW - 1)], 'P0')).toBe('proved');
  });

  it('is overruled by a later look that sees it alive', () => {
    expect(status([makeAlive(NOW + 1)], 'P0')).toBe('alive');
  });

  it('never takes a proof away, whatever was seen when', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.integer({ min: -5, max: 5 })), { maxLength: 6 }), (looks) => {
        const observations = looks.map(([gone, day]) =>
          gone ? makeObservation({ at: NOW + day * DAY }) : makeAlive(NOW + day * DAY),
        );
        const alone = proofStatus(file.credential, observations, makePolicy()).state;
        if (alone === 'proved') expect(status(observations)).toBe('proved');
      }),
    );
  });
});
