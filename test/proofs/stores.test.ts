import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { askIssuer } from '../../src/github/ask-issuer.ts';
import type { GitHub } from '../../src/github/github.ts';
import type { Credential } from '../../src/model/credential.ts';
import { DEFAULT_POLICY } from '../../src/model/policy.ts';
import type { Observation } from '../../src/model/proof.ts';
import { GRADES } from '../../src/model/proof.ts';
import { requiredGrade } from '../../src/policy/proof-status.ts';
import { nameCredential, sayNextStep } from '../../src/policy/words/credential.ts';
import { proofKinds } from '../../src/proofs/index.ts';
import { listingOf } from '../sources/listing.ts';
import { type Door, makeDoor } from '../support/make-door.ts';
import { makeCredential, makeFile } from '../support/make-facts.ts';
import { probeOf } from '../support/probes.ts';
import { BEFORE, casesIn, DEPARTED } from './store-cases.ts';

const READS = [
  'administration',
  'agent_secrets',
  'dependabot_secrets',
  'organization_administration',
  'organization_hooks',
  'organization_personal_access_tokens',
  'organization_personal_access_token_requests',
  'repository_hooks',
  'organization_private_registries',
  'organization_self_hosted_runners',
];

let acme: Door;
let blind: Door;
beforeAll(async () => {
  const reads = Object.fromEntries(READS.map((name) => [name, 'read' as const]));
  acme = await makeDoor({ permissions: { ...reads, codespaces_secrets: 'write' } });
  blind = await makeDoor({ permissions: { contents: 'read' } });
});
afterAll(async () => {
  await acme.close();
  await blind.close();
});
afterEach(() => acme.github.clearFaults());

describe.each(casesIn(() => acme))('what $source lists', ({ source, make, grade, asks }) => {
  it('is alive while it is there, and proved gone only when it is gone', async () => {
    const takeAway = make();
    const found = await newest(source);
    expect(await observe(found)).toMatchObject({ result: 'alive', asked: { status: 200 }, control: { status: 200 } });
    takeAway();
    expect(await observe(found)).toMatchObject({ result: 'gone', grade, control: { status: 200 } });
  });

  it('is not proved gone by a permission that was taken away, an error or a cut connection', async () => {
    const takeAway = make();
    const found = await newest(source);
    takeAway();
    expect(await observe(found, blind.door)).toMatchObject({ result: 'unknown' });
    acme.github.fault({ on: asks, status: 500, times: 99 });
    expect(await observe(found)).toMatchObject({ result: 'unknown' });
    acme.github.clearFaults();
    acme.github.fault({ on: asks, cut: true, times: 99 });
    expect(await observe(found)).toMatchObject({ result: 'unknown' });
  });

  it('waits when GitHub asks for it', async () => {
    const takeAway = make();
    const found = await newest(source);
    acme.github.fault({ on: asks, status: 429, headers: { 'retry-after': '7' } });
    await expect(observe(found)).rejects.toMatchObject({ name: 'RetryLater', afterMs: 7000 });
    takeAway();
  });

  it('ticks its box with the best that its proof can show, and has a name and a next step in words', async () => {
    const takeAway = make();
    const file = makeFile({ credential: makeCredential(await newest(source)) });
    takeAway();
    const best = proofKinds.find((each) => each.appliesTo(file, probeOf))?.best ?? 'P0';
    const required = requiredGrade(file.credential, DEFAULT_POLICY);
    expect(required).toBe(grade);
    expect(GRADES.indexOf(required)).toBeLessThanOrEqual(GRADES.indexOf(best));
    expect(nameCredential(file)).not.toContain(
      file.credential.kind === 'webhook' ? 'webhook **' : file.credential.kind,
    );
    expect(sayNextStep(file)).toMatch(/\w+ .*\./);
  });
});

it('a webhook that was changed since is not gone: what was changed is not shown', async () => {
  acme.github.addHook(acme.shop, acme.mallory, 'https://ci.example/').updatedAt = DEPARTED + 60_000;
  expect(await observe(await newest('webhook'))).toMatchObject({ result: 'replaced', grade: 'P1' });
});

