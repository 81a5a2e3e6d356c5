import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sources } from '../../src/sources/index.ts';
import type { Listing } from '../../src/sources/source.ts';
import { newPublicKey } from '../github-stand-in/acme.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';

let acme: Door;
beforeAll(async () => {
  acme = await makeDoor();
});
afterAll(() => acme.close());
afterEach(() => acme.github.clearFaults());

function list(name: string, { door, organization, shop }: Door = acme): Promise<Listing[]> {
  const source = sources.find((each) => each.name === name);
  if (source === undefined) throw new Error(`no source ${name}`);
  const target = {
    organization,
    now: Date.now(),
    ...(source.level === 'repository' ? { repository: asKnown(shop) } : {}),
  };
  return Array.fromAsync(source.list(door, target));
}
const only = async (name: string): Promise<Listing> => {
  const [listing, ...more] = await list(name);
  if (listing === undefined || more.length > 0) throw new Error(`${more.length} listings instead of one`);
  return listing;
};

/** What all sources together say of the environments. */
async function environments(): Promise<Listing[]> {
  const names = sources.filter(({ name }) => name.startsWith('environment')).map(({ name }) => name);
  return (await Promise.all(names.map((name) => list(name)))).flat();
}

describe('deploy keys', () => {
  it('are listed with who added them, which GitHub states', async () => {
    const key = newPublicKey();
    const used = Date.UTC(2026, 9, 1);
    const { id } = acme.github.addDeployKey(acme.shop, acme.mallory, 'ci', `${key} mallory@laptop`, {
      readOnly: false,
      createdAt: Date.UTC(2026, 2, 1),
      lastUsedAt: used,
    });
    const { credentials, evidence, scope } = await only('deploy-key');
    expect(scope).toEqual({ repositoryId: acme.shop.id, repository: 'acme/shop' });
    expect(credentials).toMatchObject([
      {
        id: `deploy-key:${acme.shop.id}:${id}`,
        kind: 'deploy-key',
        name: 'ci',
        lastUsedAt: used,
        facts: { keyId: id, readOnly: false },
      },
    ]);
    expect(evidence).toMatchObject([
      {
        role: 'creator',
        strength: 'stated',
        who: { login: 'mallory' },
        at: Date.UTC(2026, 2, 1),
        did: 'added this deploy key',
      },
    ]);
    expect(JSON.stringify(credentials)).not.toContain(key.split(' ')[1]);
  });

  it('that are the same key have the same hash, whatever the comment behind it', async () => {
    const key = newPublicKey();
    const other = await acme.github.createRepository(acme.acme, 'other', { actor: acme.alice });
    acme.github.addDeployKey(other, acme.bob, 'one', `${key} one`);
    acme.github.addDeployKey(acme.shop, acme.bob, 'two', `${key} two`);
    const hash = ({ credentials }: Listing, name: string) =>
      credentials.find((each) => each.name === name)?.facts['publicKey'];
    const [there] = await list('deploy-key', { ...acme, shop: other });
    const here = await only('deploy-key');
    expect(hash(here, 'two')).toBeDefined();
    expect(there && hash(there, 'one')).toBe(hash(here, 'two'));
    expect(hash(here, 'ci')).not.toBe(hash(here, 'two'));
  });
});

