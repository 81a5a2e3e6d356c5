import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sources } from '../../src/sources/index.ts';
import { type Door, makeDoor } from '../support/make-door.ts';
import { listingOf, listingsOf } from './listing.ts';

const CREATED = Date.UTC(2026, 2, 1);
const PERMISSIONS = Object.fromEntries(
  [
    'actions',
    'administration',
    'agent_secrets',
    'agent_variables',
    'dependabot_secrets',
    'environments',
    'organization_administration',
    'organization_agent_secrets',
    'organization_agent_variables',
    'organization_dependabot_secrets',
    'organization_hooks',
    'organization_private_registries',
    'organization_self_hosted_runners',
    'repository_hooks',
  ].map((name) => [name, 'read' as const]),
);

let acme: Door;
beforeAll(async () => {
  acme = await makeDoor({ permissions: { ...PERMISSIONS, codespaces_secrets: 'write' } });
});
afterAll(() => acme.close());

describe.each(['dependabot', 'codespaces', 'agents'] as const)('secrets of %s', (store) => {
  it('are listed apart from those of Actions with the same name', async () => {
    acme.github.setSecret(acme.shop, acme.mallory, 'TOKEN', { store, createdAt: CREATED });
    acme.github.setSecret(acme.shop, acme.mallory, 'TOKEN');
    const { credentials, scope } = await listingOf(`${store}-secret`, acme);
    expect(scope).toEqual({ repositoryId: acme.shop.id, repository: 'acme/shop' });
    expect(credentials).toEqual([
      {
        id: `${store}-secret:${acme.shop.id}::TOKEN`,
        kind: `${store}-secret`,
        name: 'TOKEN',
        scope,
        facts: {},
        createdAt: CREATED,
        updatedAt: CREATED,
      },
    ]);
  });
});

describe.each(['dependabot', 'agents'] as const)('secrets of %s of the organisation', (store) => {
  it('are listed with who may use them', async () => {
    acme.github.setSecret(acme.acme, acme.alice, 'SHARED', { store, visibility: 'private' });
    const { credentials, scope } = await listingOf(`organization-${store}-secret`, acme);
    expect(scope).toEqual({});
    expect(credentials).toMatchObject([
      { id: `${store}-secret:organization::SHARED`, kind: `${store}-secret`, facts: { visibility: 'private' } },
    ]);
  });
});

it('variables of agents are texts of another name than those of Actions', async () => {
  acme.github.setVariable(acme.shop, acme.bob, 'PLACE', 'for Actions');
  acme.github.setVariable(acme.shop, acme.bob, 'PLACE', 'for agents', { store: 'agents' });
  acme.github.setVariable(acme.acme, acme.bob, 'PLACE', 'for all agents', { store: 'agents' });
  expect((await listingOf('agents-variable', acme)).texts).toMatchObject([
    { name: 'agents variable PLACE', value: 'for agents' },
  ]);
  expect((await listingOf('organization-agents-variable', acme)).texts).toMatchObject([{ value: 'for all agents' }]);
});

it('secrets of an environment tell what protects them', async () => {
  const guarded = acme.github.createEnvironment(acme.shop, acme.alice, 'production', {
    reviewers: [acme.alice, acme.bob],
    waitMinutes: 5,
  });
  const open = acme.github.createEnvironment(acme.shop, acme.alice, 'staging');
  const ops = acme.github.createTeam(acme.acme, acme.alice, 'Ops');
  const byTeam = acme.github.createEnvironment(acme.shop, acme.alice, 'release', {
    reviewers: [ops],
    preventSelfReview: true,
    branches: 'protected',
  });
  const chosen = acme.github.createEnvironment(acme.shop, acme.alice, 'preview', { branches: 'chosen' });
  for (const place of [guarded, open, byTeam, chosen]) acme.github.setSecret(place, acme.bob, 'KEY');
  const listings = await listingsOf('environment', acme);
  expect(listings.flatMap(({ credentials }) => credentials.map(({ facts }) => facts))).toEqual([
    { reviewers: 2, approvers: '@alice @bob', selfReview: true, waitMinutes: 5, branches: 'any' },
    { reviewers: 0, approvers: '', selfReview: true, waitMinutes: 0, branches: 'any' },
    { reviewers: 1, approvers: 'team/ops', selfReview: false, waitMinutes: 0, branches: 'protected' },
    { reviewers: 0, approvers: '', selfReview: true, waitMinutes: 0, branches: 'chosen' },
  ]);
});

