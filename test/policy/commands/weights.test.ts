// What each command weighs, where it is refused whoever says it, and what becomes of a request.
import { describe, expect, it } from 'vitest';
import type { RequestDecision } from '../../../src/model/decision.ts';
import { DAY, isoDay } from '../../../src/model/time.ts';
import type { Command } from '../../../src/policy/commands/command.ts';
import type { Desk, Learned, Place } from '../../../src/policy/commands/desk.ts';
import { judge } from '../../../src/policy/commands/judge.ts';
import { forbids, type Weight } from '../../../src/policy/commands/rights.ts';
import {
  ALICE,
  BOB,
  CAROL,
  deskOf,
  file,
  initech,
  inPull,
  leaving,
  MALLORY,
  mallorys,
} from '../../support/make-desk.ts';
import { NOW } from '../../support/make-facts.ts';
import { makePolicy } from '../../support/make-situation.ts';

const { id } = file.credential;
const request: RequestDecision = {
  id: 'a request',
  at: NOW - DAY,
  by: { id: BOB.id, login: 'bob' },
  said: 'there',
  decides: 'request',
  credential: id,
  remediation: 'deploy-key',
  expiresAt: NOW + DAY,
};
const requested = {
  policy: makePolicy({ actions: { allow: ['deploy-key'] } }),
  decisions: [request],
};
const learned: Learned = {
  account: { id: BOB.id, login: 'bob' },
  incident: { repositoryId: 2, issue: 12, shown: 'acme/ops#12' },
  act: { name: 'deploy-key', does: 'deletes it', warning: 'for good' },
};
const [because, until] = ['it is replaced next week', isoDay(NOW + DAY)];
const commands: Readonly<
  Record<Exclude<Command['name'], 'help' | 'keep' | 'attest'>, { command: Command; weighs: Weight }>
> = {
  claim: { command: { name: 'claim', credential: id }, weighs: 'records' },
  owner: { command: { name: 'owner', credential: id, login: 'bob' }, weighs: 'records' },
  rotated: { command: { name: 'rotated', credential: id, because }, weighs: 'records' },
  except: { command: { name: 'except', credential: id, repositories: 'shop', until, because }, weighs: 'spares' },
  'break-glass': {
    command: {
      name: 'break-glass',
      credential: id,
      incident: { owner: 'acme', repository: 'ops', issue: 12 },
      because,
    },
    weighs: 'spares',
  },
  revoke: { command: { name: 'revoke', credential: id }, weighs: 'records' },
  approve: { command: { name: 'approve', id: 'a request' }, weighs: 'approves' },
  cancel: { command: { name: 'cancel', id: 'a request' }, weighs: 'records' },
};

/** What was asked for already is not asked for again. */
const before = (name: string) => (name === 'revoke' ? { decisions: [] } : {});

describe.each(Object.entries(commands))('`%s`', (name, { command, weighs }) => {
  const ruled = (desk: Desk) => judge({ ...desk, ...before(name) }, command, learned);

  it.each<[string, Desk]>([
    ['has nothing to do with it', deskOf(CAROL, requested)],
    ['set it last', deskOf(ALICE, requested)],
    ['is the leaver', deskOf(MALLORY, requested)],
    ['has their last day set', deskOf(CAROL, { ...requested, departures: [leaving(CAROL, 'scheduled')] })],
    ['works for the same vendor', deskOf(CAROL, { ...requested, ...initech(CAROL.id, MALLORY.id) })],
    ['may not', deskOf(CAROL, { ...requested, noRight: 'you may not' })],
  ])('of somebody who %s weighs as it should', (_who, desk) => {
    const why = forbids(desk, weighs, file);
    const ruling = ruled(desk);
    if (why === undefined) expect(['done', 'waiting']).toContain(ruling.is);
    else expect(ruling).toEqual({ is: 'refused', says: `Not done: ${why}.` });
  });

  it.each(['early', 'cancelled', 'rehired'] as const)('is refused in a case that is %s', (state) => {
    const { departure } = mallorys;
    const over = state === 'early' ? { early: true } : { departure: { ...departure, state } };
    const place: Place = { at: 'case', case: { ...mallorys, ...over } };
    const departures = place.at === 'case' ? [place.case.departure] : [];
    expect(ruled(deskOf(CAROL, { ...requested, place, departures }))).toEqual({
      is: 'refused',
      says: 'Not done: this case is closed.',
    });
  });

  it('is refused to who made it and leaves soon, wherever it is said', () => {
    const soon = { ...requested, place: inPull, departures: [leaving(MALLORY, 'scheduled')] };
    expect(ruled(deskOf(MALLORY, soon))).toMatchObject({
      is: 'refused',
      says: expect.stringContaining('your own last day is set'),
    });
  });

  it('finds nothing in a case that holds another credential', () => {
    const place: Place = { at: 'case', case: { ...mallorys, items: [] } };
    const ruling = ruled(deskOf(CAROL, { ...requested, place }));
    expect(ruling).toMatchObject({
      is: 'refused',
      says: expect.stringMatching(/is no credential of this case|here\./),
    });
  });
});

