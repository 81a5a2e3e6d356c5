import { minimatch } from 'minimatch';
import { describe, expect, it } from 'vitest';
import type { BreakGlassDecision, CancelDecision, Decision, ExceptionDecision } from '../../src/model/decision.ts';
import { type Incident, incidentKey } from '../../src/model/incident.ts';
import { DAY, isoDay } from '../../src/model/time.ts';
import type { CredentialFile } from '../../src/model/violation.ts';
import { exceptionsFor, isExcepted, withDecided } from '../../src/policy/exceptions.ts';
import { reachOf } from '../../src/policy/reach.ts';
import { makeCredential, makeFile, makePlaintext, makeSighting, NOW } from '../support/make-facts.ts';
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
