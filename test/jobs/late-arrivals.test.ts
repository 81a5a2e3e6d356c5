// GitHub's events come late, twice and in any order: what they say of somebody's coming is held against what GitHub shows now.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordDeparture, sweep } from '../../src/jobs/requests.ts';
import { situation } from '../../src/jobs/situation.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';

let acme: Door;
let days: FastDays;

beforeEach(async () => {
  acme = await makeDoor({ rateLimit: 1_000_000 });
  days = await startFastDays(acme);
  await days.store.organizations.save(acme.organization);
  await days.store.repositories.save(acme.acme.id, [asKnown(acme.shop)]);
}, 120_000);
afterEach(async () => {
  await days.close();
  await acme.close();
});

const departures = async () =>
  (await situation(days.store, acme.organization, days.now())).departures.map(({ who, state, effectiveAt }) => [
    who.login,
    state,
    effectiveAt,
  ]);

/** The event, as it is delivered now. */
async function tell(webhook: 'member.added' | 'member.removed' | 'organization.member_added'): Promise<number> {
  const [source, action] = webhook.startsWith('member')
    ? ['repository-collaborators', webhook.slice('member.'.length)]
    : ['organization', 'member_added'];
  const user = { id: acme.mallory.id, login: 'mallory' };
  const payload = {
    action,
    member: user,
    membership: { user },
    repository: { id: acme.shop.id, full_name: 'acme/shop' },
  };
  days.advance(60_000);
  const at = days.now();
  await days.add(recordDeparture(acme.acme.id, source ?? '', action ?? '', at, payload));
  await days.work();
  return at;
}

async function tellOfBlock(action: 'blocked' | 'unblocked'): Promise<number> {
  days.advance(60_000);
  const at = days.now();
  const payload = { action, blocked_user: { id: acme.mallory.id, login: 'mallory' } };
  await days.add(recordDeparture(acme.acme.id, 'organization-block', action, at, payload));
  await days.work();
  return at;
}

async function sweepAll(): Promise<number> {
  days.advance(60_000);
  const at = days.now();
  await days.add(sweep(acme.acme.id));
  await days.work();
  return at;
}

for (const late of ['member.added', 'organization.member_added'] as const)
  it(`${late}, told only after the person had gone again, ends no departure; the next sweep says when they left`, async () => {
    acme.github.removeCollaborator(acme.shop, acme.alice, acme.mallory);
    const left = await tell('member.removed');
    await tell(late);
    expect(await departures()).toEqual([['mallory', 'effective', left]]);
    // Between the two they were here again, and may have learned what was new: of that they left later.
    const swept = await sweepAll();
    expect(await departures()).toEqual([['mallory', 'effective', swept]]);
    await sweepAll();
    expect(await departures()).toEqual([['mallory', 'effective', swept]]);
  });

it('whoever comes back is here, and their departure ends', async () => {
  acme.github.removeCollaborator(acme.shop, acme.alice, acme.mallory);
  const left = await tell('member.removed');
  acme.github.setCollaborator(acme.shop, acme.alice, acme.mallory, 'write');
  await tell('member.added');
  expect(await departures()).toEqual([['mallory', 'rehired', left]]);
});

it('whoever is only invited again is not here', async () => {
  acme.github.removeCollaborator(acme.shop, acme.alice, acme.mallory);
  const left = await tell('member.removed');
  acme.github.inviteCollaborator(acme.shop, acme.alice, acme.mallory, 'write');
  await tell('member.added');
  expect(await departures()).toEqual([['mallory', 'effective', left]]);
});

it('a newcomer whom GitHub does not show yet has not left', async () => {
  acme.github.removeCollaborator(acme.shop, acme.alice, acme.mallory);
  await tell('member.added');
  expect(await departures()).toEqual([]);
  acme.github.setCollaborator(acme.shop, acme.alice, acme.mallory, 'write');
  await sweepAll();
  expect(await departures()).toEqual([]);
});

it('a newcomer who has gone again, which nobody told, has left by the next sweep', async () => {
  acme.github.removeCollaborator(acme.shop, acme.alice, acme.mallory);
  await tell('member.added');
  const swept = await sweepAll();
  expect(await departures()).toEqual([['mallory', 'effective', swept]]);
});

it('where it is not visible who is here, an event alone ends no departure', async () => {
  acme.github.removeCollaborator(acme.shop, acme.alice, acme.mallory);
  const left = await tell('member.removed');
  acme.github.fault({ on: /\/(?:memberships|outside_collaborators)/, status: 403, message: 'no', times: 100 });
  await tell('member.added');
  expect(await departures()).toEqual([['mallory', 'effective', left]]);
  expect(days.failures).toEqual([]);
});

describe('the end of a block', () => {
  let left: number;
  beforeEach(async () => {
    acme.github.blockUser(acme.acme, acme.alice, acme.mallory);
    left = await tellOfBlock('blocked');
  });

  it('that is told late, or of somebody who is not let in again, ends no departure, nor does a sweep', async () => {
    await tellOfBlock('unblocked');
    expect(await departures()).toEqual([['mallory', 'effective', left]]);
    await sweepAll();
    expect(await departures()).toEqual([['mallory', 'effective', left]]);
  });

  it('counts as soon as an event tells that they came, and GitHub shows them', async () => {
    await tellOfBlock('unblocked');
    await tell('member.added');
    expect(await departures()).toEqual([['mallory', 'effective', left]]);
    acme.github.setCollaborator(acme.shop, acme.alice, acme.mallory, 'write');
    await tell('member.added');
    expect(await departures()).toEqual([['mallory', 'rehired', left]]);
  });

  it('counts by the next sweep that sees them, where nobody tells that they came', async () => {
    await tellOfBlock('unblocked');
    acme.github.setCollaborator(acme.shop, acme.alice, acme.mallory, 'write');
    await sweepAll();
    expect(await departures()).toEqual([['mallory', 'rehired', left]]);
  });

  it('counts at once where GitHub shows them already', async () => {
    acme.github.setCollaborator(acme.shop, acme.alice, acme.mallory, 'write');
    await tellOfBlock('unblocked');
    expect(await departures()).toEqual([['mallory', 'rehired', left]]);
  });

  it('is over with another block', async () => {
    await tellOfBlock('unblocked');
    await tellOfBlock('blocked');
    acme.github.setCollaborator(acme.shop, acme.alice, acme.mallory, 'write');
    await tell('member.added');
    expect(await departures()).toMatchObject([['mallory', 'effective', expect.any(Number)]]);
  });
});
