import fc from 'fast-check';
import { minimatch } from 'minimatch';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { credentialId } from '../../src/model/credential.ts';
import type { DepartureNotice } from '../../src/model/departure.ts';
import { DAY, isoDay } from '../../src/model/time.ts';
import { unregistered } from '../../src/policy/birth.ts';
import { departures } from '../../src/policy/departures.ts';
import { leavingOwner } from '../../src/policy/leaving-owner.ts';
import { plan } from '../../src/policy/plan.ts';
import { entriesFor } from '../../src/policy/register.ts';
import { makeCredential, makeFile, makeNotice, makePlaintext, NOW } from '../support/make-facts.ts';
import { makePolicy, makeRepository, makeSituation } from '../support/make-situation.ts';

const BORN = NOW - 5 * DAY;
const birth = { strict: true, since: isoDay(NOW - 10 * DAY) };
const key = (given = {}) => makeCredential({ createdAt: BORN, updatedAt: BORN, name: 'ci', ...given });
const entry = (given = {}) => ({
  match: 'deploy-key:1:5',
  repositories: ['shop'],
  owner: 'alice',
  purpose: 'deploys the shop',
  expires: isoDay(NOW + DAY),
  ...given,
});
const found = (
  credentials: object[],
  credential = key(),
  policy: object = { birth },
  left: readonly DepartureNotice[] = [],
  graceDays = 0,
) =>
  unregistered(
    {
      policy: makePolicy({ credentials, ...policy }),
      files: [makeFile({ credential })],
      graceDays: () => graceDays,
      ownerLeaving: leavingOwner(
        departures(left, () => undefined, NOW),
        { find: () => undefined, loginsOf: () => [] },
      ),
      matches: minimatch,
    },
    NOW,
  );

const alice = (effectiveAt: number) => [makeNotice({ who: { login: 'alice' }, effectiveAt })];

describe('a credential is registered', () => {
  it.each([
    ['by its id', {}],
    ['by kind and pattern of its name', { match: 'deploy-key:c*' }],
    ['everywhere, when the entry names no repository', { repositories: undefined }],
    ['in one of several repositories that the entry names', { repositories: ['pay', 'shop'] }],
    ['on the last day still', { expires: isoDay(NOW) }],
  ])('%s', (_, given) => {
    expect(found([entry(given)])).toEqual([]);
  });

  it('until its owner has left, though the day is known', () => {
    expect(found([entry()], key(), { birth }, alice(NOW + DAY))).toEqual([]);
  });

  it('by whichever of its entries holds longest', () => {
    const both = [entry({ expires: isoDay(NOW - DAY) }), entry({ match: 'deploy-key:c*' })];
    for (const credentials of [both, both.toReversed()]) expect(found(credentials)).toEqual([]);
  });

  it('by an entry for any repository, when it belongs to all of the organisation', () => {
    const policy = makePolicy({ credentials: [entry({ match: 'deploy-key:ci', repositories: ['pay'] })] });
    expect(entriesFor(policy, key({ scope: {} }), minimatch)).toMatchObject([{ owner: 'alice' }]);
  });

  it('by a name that holds slashes', () => {
    const hook = key({ kind: 'webhook', id: credentialId('webhook', 1, 2), name: 'https://ci.example/hook' });
    expect(found([entry({ match: 'webhook:https://ci.example/*' })], hook)).toEqual([]);
  });
});

