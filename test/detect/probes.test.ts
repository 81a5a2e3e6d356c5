// What issuers answer of values that live all the same: from an address that is not let in,
// at another region's host, for another kind of token.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askIssuer } from '../../src/github/ask-issuer.ts';
import { Secret } from '../../src/model/secret.ts';
import { probeOf } from '../support/probes.ts';

let answer: { readonly status: number; readonly body: unknown; readonly headers?: Record<string, string> };
const server = createServer((_, response) => {
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
  response.end(JSON.stringify(answer.body));
});
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
});
afterAll(() => server.close());

async function verdictOn(rule: string, said: typeof answer): Promise<string> {
  answer = said;
  const probe = probeOf(rule);
  if (probe === undefined) throw new Error(`${rule} has no probe`);
  const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const elsewhere = new Map([[new URL(probe.url).origin, here]]);
  const ask = askIssuer({ github: here, elsewhere, restMs: 0, now: () => 0 });
  return (await ask(probe, new Secret('shown-to-nobody'))).verdict;
}

const openai = (code: string) => ({ error: { message: 'no', type: 'invalid_request_error', param: null, code } });
const slack = (error: string) => ({ ok: false, error });

it.each([
  // An address that is not let in.
  ['openai-project-key', 401, openai('ip_not_authorized')],
  ['vultr-api-key', 401, { error: 'Unauthorized IP address: 192.0.2.1', status: 401 }],
  [
    'brevo-api-key',
    401,
    { message: 'We have detected you are using an unrecognised IP address', code: 'unauthorized' },
  ],
  ['sendgrid-api-key', 401, { errors: [{ message: 'The requestor’s IP Address is not whitelisted' }] }],
  ['slack-bot-token', 200, slack('invalid_auth')],
  ['mercury-api-token', 401, { errors: { message: 'no' } }],
  ['upcloud-api-token', 401, { type: 'authentication-failed' }],
  // An account that may be let in again.
  ['openai-legacy-key', 401, openai('account_deactivated')],
  // A key that may do other things than this.
  ['elevenlabs-api-key', 401, { detail: { status: 'missing_permissions', message: 'user_read' } }],
  ['slack-legacy-refresh-token', 200, slack('not_allowed_token_type')],
  ['discord-bot-token', 401, { message: '401: Unauthorized', code: 0 }],
  ['cloudflare-api-token', 401, { success: false, errors: [{ code: 1000, message: 'Invalid API Token' }] }],
  // The same form in another region, in a sandbox, or at a server of one's own.
  ['openai-service-account-key', 401, openai('incorrect_hostname')],
  ['langsmith-personal-key', 401, { detail: 'Invalid token' }],
  ['langsmith-service-key', 401, { detail: 'Invalid token' }],
  ['launchdarkly-access-token', 401, { message: 'invalid key', code: 'unauthorized' }],
  ['posthog-personal-key', 401, { code: 'authentication_failed' }],
  ['contentful-management-token', 401, { sys: { type: 'Error', id: 'AccessTokenInvalid' } }],
  ['postman-api-key', 401, { error: { name: 'AuthenticationError' } }],
  ['circleci-pat', 401, { message: 'You must log in first.' }],
  ['terraform-cloud-token', 401, { errors: [{ status: '401', title: 'unauthorized' }] }],
  ['square-access-token', 401, { errors: [{ category: 'AUTHENTICATION_ERROR', code: 'UNAUTHORIZED' }] }],
  ['polar-oat-token', 401, { error: 'invalid_token' }],
])('%s is not dead by %i %j', async (rule, status, body) => {
  expect(await verdictOn(rule, { status, body })).toBe('unclear');
});

it.each(['ipaddress', 'OTP', 'Bearer realm="x", ipaddress'])(
  'a 401 that asks for %s says nothing of the value',
  async (asked) => {
    const headers = { 'www-authenticate': asked };
    expect(await verdictOn('npm-access-token', { status: 401, body: {}, headers })).toBe('unclear');
  },
);

it.each([
  ['openai-project-key', 401, openai('invalid_api_key')],
  ['vultr-api-key', 401, { error: 'Invalid API token.', status: 401 }],
  ['brevo-api-key', 401, { message: 'Key not found', code: 'unauthorized' }],
  ['elevenlabs-api-key', 401, { detail: { status: 'invalid_api_key', message: 'Invalid API key' } }],
  ['slack-bot-token', 200, slack('token_revoked')],
  ['slack-user-token', 200, slack('account_inactive')],
  ['cloudflare-prefixed-user-token', 401, { success: false, errors: [{ code: 1000, message: 'Invalid API Token' }] }],
  ['npm-access-token', 401, {}],
])('%s is dead by %i %j', async (rule, status, body) => {
  expect(await verdictOn(rule, { status, body })).toBe('dead');
});
