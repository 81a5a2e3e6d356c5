import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Door, makeDoor } from '../support/make-door.ts';
import { listingOf } from './listing.ts';

// What the organisation lets in from outside: Apps, tokens and keys of people.
let acme: Door;
beforeAll(async () => {
  acme = await makeDoor();
});
afterAll(() => acme.close());

it('installed Apps are listed with what they may change and see', async () => {
  const { installationId } = acme.github.install(acme.acme, {
    appName: 'Deployer',
    permissions: { contents: 'write', issues: 'read' },
    repositories: [acme.shop],
  });
  const { credentials } = await listingOf('app-installation', acme);
  expect(credentials.find(({ name }) => name === 'deployer')).toMatchObject({
    id: `app-installation:${installationId}`,
    facts: { writes: 'contents', reads: 'issues, metadata', repositories: 'selected', suspended: false },
  });
});

describe('a fine-grained token', () => {
  it('that is let in is its owner’s, as GitHub states', async () => {
    const used = Date.UTC(2026, 9, 1);
    const request = acme.github.requestTokenAccess(acme.acme, acme.mallory, { name: 'laptop', lastUsedAt: used });
    acme.github.approveTokenAccess(acme.acme, acme.alice, request);
    const { credentials, evidence } = await listingOf('fine-grained-token', acme);
    expect(credentials).toMatchObject([
      {
        id: `fine-grained-token:${request.tokenId}`,
        name: 'laptop',
        lastUsedAt: used,
        facts: { powers: 'contents: write, metadata: read', expired: false },
      },
    ]);
    expect(evidence).toMatchObject([
      {
        credential: credentials[0]?.id,
        role: 'creator',
        strength: 'stated',
        who: { id: acme.mallory.id, login: 'mallory' },
      },
    ]);
    expect(JSON.stringify({ credentials, evidence })).not.toContain(request.secret);
  });

  it('that waits to be let in is listed apart, and is the same token afterwards', async () => {
    const request = acme.github.requestTokenAccess(acme.acme, acme.mallory, { name: 'waiting' });
    const { credentials, evidence } = await listingOf('fine-grained-token-request', acme);
    expect(credentials).toMatchObject([{ name: 'waiting', facts: { tokenId: request.tokenId } }]);
    expect(evidence).toMatchObject([{ did: 'asked to let this token in', who: { login: 'mallory' } }]);
    acme.github.approveTokenAccess(acme.acme, acme.alice, request);
    expect((await listingOf('fine-grained-token-request', acme)).credentials).toEqual([]);
    const admitted = (await listingOf('fine-grained-token', acme)).credentials.find(({ name }) => name === 'waiting');
    expect(admitted?.facts['tokenId']).toBe(request.tokenId);
  });
});

describe('credentials that single sign-on lets in', () => {
  it('are classic tokens and SSH keys with their owners', async () => {
    const mine = { login: 'mallory', title: 'laptop', authorizedAt: Date.UTC(2026, 2, 1) };
    acme.acme.ssoAuthorizations.push(
      { ...mine, id: 11, type: 'personal access token', scopes: ['repo', 'workflow'] },
      { ...mine, id: 12, type: 'SSH key', accessedAt: Date.UTC(2026, 9, 1) },
    );
    const { credentials, evidence } = await listingOf('sso-authorization', acme);
    expect(credentials).toMatchObject([
      {
        id: 'sso-authorization:11',
        name: 'laptop',
        facts: { type: 'personal access token', scopes: 'repo, workflow' },
      },
      { id: 'sso-authorization:12', lastUsedAt: Date.UTC(2026, 9, 1), facts: { keyFingerprint: 'SHA256:12' } },
    ]);
    expect(evidence.map(({ who, strength }) => [who.login, strength])).toEqual([
      ['mallory', 'stated'],
      ['mallory', 'stated'],
    ]);
  });

  it('are not "none" on a plan without single sign-on: the plan is what is needed', async () => {
    acme.acme.plan = 'team';
    await expect(listingOf('sso-authorization', acme)).rejects.toMatchObject({
      gap: { why: 'absent', says: 'not visible: needs GitHub Enterprise Cloud with SAML single sign-on' },
    });
    acme.acme.plan = 'enterprise';
  });

  it('are said to need permission and plan when GitHub refuses without a reason', async () => {
    acme.github.fault({ on: /GET .*\/credential-authorizations/, status: 403, message: 'Forbidden' });
    await expect(listingOf('sso-authorization', acme)).rejects.toMatchObject({
      gap: { says: expect.stringMatching(/needs Organization administration: read, and GitHub Enterprise Cloud/) },
    });
    acme.github.clearFaults();
  });
});

it('GitHub has nothing against what was asked', async () => {
  await acme.github.settled();
  expect(acme.github.problems).toEqual([]);
});
