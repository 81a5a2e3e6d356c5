import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokenReports } from '../../src/github/report-tokens.ts';
import { credentialId, type KnownCredential, type Scope } from '../../src/model/credential.ts';
import { Secret } from '../../src/model/secret.ts';
import type { Sighting } from '../../src/model/sighting.ts';
import type { CredentialFile } from '../../src/model/violation.ts';
import { remediations } from '../../src/remediations/index.ts';
import type { RemediationWorld } from '../../src/remediations/remediation.ts';
import { type Door, makeDoor } from '../support/make-door.ts';
import { makeCredential, makeFile, makeObservation, makePlaintext } from '../support/make-facts.ts';

const WRITES = [
  'administration',
  'secrets',
  'environments',
  'actions_variables',
  'dependabot_secrets',
  'codespaces_secrets',
  'agent_secrets',
  'repository_hooks',
  'secret_scanning_alerts',
  'organization_secrets',
  'organization_hooks',
  'organization_dependabot_secrets',
  'organization_agent_secrets',
  'organization_actions_variables',
  'organization_administration',
  'organization_personal_access_tokens',
];

let acme: Door;
let shopScope: Scope;
beforeAll(async () => {
  acme = await makeDoor({ permissions: Object.fromEntries(WRITES.map((name) => [name, 'write'])) });
  acme.acme.plan = 'enterprise';
  shopScope = { repositoryId: acme.shop.id, repository: 'acme/shop' };
});
afterAll(() => acme.close());

const asFile = (given: Partial<KnownCredential>, sightings: readonly Sighting[] = []) =>
  makeFile({ credential: makeCredential({ id: credentialId('x', given.name ?? 'x'), ...given }), sightings });

const worldOf = (given: Partial<RemediationWorld> = {}): RemediationWorld => ({
  github: acme.door,
  organization: 'acme',
  value: async () => undefined,
  holds: () => true,
  reports: tokenReports(`${acme.github.url}/api/v3`, Date.now),
  ...given,
});

function remedyFor(file: CredentialFile) {
  const found = remediations.find((each) => each.appliesTo(file));
  if (found === undefined) throw new Error('nothing can be done to it');
  return found;
}

async function doTo(file: CredentialFile, given: Partial<RemediationWorld> = {}): Promise<string> {
  const remedy = remedyFor(file);
  return (await remedy.changed?.(worldOf(given), file)) ?? (await remedy.attempt(worldOf(given), file));
}

type Store = 'actions' | 'dependabot' | 'codespaces' | 'agents';

describe('a secret', () => {
  it.each<[Store, string, string]>([
    ['actions', 'actions-secret', 'secrets'],
    ['dependabot', 'dependabot-secret', 'dependabot_secrets'],
    ['codespaces', 'codespaces-secret', 'codespaces_secrets'],
    ['agents', 'agents-secret', 'agent_secrets'],
  ])('of %s of a repository is deleted, and no other', async (store, kind, needs) => {
    const { github, shop, mallory } = acme;
    for (const name of ['HERS', 'OTHER']) github.setSecret(shop, mallory, name, { store });
    const file = asFile({ kind, name: 'HERS', scope: shopScope });
    expect(remedyFor(file).needs(file)).toBe(needs);
    expect(await doTo(file)).toContain('204');
    expect([...shop.vault.secrets[store].keys()]).toEqual(['OTHER']);
  });

  it.each<[Store, string, string]>([
    ['actions', 'actions-secret', 'organization_secrets'],
    ['dependabot', 'dependabot-secret', 'organization_dependabot_secrets'],
    ['agents', 'agents-secret', 'organization_agent_secrets'],
  ])('of %s of the organisation is deleted', async (store, kind, needs) => {
    acme.github.setSecret(acme.acme, acme.alice, 'OURS', { store });
    const file = asFile({ kind, name: 'OURS', scope: {} });
    expect(remedyFor(file).needs(file)).toBe(needs);
    await doTo(file);
    expect(acme.acme.vault.secrets[store].has('OURS')).toBe(false);
  });

  it('of an environment is deleted, whatever the environment is called', async () => {
    const production = acme.github.createEnvironment(acme.shop, acme.alice, 'our production/eu');
    acme.github.setSecret(production, acme.mallory, 'SIGNING');
    const file = asFile({
      kind: 'actions-secret',
      name: 'SIGNING',
      scope: { ...shopScope, environment: production.name },
    });
    expect(remedyFor(file).needs(file)).toBe('environments');
    await doTo(file);
    expect(production.vault.secrets.actions.size).toBe(0);
  });

  it('that was saved again since is left, and so is one that is gone', async () => {
    const { github, shop, mallory } = acme;
    github.setSecret(shop, mallory, 'AGAIN', { updatedAt: 5_000 });
    const file = asFile({ kind: 'actions-secret', name: 'AGAIN', scope: shopScope });
    expect(await doTo(file, { updatedAt: 1_000 })).toContain('saved again');
    expect(shop.vault.secrets.actions.has('AGAIN')).toBe(true);
    expect(await doTo(asFile({ kind: 'actions-secret', name: 'NEVER', scope: shopScope }))).toContain('not there');
  });
});