describe('secrets', () => {
  it('of a repository are listed by name and dates: never a value, never a creator', async () => {
    acme.github.setSecret(acme.shop, acme.mallory, 'DEPLOY_TOKEN', {
      value: 'the value',
      createdAt: Date.UTC(2026, 2, 1),
    });
    const { credentials, evidence } = await only('actions-secret');
    expect(credentials).toMatchObject([
      { kind: 'actions-secret', name: 'DEPLOY_TOKEN', createdAt: Date.UTC(2026, 2, 1) },
    ]);
    expect(evidence).toEqual([]);
  });

  it('of environments are listed one environment after the other, also when its name is odd', async () => {
    const odd = acme.github.createEnvironment(acme.shop, acme.alice, 'prod/eu west');
    acme.github.createEnvironment(acme.shop, acme.alice, 'empty');
    acme.github.setSecret(odd, acme.bob, 'SIGNING_KEY');
    const held = Map.groupBy(await environments(), ({ scope }) => scope.environment);
    const names = [...held].map(([name, listings]) => [
      name,
      listings.flatMap(({ credentials }) => credentials.map((each) => each.name)),
    ]);
    expect(names).toEqual([
      [undefined, []],
      ['prod/eu west', ['SIGNING_KEY']],
      ['empty', []],
    ]);
  });

  it('of the organisation are listed with who may use them', async () => {
    acme.github.setSecret(acme.acme, acme.alice, 'NPM_TOKEN', { visibility: 'private' });
    const { credentials, scope } = await only('organization-secret');
    expect(scope).toEqual({});
    expect(credentials).toMatchObject([
      { id: 'actions-secret:organization::NPM_TOKEN', facts: { visibility: 'private' } },
    ]);
  });

  it('of one name in three places are three credentials', async () => {
    const place = acme.shop.environments[0];
    if (place) acme.github.setSecret(place, acme.bob, 'SAME');
    acme.github.setSecret(acme.shop, acme.bob, 'SAME');
    acme.github.setSecret(acme.acme, acme.bob, 'SAME');
    const found = [
      ...(await list('actions-secret')),
      ...(await environments()),
      ...(await list('organization-secret')),
    ];
    const ids = found.flatMap(({ credentials }) =>
      credentials.filter(({ name }) => name === 'SAME').map(({ id }) => id),
    );
    expect(new Set(ids).size).toBe(3);
  });
});

describe('variables', () => {
  it('are texts to be scanned, from the repository, its environments and the organisation', async () => {
    const place = acme.github.createEnvironment(acme.shop, acme.alice, 'staging');
    for (const [where, value] of [
      [acme.shop, 'one'],
      [place, 'two'],
      [acme.acme, 'three'],
    ] as const)
      acme.github.setVariable(where, acme.mallory, 'PLACE', value);
    const found = [
      ...(await list('actions-variable')),
      ...(await environments()),
      ...(await list('organization-variable')),
    ];
    const texts = found.flatMap((listing) => listing.texts);
    expect(texts.map(({ name, value }) => [name, value])).toEqual([
      ['PLACE', 'one'],
      ['PLACE', 'two'],
      ['PLACE', 'three'],
    ]);
  });

  it('beyond the first page are read as well', async () => {
    for (let index = 0; index < 45; index += 1) acme.github.setVariable(acme.shop, acme.bob, `V_${index}`, 'x');
    const { texts } = await only('actions-variable');
    expect(texts).toHaveLength(46);
  });
});

describe('a place that may not be looked at', () => {
  it.each([
    ['deploy-key', 'administration: read'],
    ['actions-secret', 'secrets: read'],
    ['organization-secret', 'organization_secrets: read'],
    ['actions-variable', 'actions_variables: read'],
    ['organization-variable', 'organization_actions_variables: read'],
  ])('%s: is told with what it needs: %s', async (name, needs) => {
    const blind = await makeDoor({ permissions: { contents: 'read' } });
    await expect(list(name, blind)).rejects.toMatchObject({ name: 'NotVisible', gap: { why: 'permission', needs } });
    await blind.close();
  });

  it('because GitHub failed is no empty list', async () => {
    acme.github.fault({ on: /GET .*\/actions\/secrets/, status: 500, times: 9 });
    await expect(list('actions-secret')).rejects.toMatchObject({ name: 'GitHubFailure', status: 500 });
  });

  it('because the repository is not there is no empty list either', async () => {
    const gone = { ...acme, shop: { ...acme.shop, name: 'gone' } };
    await expect(list('deploy-key', gone as Door)).rejects.toMatchObject({ name: 'GitHubFailure', status: 404 });
  });
});

it('GitHub has nothing against what was asked', async () => {
  await acme.github.settled();
  expect(acme.github.problems).toEqual([]);
});
