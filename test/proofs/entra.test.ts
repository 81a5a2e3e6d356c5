import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { KnownCredential } from '../../src/model/credential.ts';
import type { Observation } from '../../src/model/proof.ts';
import { Secret } from '../../src/model/secret.ts';
import { startIssuer } from '../support/fake-issuer.ts';
import { fake } from '../support/fake-tokens.ts';
import { type Door, makeDoor } from '../support/make-door.ts';
import { makeFile, makePlaintext, NOW } from '../support/make-facts.ts';
import { observing } from './observing.ts';

const [tenant, client, otherClient] = [fake('{uuid}', 1), fake('{uuid}', 2), fake('{uuid}', 3)];
const secret = fake('{base62:3}8Q~{base62:34}', 4);
const plaintext = { ...makePlaintext().plaintext, rule: 'azure-client-secret' };
const credential = makePlaintext({ plaintext: plaintext as NonNullable<KnownCredential['plaintext']> });

/**
 * What Microsoft Entra says of each code
 * (https://learn.microsoft.com/entra/identity-platform/reference-error-codes); none: it gives a token.
 */
let refusal: readonly [status: number, code: string] | undefined;

let acme: Door;
let entra: Awaited<ReturnType<typeof startIssuer>>;
const observe = observing(() => acme);
beforeAll(async () => {
  entra = await startIssuer('https://login.microsoftonline.com', ({ path, body }) => {
    const form = new URLSearchParams(body);
    if (path !== `/${tenant}/oauth2/v2.0/token`) return [400, { error_description: 'AADSTS90002: no such tenant' }];
    if (form.get('client_id') !== client) return [400, { error_description: 'AADSTS700016: no such application' }];
    if (refusal !== undefined) return [refusal[0], { error_description: `${refusal[1]}: words` }];
    return form.get('client_secret') === secret ? [200, { access_token: 'shown to nobody' }] : [500, {}];
  });
  acme = await makeDoor();
});
afterAll(() => Promise.all([entra.close(), acme.close()]));
afterEach(() => {
  refusal = undefined;
  entra.asked.length = 0;
});

const beside = (id: string) => `AZURE_TENANT_ID=${tenant}\nAZURE_CLIENT_ID=${id}\nAZURE_CLIENT_SECRET=${secret}\n`;
const look = (texts: readonly string[], before: readonly Observation[] = []) => {
  const found = { value: async () => new Secret(secret), surroundings: async () => texts };
  return observe(credential, { ...found, ask: entra.ask, now: NOW, before });
};

it.each([
  [401, 'AADSTS7000215'],
  [401, 'AADSTS7000222'],
] as const)('a client secret that gave a token before is dead when Entra answers %i %s', async (...answer) => {
  const alive = await look([beside(client)]);
  expect(alive).toMatchObject({ result: 'alive', asked: { status: 200 } });
  refusal = answer;
  const gone = await look([beside(client)], [alive]);
  expect(gone).toMatchObject({ result: 'gone', grade: 'P4', asked: { status: answer[0] } });
  expect(makeFile({ credential, observations: [alive, gone] }).proof.state).toBe('proved');
  expect(JSON.stringify([alive, gone])).not.toMatch(new RegExp(`${secret.slice(0, 12)}|shown to nobody`));
});

it.each([
  [401, 'AADSTS7000112'],
  [400, 'AADSTS700016'],
  [400, 'AADSTS90002'],
  [400, 'AADSTS53003'],
  [403, 'AADSTS7000215'],
  [500, 'AADSTS7000215'],
] as const)('%i %s proves nothing', async (...answer) => {
  const alive = await look([beside(client)]);
  refusal = answer;
  expect(await look([beside(client)], [alive])).toMatchObject({ result: 'unknown' });
});

it('one that was never seen to go with the client beside it is not gone because that one has it not', async () => {
  refusal = [401, 'AADSTS7000215'];
  const seen = await look([beside(client)]);
  expect(seen).toMatchObject({ result: 'unknown', says: expect.stringContaining('was never seen') });
  expect(makeFile({ credential, observations: [seen] }).proof.state).toBe('unobserved');
});

it('is not judged by another client that somebody put beside it, or in the place of its own', async () => {
  const alive = await look([beside(client)]);
  expect(await look([beside(client), beside(otherClient)], [alive])).toMatchObject({ result: 'alive' });
  expect(await look([beside(otherClient)], [alive])).toMatchObject({ result: 'unknown' });
});

it('a secret of an application that left one tenant and is in another is alive there', async () => {
  const customer = fake('{uuid}', 10);
  const at = (id: string) => beside(client).replace(tenant, id);
  const request = `POST https://login.microsoftonline.com/${customer}/oauth2/v2.0/token (for client ${client})`;
  const alive = { ...(await look([beside(client)])), asked: { request, status: 200 } };
  expect(await look([at(customer)], [alive])).toMatchObject({ result: 'unknown' });
  expect(await look([at(customer), beside(client)], [alive])).toMatchObject({ result: 'alive' });
});

it.each([
  ['JSON', `{"tenantId": "${tenant}", "clientId": "${client}"}`],
  ['YAML', `tenant: ${tenant.toUpperCase()}\napplication_id: '${client}'`],
  ['XML', `<add key="ida:TenantId" value="${tenant}"/><add key="ida:ClientId" value="${client}"/>`],
])('tenant and client are read in %s', async (_, text) => {
  expect(await look([text])).toMatchObject({ result: 'alive' });
});

it.each([
  ['no tenant', `client_id=${client}`],
  ['no client', `tenant_id=${tenant}`],
  ['IDs of something else', `subscription_id=${tenant}\nobject_id=${client}`],
  ['many clients', `tenant=${tenant}\n${[5, 6, 7, 8, 9].map((n) => `client_id=${fake('{uuid}', n)}`).join('\n')}`],
])('nobody is asked with %s beside it', async (_, text) => {
  expect(await look([text])).toMatchObject({ result: 'unknown' });
  expect(entra.asked).toEqual([]);
});
