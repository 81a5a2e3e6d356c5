import { expect, it } from 'vitest';
import type { ApprovalDecision, RequestDecision } from '../../../src/model/decision.ts';
import { DAY } from '../../../src/model/time.ts';
import { whyNot } from '../../../src/policy/commands/attempt.ts';
import { ALICE, BOB, file, leaving, MALLORY } from '../../support/make-desk.ts';
import { makeNotice, NOW } from '../../support/make-facts.ts';
import { makePolicy } from '../../support/make-situation.ts';

const request: RequestDecision = {
  id: 'request',
  at: NOW,
  by: BOB,
  said: 'acme/security#3',
  decides: 'request',
  credential: file.credential.id,
  remediation: 'deploy-key',
  expiresAt: NOW + 7 * DAY,
};
const approval: ApprovalDecision = {
  id: 'approval',
  at: NOW,
  by: ALICE,
  said: 'acme/security#3',
  decides: 'approval',
  request: 'request',
  comment: { repositoryId: 2, issue: 3, id: 12 },
};

/** Somebody of whom it was said at this moment that they stay. */
const back = (learnedAt: number, state: 'rehired' | 'cancelled') => ({
  ...leaving(MALLORY, state),
  notices: [makeNotice({ learnedAt: NOW - 90 * DAY }), makeNotice({ says: 'stays', learnedAt })],
});

it.each([
  ['stays after it was asked for, and the act is not done', NOW + 1, /^the person who made it stays after all; ask/],
  ['had come back before it was asked for, and it is done all the same', NOW - 30 * DAY, /^undefined$/],
] as const)('whoever made it %s', (_, learnedAt, why) => {
  const facts = { request, decisions: [request, approval], attempt: undefined, file, act: 'deploy-key' };
  const policy = makePolicy({ actions: { allow: ['deploy-key'] } });
  for (const state of ['rehired', 'cancelled'] as const)
    expect(String(whyNot({ ...facts, policy, departures: [back(learnedAt, state)] }, NOW + DAY))).toMatch(why);
});