describe('a credential is not registered', () => {
  it.each([
    ['without an entry', [], 'no entry'],
    ['by an entry for another kind', [entry({ match: 'webhook:ci' })], 'no entry'],
    ['by an entry for another name', [entry({ match: 'deploy-key:deploy*' })], 'no entry'],
    ['by an entry for the same name of a kind as long', [entry({ match: 'ssh-access:ci' })], 'no entry'],
    ['by an entry for another repository', [entry({ repositories: ['pay*'] })], 'no entry'],
    ['by an entry that ended yesterday', [entry({ expires: isoDay(NOW - DAY) })], 'expired'],
  ])('%s', (_, credentials, why) => {
    expect(found(credentials)).toMatchObject([{ why, file: { credential: { id: 'deploy-key:1:5' } } }]);
  });

  it.each([
    ['somebody who has left', 'alice'],
    ['somebody who has left, in other letters', 'Alice'],
    ['somebody who has left, also when it is written with an @', '@alice'],
  ])('in the name of %s', (_, owner) => {
    const says = `made on ${isoDay(BORN)}; its owner ${owner.replace('@', '')} left on ${isoDay(NOW - 2 * DAY - 1)}`;
    const [one] = found([entry({ owner })], key(), { birth }, alice(NOW - 2 * DAY));
    expect(one).toMatchObject({ why: 'owner left', says });
  });

  it('by nobody who is here, though one of several entries may hold longer', () => {
    const bobs = entry({ owner: 'bob', expires: isoDay(NOW) });
    expect(found([entry(), bobs], key(), { birth }, alice(NOW - DAY))).toEqual([]);
    const over = { ...bobs, expires: isoDay(NOW - DAY) };
    expect(found([entry(), over], key(), { birth }, alice(NOW - DAY))).toMatchObject([{ why: 'owner left' }]);
    const both = [...alice(NOW - 3 * DAY), makeNotice({ who: { login: 'bob' }, effectiveAt: NOW - DAY })];
    const says = expect.stringMatching(/its owner bob left/);
    expect(found([entry(), bobs], key(), { birth }, both)).toMatchObject([{ says, enforceFrom: NOW - DAY }]);
  });

  it('from the day on which its owner left: nobody else had to answer for it before', () => {
    const from = (left: number) => found([entry()], key(), { birth }, alice(left))[0]?.enforceFrom;
    expect(from(NOW - 2 * DAY)).toBe(NOW - 2 * DAY);
    expect(from(BORN - DAY)).toBe(BORN);
  });

  it('counts from its birth or the end of its entry, and the grace after that', () => {
    expect(found([])).toMatchObject([{ enforceFrom: BORN }]);
    expect(found([], key(), { birth }, [], 3)).toMatchObject([{ enforceFrom: BORN + 3 * DAY }]);
    const ended = isoDay(NOW - 2 * DAY);
    expect(found([entry({ expires: ended })])).toMatchObject([{ enforceFrom: Date.parse(ended) + DAY }]);
  });
});

it.each([
  ['what is older', key({ createdAt: NOW - 11 * DAY })],
  ['what is gone', key({ goneAt: NOW })],
  ['a value in code, which is to be revoked and not to be registered', makePlaintext({ createdAt: BORN })],
  ['what belongs to the organisation, which blocks no one repository', key({ scope: {} })],
])('%s is not asked for', (_, credential) => {
  expect(found([], credential)).toEqual([]);
});

it('without the strict mode nothing is asked for', () => {
  expect(found([], key(), { birth: { since: birth.since } })).toEqual([]);
  expect(found([], key(), {})).toEqual([]);
});

it('the lines to add are YAML that registers it, whatever its name and environment hold', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const id = credentialId('actions-secret', 1, name, 'TOKEN');
      const [one] = found([], key({ kind: 'actions-secret', id, name }));
      const filled = (one?.entry ?? '').replace('WHAT IT IS FOR', 'the shop');
      expect(filled.split('\n')).toHaveLength(5);
      const { credentials } = parse(`credentials:\n${filled}`) as { credentials: object[] };
      expect(found(credentials, key({ kind: 'actions-secret', id, name }))).toEqual([]);
    }),
  );
});

describe('the check', () => {
  const checkOf = (policy: object, given: { private?: boolean; exception?: boolean } = {}) => {
    const file = makeFile({ credential: key() });
    const until = isoDay(NOW + DAY);
    const exception = {
      credential: key().id,
      repositories: ['shop'],
      owner: 'alice',
      reason: 'comes next week',
      until,
    };
    const exceptions = given.exception ? [exception] : [];
    const facts = { policy: makePolicy({ birth, exceptions, ...policy }), files: [file], notices: [] };
    const situation = makeSituation({ ...facts, repositories: [makeRepository({ private: given.private ?? true })] });
    const upkeep = { unregistered: found([]), reviews: [], ownersOf: () => [] };
    const [step] = plan({ ...situation, upkeep }, NOW).filter(({ subject }) => subject === 'head');
    if (step?.subject !== 'head') throw new Error('no check');
    return step.verdict;
  };

  it('fails in block mode, with the lines to add', () => {
    const { conclusion, title, summary } = checkOf({});
    expect([conclusion, title]).toEqual(['failure', '1 credential not registered']);
    expect(summary).toContain('  - match: "deploy-key:1:5"');
  });

  it('lets pass in warn mode, and where an exception stands it is told', () => {
    expect(checkOf({ mode: 'warn' }).conclusion).toBe('neutral');
    const spared = checkOf({}, { exception: true });
    expect(spared.conclusion).toBe('success');
    expect(spared.summary).toContain('Spared for now');
  });

  it('of a public repository says no more than that the policy holds it back', () => {
    const { conclusion, title, summary, text } = checkOf({}, { private: false });
    expect(conclusion).toBe('failure');
    expect(`${title} ${summary} ${text}`).not.toMatch(/deploy|register|\bci\b/);
  });
});
