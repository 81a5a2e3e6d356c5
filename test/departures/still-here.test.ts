// Who is asked about is here or gone by what GitHub answers, however it comes to that answer.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { departureSources } from '../../src/departures/index.ts';
import { type Door, makeDoor } from '../support/make-door.ts';

const AT = Date.UTC(2026, 10, 21, 12);
let acme: Door;
beforeAll(async () => {
  acme = await makeDoor();
});
afterAll(() => acme.close());

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
