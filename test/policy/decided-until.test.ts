// What people let stand by a command or a button: to which day it is said to hold, and what of it is named.
import { describe, expect, it } from 'vitest';
import type { Decision } from '../../src/model/decision.ts';
import { type Incident, incidentKey } from '../../src/model/incident.ts';
import { DAY, isoDay, startOfDay } from '../../src/model/time.ts';
import { exceptionsFor, withDecided } from '../../src/policy/exceptions.ts';
import { reachOf } from '../../src/policy/reach.ts';
import { makeFile, NOW } from '../support/make-facts.ts';
import { makePolicy } from '../support/make-situation.ts';

const file = makeFile();
const { id: credential } = file.credential;
const said = { id: 'it', at: NOW, by: { id: 8, login: 'alice' }, said: 'acme/security#7, comment 12' };
const sparing = { ...said, credential, reach: reachOf(file), because: 'the vendor replaces it' };

function standing(decisions: readonly Decision[], given: { policy?: object; incident?: Incident; at?: number } = {}) {
  const { policy = {}, incident, at = NOW } = given;
  const incidents = new Map(incident === undefined ? [] : [[incidentKey({ repositoryId: 2, issue: 12 }), incident]]);
  const facts = { decisions, incidents, files: new Map([[credential, file]]), ownerLeaving: () => undefined };
  return withDecided(makePolicy(policy), facts, at);
}

describe.each<[string, (until: string) => Decision]>([
  ['an exception', (until) => ({ ...sparing, decides: 'exception', repositories: 'shop', until })],
  ['a false alarm', (until) => ({ ...sparing, decides: 'false-positive', repository: 'shop', until })],
])('%s', (_, decided) => {
  const until = isoDay(NOW + 9 * DAY);
  const held = (at: number, policy = {}) =>
    exceptionsFor(standing([decided(until)], { policy, at }), credential, at).map((each) => each.until);

  it('holds to the end of the day that was said, and names that day', () => {
    expect(held(startOfDay(until) + DAY - 1)).toEqual([until]);
    expect(held(startOfDay(until) + DAY)).toEqual([]);
  });

  it('holds to the end of the last day that the policy allows, and names that one', () => {
    const last = isoDay(NOW + 5 * DAY);
    expect(held(startOfDay(last) + DAY - 1, { exception_max_days: 5 })).toEqual([last]);
    expect(held(startOfDay(last) + DAY, { exception_max_days: 5 })).toEqual([]);
  });
});

it('break-glass names its incident as people see it, and by its number where Handback does not see it', () => {
  const glass: Decision = { ...sparing, decides: 'break-glass', incident: { repositoryId: 2, issue: 12 } };
  const incident: Incident = { name: 'acme/ops#12', state: 'open', lookedAt: NOW };
  const named = (seen?: Incident) => standing([glass], seen ? { incident: seen } : {}).exceptions[0]?.incident;
  expect(named(incident)).toBe('acme/ops#12');
  expect(named()).toBe('issue 12');
});

it('what lets nothing stand is no exception', () => {
  expect(standing([{ ...sparing, decides: 'rotated' }]).exceptions).toEqual([]);
});
