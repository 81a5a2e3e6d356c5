// Events of a block carry no time: what they say is held against who is blocked now, and who is here.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPermissions } from '../github-stand-in/acme.ts';
import { type LateEvents, startLateEvents } from '../support/late-events.ts';

let here: LateEvents;
beforeEach(async () => {
  here = await startLateEvents();
}, 120_000);
afterEach(() => here.end());

describe('the end of a block', () => {
  let left: number;
  beforeEach(async () => {
    here.acme.github.blockUser(here.acme.acme, here.acme.alice, here.acme.mallory);
    left = await here.tellOfBlock('blocked');
  });

  it('that is told late, or of somebody who is not let in again, ends no departure, nor does a sweep', async () => {
    await here.tellOfBlock('unblocked');
    expect(await here.departures()).toEqual([['mallory', 'effective', left]]);
    await here.sweepAll();
    expect(await here.departures()).toEqual([['mallory', 'effective', left]]);
  });

  it('counts as soon as an event tells that they came, and GitHub shows them', async () => {
    await here.tellOfBlock('unblocked');
    await here.tell('member.added');
    expect(await here.departures()).toEqual([['mallory', 'effective', left]]);
    here.acme.github.setCollaborator(here.acme.shop, here.acme.alice, here.acme.mallory, 'write');
    await here.tell('member.added');
    expect(await here.departures()).toEqual([['mallory', 'rehired', left]]);
  });

  it('counts by the next sweep that sees them, where nobody tells that they came', async () => {
    await here.tellOfBlock('unblocked');
    here.acme.github.setCollaborator(here.acme.shop, here.acme.alice, here.acme.mallory, 'write');
    await here.sweepAll();
    expect(await here.departures()).toEqual([['mallory', 'rehired', left]]);
  });

  it('counts at once where GitHub shows them already', async () => {
    here.acme.github.setCollaborator(here.acme.shop, here.acme.alice, here.acme.mallory, 'write');
    await here.tellOfBlock('unblocked');
    expect(await here.departures()).toEqual([['mallory', 'rehired', left]]);
  });

  it('is over with another block', async () => {
    await here.tellOfBlock('unblocked');
    await here.tellOfBlock('blocked');
    here.acme.github.setCollaborator(here.acme.shop, here.acme.alice, here.acme.mallory, 'write');
    await here.tell('member.added');
    expect(await here.departures()).toMatchObject([['mallory', 'effective', expect.any(Number)]]);
  });
});

describe('where it is visible who is blocked', () => {
  beforeEach(async () => {
    await here.end();
    here = await startLateEvents({ permissions: { ...readPermissions, organization_user_blocking: 'read' } });
  }, 120_000);

  it('a block that is told only after its own end is no departure of somebody who is let in again', async () => {
    here.acme.github.setCollaborator(here.acme.shop, here.acme.alice, here.acme.mallory, 'write');
    await here.tellOfBlock('unblocked');
    const left = await here.tellOfBlock('blocked');
    expect(await here.departures()).toEqual([['mallory', 'effective', left]]);
    await here.sweepAll();
    expect(await here.departures()).toEqual([['mallory', 'rehired', left]]);
  });

  it('a block that is told in time stands, whoever else says that they came', async () => {
    here.acme.github.blockUser(here.acme.acme, here.acme.alice, here.acme.mallory);
    const left = await here.tellOfBlock('blocked');
    await here.tell('member.added');
    await here.sweepAll();
    expect(await here.departures()).toEqual([['mallory', 'effective', left]]);
  });

  it('a block of somebody known that nobody told of is an emergency from the next sweep on, and said once', async () => {
    await here.sweepAll();
    here.acme.github.blockUser(here.acme.acme, here.acme.alice, here.acme.mallory);
    here.acme.github.blockUser(here.acme.acme, here.acme.alice, here.acme.github.user('stranger'));
    const swept = await here.sweepAll();
    await here.sweepAll();
    const found = await here.heard();
    expect(found.map(({ who, effectiveAt, emergency }) => [who.login, effectiveAt, emergency])).toEqual([
      ['mallory', swept, true],
    ]);
    expect(found[0]?.notices.filter(({ source }) => source === 'organization-block')).toHaveLength(1);
  });

  it('its end, which nobody told of, counts by the sweep that sees them in again', async () => {
    here.acme.github.blockUser(here.acme.acme, here.acme.alice, here.acme.mallory);
    const left = await here.tellOfBlock('blocked');
    here.acme.github.unblockUser(here.acme.acme, here.acme.alice, here.acme.mallory);
    await here.sweepAll();
    expect(await here.departures()).toEqual([['mallory', 'effective', left]]);
    here.acme.github.setCollaborator(here.acme.shop, here.acme.alice, here.acme.mallory, 'write');
    await here.sweepAll();
    expect(await here.departures()).toEqual([['mallory', 'rehired', left]]);
  });

  it('what an operator overruled is not said again by a sweep', async () => {
    here.acme.github.blockUser(here.acme.acme, here.acme.alice, here.acme.mallory);
    await here.tellOfBlock('blocked');
    here.days.advance(60_000);
    const overruled = { source: 'cli', says: 'stays', detail: 'a mistake', overrules: true } as const;
    const at = { effectiveAt: here.days.now(), learnedAt: here.days.now() };
    await here.days.store.departures.add(here.acme.acme.id, [
      { ...overruled, ...at, who: { id: here.acme.mallory.id } },
    ]);
    await here.sweepAll();
    const found = await here.heard();
    expect(found[0]?.notices.filter(({ source }) => source === 'organization-block')).toHaveLength(1);
  });

  it('where GitHub refuses the list, the block stands and the gap says what is needed', async () => {
    here.acme.github.fault({ on: /\/blocks/, status: 403, message: 'no', times: 100 });
    here.acme.github.setCollaborator(here.acme.shop, here.acme.alice, here.acme.mallory, 'write');
    await here.tellOfBlock('unblocked');
    const left = await here.tellOfBlock('blocked');
    await here.sweepAll();
    expect(await here.departures()).toEqual([['mallory', 'effective', left]]);
    const [look] = await here.days.store.coverage.list(here.acme.acme.id, ({ source }) => source === 'blocked-users');
    expect(look?.gap).toMatchObject({ why: 'permission', says: expect.stringContaining('not visible') });
  });
});
