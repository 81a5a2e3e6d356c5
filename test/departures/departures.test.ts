import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { departureSources } from '../../src/departures/index.ts';
import { type Door, makeDoor } from '../support/make-door.ts';

let acme: Door;
const AT = Date.UTC(2026, 10, 21, 12);
beforeAll(async () => {
  acme = await makeDoor();
});
afterAll(() => acme.close());

/** What the last such event of the stand-in says, read by the source that listens to it. */
async function heard(event: string, action: string, { door, organization, github }: Door = acme) {
  await github.settled();
  const delivery = github.deliveries.findLast((each) => each.event === event && each.payload['action'] === action);
  const source = departureSources.find(({ webhooks }) => webhooks.includes(`${event}.${action}`));
  if (delivery === undefined || source === undefined) throw new Error(`nobody heard ${event}.${action}`);
  return source.notices({ github: door, organization, now: AT }, action, delivery.payload);
}

describe('the organisation', () => {
  it('removes a member: they leave at that moment, and it says who did it', async () => {
    acme.github.removeMember(acme.acme, acme.alice, acme.bob);
    expect(await heard('organization', 'member_removed')).toEqual([
      {
        source: 'organization',
        who: { id: acme.bob.id, login: 'bob' },
        says: 'leaves',
        effectiveAt: AT,
        learnedAt: AT,
        detail: 'removed from acme by @alice',
      },
    ]);
  });

  it('takes them back: they stay', async () => {
    acme.github.addMember(acme.acme, acme.alice, acme.bob);
    expect(await heard('organization', 'member_added')).toMatchObject([
      { source: 'organization', says: 'stays', detail: 'added to acme by @alice' },
    ]);
  });

  it('is left by the member, and then nobody else did it', async () => {
    acme.github.removeMember(acme.acme, acme.bob, acme.bob);
    expect(await heard('organization', 'member_removed')).toMatchObject([{ detail: 'removed from acme' }]);
    acme.github.addMember(acme.acme, acme.alice, acme.bob);
  });
});

describe('an outside collaborator', () => {
  it('who loses one repository of two has not left', async () => {
    const second = await acme.github.createRepository(acme.acme, 'second', { actor: acme.alice });
    acme.github.setCollaborator(second, acme.alice, acme.mallory, 'write');
    acme.github.removeCollaborator(second, acme.alice, acme.mallory);
    expect(await heard('member', 'removed')).toEqual([]);
  });

  it('who loses the last one has', async () => {
    acme.github.removeCollaborator(acme.shop, acme.alice, acme.mallory);
    expect(await heard('member', 'removed')).toMatchObject([
      {
        source: 'repository-collaborators',
        who: { id: acme.mallory.id, login: 'mallory' },
        says: 'leaves',
        effectiveAt: AT,
        detail: 'removed by @alice from acme/shop, the last repository they had',
      },
    ]);
  });

  it('who gets a repository again stays', async () => {
    acme.github.setCollaborator(acme.shop, acme.alice, acme.mallory, 'read');
    expect(await heard('member', 'added')).toMatchObject([{ says: 'stays', detail: 'added to acme/shop by @alice' }]);
  });

  it('who became a member has not left with the last repository', async () => {
    acme.github.addMember(acme.acme, acme.alice, acme.mallory);
    acme.github.removeCollaborator(acme.shop, acme.alice, acme.mallory);
    expect(await heard('member', 'removed')).toEqual([]);
  });
});

it('who is merely invited into the organisation is not still here', async () => {
  const door: Door['door'] = {
    ...acme.door,
    find: async (route, parameters, schema) =>
      route === 'GET /orgs/{org}/memberships/{username}'
        ? schema.parse({ state: 'pending', user: { id: 99, login: 'eve' } })
        : acme.door.find(route, parameters, schema),
  };
  const source = departureSources.find(({ name }) => name === 'repository-collaborators');
  const payload = { member: { id: 99, login: 'eve' }, repository: { full_name: 'acme/shop' } };
  const world = { github: door, organization: acme.organization, now: AT };
  expect(await source?.notices(world, 'removed', payload)).toMatchObject([{ says: 'leaves', who: { login: 'eve' } }]);
});

