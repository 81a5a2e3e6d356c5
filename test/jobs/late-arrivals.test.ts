// GitHub's events come late, twice and in any order: what they say of somebody's coming is
// held against what GitHub shows now.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type LateEvents, startLateEvents } from '../support/late-events.ts';

let here: LateEvents;
beforeEach(async () => {
  here = await startLateEvents();
}, 120_000);
afterEach(() => here.end());

for (const late of ['member.added', 'organization.member_added'] as const)
  it(`${late}, told only after the person had gone again, ends no departure; the next sweep says when they left`, async () => {
    here.acme.github.removeCollaborator(here.acme.shop, here.acme.alice, here.acme.mallory);
    const left = await here.tell('member.removed');
    await here.tell(late);
    expect(await here.departures()).toEqual([['mallory', 'effective', left]]);
    // Between the two they were here again, and may have learned what was new: of that they left later.
    const swept = await here.sweepAll();
    expect(await here.departures()).toEqual([['mallory', 'effective', swept]]);
    await here.sweepAll();
    expect(await here.departures()).toEqual([['mallory', 'effective', swept]]);
  });

it('whoever comes back is here, and their departure ends', async () => {
  here.acme.github.removeCollaborator(here.acme.shop, here.acme.alice, here.acme.mallory);
  const left = await here.tell('member.removed');
  here.acme.github.setCollaborator(here.acme.shop, here.acme.alice, here.acme.mallory, 'write');
  await here.tell('member.added');
  expect(await here.departures()).toEqual([['mallory', 'rehired', left]]);
});

it('whoever is only invited again is not here', async () => {
  here.acme.github.removeCollaborator(here.acme.shop, here.acme.alice, here.acme.mallory);
  const left = await here.tell('member.removed');
  here.acme.github.inviteCollaborator(here.acme.shop, here.acme.alice, here.acme.mallory, 'write');
  await here.tell('member.added');
  expect(await here.departures()).toEqual([['mallory', 'effective', left]]);
});

it('a newcomer whom GitHub does not show yet has not left', async () => {
  here.acme.github.removeCollaborator(here.acme.shop, here.acme.alice, here.acme.mallory);
  await here.tell('member.added');
  expect(await here.departures()).toEqual([]);
  here.acme.github.setCollaborator(here.acme.shop, here.acme.alice, here.acme.mallory, 'write');
  await here.sweepAll();
  expect(await here.departures()).toEqual([]);
});

it('a newcomer who has gone again, which nobody told, has left by the next sweep', async () => {
  here.acme.github.removeCollaborator(here.acme.shop, here.acme.alice, here.acme.mallory);
  await here.tell('member.added');
  const swept = await here.sweepAll();
  expect(await here.departures()).toEqual([['mallory', 'effective', swept]]);
});

it('where it is not visible who is here, an event alone ends no departure', async () => {
  here.acme.github.removeCollaborator(here.acme.shop, here.acme.alice, here.acme.mallory);
  const left = await here.tell('member.removed');
  here.acme.github.fault({ on: /\/(?:memberships|outside_collaborators)/, status: 403, message: 'no', times: 100 });
  await here.tell('member.added');
  expect(await here.departures()).toEqual([['mallory', 'effective', left]]);
  expect(here.days.failures).toEqual([]);
});