describe('webhooks', () => {
  it('are known by their host, whether they are signed and whether certificates are checked', async () => {
    const signed = acme.github.addHook(acme.shop, acme.mallory, 'https://ci.example/hook', ['push', 'member'], {
      secretSet: true,
    });
    acme.github.addHook(acme.shop, acme.mallory, 'https://old.example/hook', ['push'], { insecure: true });
    acme.github.addHook(acme.shop, acme.mallory, 'http://plain.example/hook');
    const { credentials } = await listingOf('webhook', acme);
    expect(credentials.map(({ name, facts: { secretSet, tls } }) => [name, secretSet, tls])).toEqual([
      ['ci.example', true, true],
      ['old.example', false, false],
      ['plain.example', false, false],
    ]);
    expect(credentials[0]).toMatchObject({
      id: `webhook:${acme.shop.id}:${signed.id}`,
      facts: { events: 'push, member' },
    });
  });

  it('keep nothing of an address but its host; the whole is scanned', async () => {
    const address = 'https://user:pass@hooks.example:8443/T0/B0/last-part?token=of-the-receiver';
    const { id } = acme.github.addHook(acme.acme, acme.alice, address);
    const { credentials, texts, scope } = await listingOf('organization-webhook', acme);
    expect(scope).toEqual({});
    expect(credentials).toMatchObject([{ name: 'hooks.example:8443', id: `webhook:organization:${id}` }]);
    expect(JSON.stringify(credentials)).not.toMatch(/pass|T0|last-part|of-the-receiver/);
    expect(texts).toMatchObject([{ name: `webhook ${id}`, value: address }]);
  });
});

it('runners are listed for the repository and for the organisation', async () => {
  acme.shop.runners.push({ id: 7, name: 'under-the-desk', labels: ['self-hosted', 'linux'] });
  acme.acme.runners.push({ id: 7, name: 'build-1', labels: [] });
  const own = (await listingOf('self-hosted-runner', acme)).credentials;
  const shared = (await listingOf('organization-self-hosted-runner', acme)).credentials;
  expect(own).toMatchObject([{ name: 'under-the-desk', facts: { runnerId: 7, labels: 'self-hosted, linux' } }]);
  expect(shared).toMatchObject([{ id: 'self-hosted-runner:organization:7', name: 'build-1' }]);
});

it('private registries are known by host and kind, with no value', async () => {
  const registry = { name: 'NPM', type: 'npm_registry', username: 'ci', createdAt: CREATED, updatedAt: CREATED };
  acme.acme.registries.push({ ...registry, url: 'https://user:pass@npm.example/a/b' });
  const { credentials } = await listingOf('private-registry', acme);
  expect(credentials).toMatchObject([
    { name: 'NPM', createdAt: CREATED, facts: { host: 'npm.example', type: 'npm_registry', secret: true } },
  ]);
  expect(JSON.stringify(credentials)).not.toContain('pass');
});

it('no place that lacks its permission is an empty one: each says what it needs', async () => {
  const blind = await makeDoor({ permissions: { contents: 'read' } });
  for (const { name } of sources) {
    const answer = await listingsOf(name, blind).then(
      () => 'an empty list',
      (error: { gap?: { says?: string } }) => error.gap?.says,
    );
    expect(answer, name).toMatch(/^not visible: needs \S+/);
  }
  await blind.github.settled();
  expect(blind.github.problems).toEqual([]);
  await blind.close();
});

it('GitHub has nothing against what was asked', async () => {
  await acme.github.settled();
  expect(acme.github.problems).toEqual([]);
});