it.each([
  ['an event of a repository', 'repository-collaborators', 'removed', { member: { id: 101, login: 'u101' } }],
  [
    'an event of the organisation',
    'organization',
    'member_removed',
    { membership: { user: { id: 101, login: 'u101' } } },
  ],
])(
  'by %s nobody is gone who was skipped because somebody else left while the list was read',
  async (_, name, action, who) => {
    const all = Array.from({ length: 150 }, (__, at) => at + 1);
    const readings = [all.filter((id) => id !== 101), all.filter((id) => id !== 3)];
    const door: Door['door'] = {
      ...acme.door,
      find: async () => undefined,
      pages: async function* (___, ____, schema) {
        for (const id of readings.shift() ?? []) yield schema.parse({ id, login: `u${id}` });
      },
    };
    const source = departureSources.find((each) => each.name === name);
    const payload = { ...who, repository: { full_name: 'acme/shop' } };
    expect(await source?.notices({ github: door, organization: acme.organization, now: AT }, action, payload)).toEqual(
      [],
    );
  },
);

describe('a team', () => {
  it('that is lost says nothing of somebody who is still a member', async () => {
    const team = acme.github.createTeam(acme.acme, acme.alice, 'builders');
    acme.github.addMember(acme.acme, acme.alice, acme.bob);
    acme.github.addToTeam(acme.acme, acme.alice, team, acme.bob);
    acme.github.removeFromTeam(acme.acme, acme.alice, team, acme.bob);
    expect(await heard('membership', 'removed')).toEqual([]);
  });

  it('that was the last thing they had says that they left', async () => {
    const team = acme.github.createTeam(acme.acme, acme.alice, 'guests');
    acme.github.addToTeam(acme.acme, acme.alice, team, acme.bob);
    acme.github.removeMember(acme.acme, acme.alice, acme.bob);
    expect(await heard('membership', 'removed')).toMatchObject([
      {
        source: 'teams',
        who: { id: acme.bob.id },
        says: 'leaves',
        detail: 'removed by @alice from the last team they had',
      },
    ]);
  });
});

describe('a member who is removed', () => {
  it('and is an outside collaborator now, has moved', async () => {
    acme.github.addMember(acme.acme, acme.alice, acme.bob);
    acme.github.removeMember(acme.acme, acme.alice, acme.bob);
    acme.github.setCollaborator(acme.shop, acme.alice, acme.bob, 'read');
    expect(await heard('organization', 'member_removed')).toEqual([]);
    acme.github.removeCollaborator(acme.shop, acme.alice, acme.bob);
  });

  it('and is one through a team of the enterprise, stays', async () => {
    acme.github.addMember(acme.acme, acme.alice, acme.bob);
    const user = { id: acme.bob.id, login: 'bob' };
    const payload = { membership: { user, enterprise_teams_providing_indirect_membership: ['ent:all'] } };
    const source = departureSources.find(({ name }) => name === 'organization');
    const world = { github: acme.door, organization: acme.organization, now: AT };
    expect(await source?.notices(world, 'member_removed', payload)).toEqual([]);
  });
});

describe('somebody who is blocked', () => {
  let eve: ReturnType<Door['github']['user']>;
  beforeAll(() => {
    eve = acme.github.user('eve');
  });

  it('leaves at once and without grace', async () => {
    acme.github.setCollaborator(acme.shop, acme.alice, eve, 'write');
    acme.github.blockUser(acme.acme, acme.alice, eve);
    expect(await heard('org_block', 'blocked')).toEqual([
      {
        source: 'organization-block',
        who: { id: eve.id, login: 'eve' },
        says: 'leaves',
        emergency: true,
        effectiveAt: AT,
        learnedAt: AT,
        detail: 'blocked in acme by @alice',
      },
    ]);
  });

  it('and unblocked: the block is taken back', async () => {
    acme.github.unblockUser(acme.acme, acme.alice, eve);
    expect(await heard('org_block', 'unblocked')).toMatchObject([
      { says: 'stays', detail: 'no longer blocked in acme by @alice' },
    ]);
  });
});

it('who may not ask whether somebody is still here does not guess', async () => {
  const blind = await makeDoor({ permissions: { contents: 'read' } });
  blind.github.removeCollaborator(blind.shop, blind.alice, blind.mallory);
  await expect(heard('member', 'removed', { ...acme, ...blind, github: acme.github })).rejects.toMatchObject({
    name: 'NotVisible',
    gap: { needs: 'members: read' },
  });
  await blind.close();
});

it('GitHub has nothing against what was asked', () => {
  expect(acme.github.problems).toEqual([]);
});