describe('a webhook', () => {
  it.each(['repository', 'organization'] as const)('of a %s is deleted', async (level) => {
    const place = level === 'repository' ? acme.shop : acme.acme;
    const hook = acme.github.addHook(place, acme.mallory, 'https://hooks.example/1');
    const scope = level === 'repository' ? shopScope : {};
    const file = asFile({ kind: 'webhook', name: 'hooks.example', scope, facts: { hookId: hook.id } });
    expect(remedyFor(file).needs(file)).toBe(level === 'repository' ? 'repository_hooks' : 'organization_hooks');
    await doTo(file);
    expect(place.hooks).not.toContain(hook);
  });
});

it('what single sign-on authorised is taken back', async () => {
  acme.acme.ssoAuthorizations.push({ id: 77, login: 'mallory', type: 'SSH key', title: 'laptop', authorizedAt: 1 });
  await doTo(asFile({ kind: 'sso-authorization', scope: {}, facts: { authorizationId: 77 } }));
  expect(acme.acme.ssoAuthorizations).toEqual([]);
});

describe('a variable that holds a secret', () => {
  const seen = (name: string, id = name): Sighting => ({
    id,
    in: 'variable',
    credential: makePlaintext().id,
    scope: shopScope,
    firstSeenAt: 1,
    name,
  });
  const plaintext = { rule: 'stripe-secret-key', confidence: 'high', fingerprint: 'f0' as never, mask: 'x' } as const;
  const inVariables = (...sightings: readonly Sighting[]) =>
    makeFile({ credential: makePlaintext({ scope: shopScope, plaintext }), sightings });

  it('is deleted, unless it holds something else by now', async () => {
    acme.github.setVariable(acme.shop, acme.mallory, 'TOKEN', 'a value');
    expect(await doTo(inVariables(seen('TOKEN')), { holds: () => false })).toContain('another value');
    expect(acme.shop.vault.variables.has('TOKEN')).toBe(true);
    await doTo(inVariables(seen('TOKEN')));
    expect(acme.shop.vault.variables.has('TOKEN')).toBe(false);
  });

  it('is left where the value stands elsewhere as well, or not in a variable of Actions at all', () => {
    const can = (file: CredentialFile) => remediations.some((each) => each.appliesTo(file));
    expect(can(inVariables(seen('TOKEN')))).toBe(true);
    expect(can(inVariables(seen('TOKEN'), seen('OTHER')))).toBe(false);
    expect(can(inVariables(seen('issue #4')))).toBe(false);
  });

  it('has its alert resolved with the proof in it, and only when there is one', async () => {
    acme.shop.alerts = [
      { number: 3, createdAt: 1, secretType: 'stripe', secret: 'x', state: 'open', validity: 'unknown' },
    ];
    const alert = seen('secret-scanning alert #3');
    expect(remediations.some((each) => each.appliesTo(inVariables(alert)))).toBe(false);
    const proved = makeFile({
      credential: makePlaintext({ scope: shopScope, plaintext }),
      sightings: [alert],
      observations: [makeObservation({ grade: 'P4', credential: makePlaintext().id })],
    });
    await doTo(proved);
    expect(acme.shop.alerts).toMatchObject([{ state: 'resolved', comment: expect.stringContaining('P4') }]);
  });
});

describe('reporting tokens', () => {
  it('gives the value to GitHub alone, and an error never names it', async () => {
    const secret = acme.github.createPersonalAccessToken(acme.bob);
    const dead = tokenReports('http://127.0.0.1:1', Date.now);
    expect(await dead.send([new Secret(secret)])).toBe(0);
    const file = makeFile({ credential: makePlaintext() });
    const doing = doTo(file, { value: async () => new Secret(secret), reports: dead });
    await expect(doing).rejects.toThrow('answered nothing');
    await expect(doing).rejects.not.toThrow(secret);
  });

  it('takes no value that GitHub would not take, and none that cannot be read again', async () => {
    const file = makeFile({ credential: makePlaintext() });
    await expect(doTo(file, { value: async () => new Secret('hello') })).rejects.toThrow('not of a form');
    await expect(doTo(file)).rejects.toThrow('could not be read again');
  });

  it('refuses more than GitHub takes at once', async () => {
    const many = Array.from({ length: 1001 }, () => new Secret('x'));
    await expect(tokenReports('http://127.0.0.1:1', Date.now).send(many)).rejects.toThrow('1 to 1000');
  });
});

it('GitHub has nothing against what was asked', async () => {
  await acme.github.settled();
  expect(acme.github.problems).toEqual([]);
});