describe('a private registry', () => {
  const kept = (name: string, dates: { readonly createdAt: number; readonly updatedAt: number }) => {
    acme.acme.registries.push({ name, type: 'npm_registry', url: 'https://npm.example', ...dates });
    return newest('private-registry');
  };

  it('that was changed since may have another address or other readers: that its secret is another one is not shown', async () => {
    const found = await kept('CHANGED', { ...BEFORE, updatedAt: DEPARTED + 60_000 });
    expect(await observe(found)).toMatchObject({
      result: 'alive',
      says: expect.stringMatching(/^changed on .*make it anew/),
    });
  });

  it('that was made anew since has been given a secret', async () => {
    const found = await kept('ANEW', { createdAt: DEPARTED + 60_000, updatedAt: DEPARTED + 60_000 });
    expect(await observe(found)).toMatchObject({ result: 'replaced', grade: 'P1' });
  });
});

it('a suspended App has less than a removed one: it can be let in again', async () => {
  const { installationId } = acme.github.install(acme.acme, { appName: 'Sleeper', permissions: {} });
  acme.github.suspend(installationId, acme.alice);
  expect(await observe(await newest('app-installation'))).toMatchObject({ result: 'gone', grade: 'P2' });
});

it('an expired token is dead where it was issued', async () => {
  const expiresAt = Date.now() - 1000;
  const request = acme.github.requestTokenAccess(acme.acme, acme.mallory, { name: 'old', expiresAt });
  acme.github.approveTokenAccess(acme.acme, acme.alice, request);
  expect(await observe(await newest('fine-grained-token'))).toMatchObject({ result: 'gone', grade: 'P3' });
});

describe('a request that waits no more', () => {
  const asked = async (more: { expiresAt?: number } = {}) => {
    const request = acme.github.requestTokenAccess(acme.acme, acme.mallory, { name: 'granted', ...more });
    return { request, found: await newest('fine-grained-token-request') };
  };

  it('is as alive as its token where somebody granted it, also before any look listed the token', async () => {
    const { request, found } = await asked();
    acme.github.approveTokenAccess(acme.acme, acme.alice, request);
    expect(await observe(found)).toMatchObject({
      result: 'alive',
      says: 'it was granted: the organisation lets the token in',
      asked: { request: 'GET /orgs/acme/personal-access-tokens', status: 200 },
    });
    acme.github.revokeTokenAccess(acme.acme, acme.alice, request);
    expect(await observe(found)).toMatchObject({ result: 'gone', grade: 'P2' });
  });

  it('is gone with its token’s last day', async () => {
    const { request, found } = await asked({ expiresAt: Date.now() - 1000 });
    acme.github.approveTokenAccess(acme.acme, acme.alice, request);
    expect(await observe(found)).toMatchObject({ result: 'gone', grade: 'P3' });
  });

  it('proves nothing while nobody may see which tokens are let in', async () => {
    const { request, found } = await asked();
    acme.github.approveTokenAccess(acme.acme, acme.alice, request);
    acme.github.fault({ on: /GET .*\/personal-access-tokens/, status: 403, times: 99 });
    expect(await observe(found)).toMatchObject({ result: 'unknown' });
  });
});

it('GitHub has nothing against what was asked', async () => {
  await acme.github.settled();
  expect([...acme.github.problems, ...blind.github.problems]).toEqual([]);
});

async function newest(source: string): Promise<Credential> {
  const found = (await listingOf(source, acme)).credentials.at(-1);
  if (found === undefined) throw new Error(`${source} lists nothing`);
  return found;
}

function observe(credential: Credential, door: GitHub = acme.door): Promise<Observation> {
  const file = makeFile({ credential: { ...credential, firstSeenAt: BEFORE.createdAt, lastSeenAt: DEPARTED } });
  const kind = proofKinds.find((each) => each.appliesTo(file, probeOf));
  if (kind === undefined) throw new Error(`nothing proves a ${credential.kind}`);
  const ask = askIssuer({ github: `${acme.github.url}/api/v3`, restMs: 0, now: Date.now });
  const nothing = async () => undefined;
  const world = { github: door, organization: 'acme', now: Date.now(), since: DEPARTED, ask, probeOf };
  return kind.observe(
    { ...world, value: nothing, surroundings: nothing, deletion: nothing, before: [], asksOthers: false },
    file,
  );
}
