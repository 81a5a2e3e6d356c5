import fc from 'fast-check';
import { minimatch } from 'minimatch';
import { describe, expect, it } from 'vitest';
import type {
  BreakGlassDecision,
  CancelDecision,
  Decision,
  ExceptionDecision,
  RequestDecision,
} from '../../src/model/decision.ts';
import { type Incident, incidentKey } from '../../src/model/incident.ts';
import { DAY, isoDay } from '../../src/model/time.ts';
import type { CredentialFile } from '../../src/model/violation.ts';
import { requestState, withAttestations } from '../../src/policy/decisions.ts';
import { exceptionsFor, isExcepted, withDecided } from '../../src/policy/exceptions.ts';
import { proofStatus } from '../../src/policy/proof-status.ts';
import { reachOf } from '../../src/policy/reach.ts';
import {
  makeAlive,
  makeCredential,
  makeFile,
  makeObservation,
  makePlaintext,
  makeSighting,
  NOW,
} from '../support/make-facts.ts';
import { makePolicy } from '../support/make-situation.ts';

const [file, nobody] = [makeFile(), () => undefined];
const { id: credential } = file.credential;
const said = { at: NOW, by: { id: 8, login: 'alice' }, said: 'acme/security#7, comment 12' };

const exception = (given: Partial<ExceptionDecision> = {}): ExceptionDecision => ({
  ...said,
  id: 'exception',
  decides: 'exception',
  credential,
  repositories: 'shop',
  until: isoDay(NOW + 3 * DAY),
  because: 'the vendor replaces it',
  reach: reachOf(file),
  ...given,
});
const incident = { repositoryId: 2, issue: 12 };
const breakGlass: BreakGlassDecision = {
  ...said,
  id: 'glass',
  decides: 'break-glass',
  credential,
  incident,
  because: 'production is down',
  reach: reachOf(file),
};
const open: Incident = { name: 'acme/ops#12', state: 'open', lookedAt: NOW };
const cancel = (decision: string): CancelDecision => ({
  ...said,
  id: `cancel ${decision}`,
  decides: 'cancel',
  decision,
});

interface Given {
  readonly decisions?: readonly Decision[];
  readonly incident?: Incident;
  readonly file?: CredentialFile;
  readonly policy?: object;
}

function spares({ decisions = [], incident: seen, file: now = file, policy = {} }: Given, at = NOW): boolean {
  const incidents = new Map(seen === undefined ? [] : [[incidentKey(incident), seen]]);
  const files = new Map([[now.credential.id, now]]);
  const standing = withDecided(makePolicy(policy), { decisions, incidents, files, ownerLeaving: nobody }, at);
  return isExcepted(standing, now.credential.id, 'shop', minimatch, at);
}

describe('an exception by command', () => {
  it('holds to the end of its last day, and no longer', () => {
    expect(spares({ decisions: [exception()] })).toBe(true);
    expect(spares({ decisions: [exception()] }, NOW + 3 * DAY)).toBe(true);
    expect(spares({ decisions: [exception()] }, NOW + 4 * DAY)).toBe(false);
  });

  it('ends when it is cancelled', () => {
    expect(spares({ decisions: [exception(), cancel('exception')] })).toBe(false);
    expect(spares({ decisions: [exception(), cancel('another')] })).toBe(true);
  });

  it('ends when the policy lowers its cap, counted from the day it was said', () => {
    const long = exception({ until: isoDay(NOW + 80 * DAY) });
    expect(spares({ decisions: [long] }, NOW + 60 * DAY)).toBe(true);
    expect(spares({ decisions: [long], policy: { exception_max_days: 30 } }, NOW + 60 * DAY)).toBe(false);
  });

  it('does not hold any more when the credential reaches further than then, and says so', () => {
    const plaintext = makeFile({ credential: makePlaintext(), sightings: [makeSighting()] });
    const spread = makeFile({
      credential: makePlaintext(),
      sightings: [makeSighting(), makeSighting({ id: 'b', scope: { repositoryId: 9, repository: 'acme/site' } })],
    });
    const decisions = [exception({ credential: plaintext.credential.id, reach: reachOf(plaintext) })];
    expect(spares({ decisions, file: plaintext })).toBe(true);
    expect(spares({ decisions, file: spread })).toBe(false);
    const files = new Map([[spread.credential.id, spread]]);
    const standing = withDecided(makePolicy(), { decisions, incidents: new Map(), files, ownerLeaving: nobody }, NOW);
    expect(exceptionsFor(standing, spread.credential.id, NOW)[0]?.void).toContain('1 more repository');
  });

  it.each([
    [{ visibility: 'selected' }, { visibility: 'all' }, false],
    [{ visibility: 'all' }, { visibility: 'selected' }, true],
    [{ powers: 'contents: read' }, { powers: 'contents: write' }, false],
  ])('follows what the credential can do: %j, then %j', (before, now, holds) => {
    const was = makeFile({ credential: makeCredential({ facts: before }) });
    const is = makeFile({ credential: makeCredential({ facts: now }) });
    expect(spares({ decisions: [exception({ reach: reachOf(was) })], file: is })).toBe(holds);
  });
});

it('an exception in the file that ends too far ahead holds only when its end is near enough', () => {
  const until = isoDay(NOW + 100 * DAY);
  const policy = {
    exceptions: [{ credential, repositories: ['shop'], owner: 'alice', reason: 'for ever, if I may', until }],
  };
  expect(spares({ policy })).toBe(false);
  expect(spares({ policy }, NOW + 11 * DAY)).toBe(true);
  expect(spares({ policy: { ...policy, exception_max_days: 200 } })).toBe(true);
});

describe('break-glass', () => {
  const decisions = [breakGlass];

  it('holds while its incident is open, and for a day at most', () => {
    expect(spares({ decisions, incident: open })).toBe(true);
    expect(spares({ decisions, incident: open }, NOW + DAY - 1)).toBe(true);
    expect(spares({ decisions, incident: open }, NOW + DAY)).toBe(false);
  });

  it('has ended when the incident was closed, also when it is opened again', () => {
    const endedAt = NOW + 1000;
    expect(spares({ decisions, incident: { ...open, state: 'closed', endedAt } }, NOW + 2000)).toBe(false);
    expect(spares({ decisions, incident: { ...open, endedAt } }, NOW + 2000)).toBe(false);
  });

  it('does not hold when nobody can see the incident', () => {
    expect(spares({ decisions })).toBe(false);
    expect(spares({ decisions, incident: { ...open, state: 'not visible' } })).toBe(false);
  });

  it('is not ended by an earlier end of the same incident', () => {
    expect(spares({ decisions, incident: { ...open, endedAt: NOW - 1 } })).toBe(true);
  });
});

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
    ['cancelled', [cancel('request')], NOW],
    ['cancelled', [approval, cancel('request')], NOW],
  ])('is %s', (state, decisions, at) => {
    expect(requestState(request, decisions, undefined, at)).toBe(state);
  });

  it('is over with its first attempt, whatever came of it', () => {
    expect(requestState(request, [approval], { startedAt: NOW }, NOW)).toBe('tried');
  });

  it('is not over while it waits for GitHub’s limit, and can be taken back', () => {
    const state = (...all: Decision[]) => requestState(request, all, { startedAt: NOW, waitsUntil: NOW + DAY }, NOW);
    expect([state(approval), state(approval, cancel(request.id))]).toEqual(['approved', 'cancelled']);
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