describe('a case in which all is proved', () => {
  const place: Place = { at: 'case', case: { ...mallorys, openReasons: [] } };
  const acts = new Set(['revoke', 'approve', 'cancel']);
  it.each(Object.entries(commands))('`%s` there', (name, { command }) => {
    const ruling = judge(deskOf(CAROL, { ...requested, ...before(name), place }), command, learned);
    if (acts.has(name)) expect(['done', 'waiting']).toContain(ruling.is);
    else expect(ruling).toEqual({ is: 'refused', says: 'Not done: this case is closed: all of it is proved.' });
  });
});

describe('a request', () => {
  const approve = (given: Partial<Desk> = {}, speaker = CAROL) =>
    judge(deskOf(speaker, { ...requested, ...given }), commands.approve.command, learned);
  it('is not approved by whoever asked for it', () => {
    expect(approve({}, BOB)).toMatchObject({
      is: 'refused',
      says: expect.stringContaining('you asked for it yourself'),
    });
  });

  it.each<[string, Partial<Desk>, string]>([
    ['has run out', { now: NOW + DAY }, 'nobody approved it in time'],
    [
      'is approved',
      {
        decisions: [
          request,
          { ...request, id: 'y', decides: 'approval', request: request.id, comment: deskOf(BOB).comment } as never,
        ],
      },
      'approved already',
    ],
    [
      'was taken back',
      { decisions: [request, { ...request, id: 'n', decides: 'cancel', decision: request.id } as never] },
      'taken back',
    ],
    ['was tried', { attempts: new Map([[request.id, { startedAt: NOW }]]) }, 'carried out or tried already'],
    ['is of an act that the policy allows no more', { policy: makePolicy() }, 'does not allow this act any more'],
    ['has a name that two have', { decisions: [request, { ...request, id: 'a request too' }] }, 'there is no request'],
  ])('that %s is not approved', (_, given, why) => {
    expect(approve(given)).toMatchObject({ is: 'refused', says: expect.stringContaining(why) });
  });

  it('is approved a moment before it runs out', () => {
    expect(approve({ now: NOW + DAY - 1 }).is).toBe('done');
  });

  it('that was tried is not taken back, nor one twice', () => {
    const cancel = (given: Partial<Desk>) =>
      judge(deskOf(CAROL, { ...requested, ...given }), commands.cancel.command, {});
    expect(cancel({}).is).toBe('done');
    expect(cancel({ attempts: new Map([[request.id, { startedAt: NOW }]]) })).toMatchObject({ is: 'refused' });
    const taken = { ...request, id: 'n', decides: 'cancel', decision: request.id } as never;
    expect(cancel({ decisions: [request, taken] })).toMatchObject({
      is: 'refused',
      says: expect.stringContaining('already'),
    });
  });
});

it('break-glass without an incident that was looked at is refused', () => {
  expect(judge(deskOf(CAROL), commands['break-glass'].command, {})).toMatchObject({
    is: 'refused',
    says: expect.stringContaining('could not be looked at'),
  });
});
