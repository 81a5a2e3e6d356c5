import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { askIssuer } from '../../src/github/ask-issuer.ts';
import type { KnownCredential } from '../../src/model/credential.ts';
import type { Observation } from '../../src/model/proof.ts';
import { Secret } from '../../src/model/secret.ts';
import { type Door, makeDoor } from '../support/make-door.ts';
import { makeFile, makePlaintext, NOW } from '../support/make-facts.ts';
import { observing } from './observing.ts';

// The public keys of service accounts, by the account, as https://www.googleapis.com/service_accounts/v1/metadata/jwk/ publishes them.
const published = new Map<string, readonly unknown[]>();
const asked: string[] = [];
const google = createServer((request, response) => {
  asked.push(request.url ?? '');
  const account = decodeURIComponent((request.url ?? '').split('/').at(-1) ?? '');
  const keys = published.get(account);
  const body = keys === undefined ? { error: { code: 404, message: 'Not found' } } : { keys };
  response.writeHead(keys === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
});

let acme: Door;
const observe = observing(() => acme);
beforeAll(async () => {
  await new Promise<void>((done) => google.listen(0, '127.0.0.1', done));
  acme = await makeDoor();
});
afterAll(async () => {
  google.close();
  await acme.close();
});
beforeEach(() => {
  published.clear();
  asked.length = 0;
});

const ACCOUNT = 'deployer@shop-prod.iam.gserviceaccount.com';
const OTHER = 'other@elsewhere.iam.gserviceaccount.com';
const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const [mine, theirs] = [pair(), pair()];
const jwk = ({ publicKey }: typeof mine) => ({ ...publicKey.export({ format: 'jwk' }), kid: 'a1b2' });
const pem = mine.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().replaceAll('\n', '\\n');
const file = (account: string) => `{"type": "service_account", "private_key": "${pem}", "client_email": "${account}"}`;
const plaintext = { ...makePlaintext().plaintext, rule: 'google-service-account-key' };
const credential = makePlaintext({ plaintext: plaintext as NonNullable<KnownCredential['plaintext']> });

const look = (texts: readonly string[], before: readonly Observation[] = [], value = pem) => {
  const origin = `http://127.0.0.1:${(google.address() as AddressInfo).port}`;
  const elsewhere = new Map([['https://www.googleapis.com', origin]]);
  const ask = askIssuer({ github: '', elsewhere, restMs: 0, now: () => NOW });
  const found = { value: async () => new Secret(value), surroundings: async () => texts };
  return observe(credential, { ...found, ask, now: NOW, before });
};

it('the key of a service account is alive while Google publishes its public half, and gone when it is not among the others any more', async () => {
  published.set(ACCOUNT, [jwk(theirs), jwk(mine)]);
  const alive = await look([file(ACCOUNT)]);
  expect(alive).toMatchObject({ result: 'alive', asked: { request: expect.stringContaining('deployer%40shop-prod') } });
  published.set(ACCOUNT, [jwk(theirs)]);
  const gone = await look([file(ACCOUNT)], [alive]);
  expect(gone).toMatchObject({ result: 'gone', grade: 'P4', asked: { status: 200 } });
  expect(makeFile({ credential, observations: [alive, gone] }).proof.state).toBe('proved');
  published.set(ACCOUNT, []);
  expect(await look([file(ACCOUNT)], [alive])).toMatchObject({ result: 'gone', grade: 'P4' });
  expect(JSON.stringify([alive, gone, asked])).not.toContain(pem.slice(60, 100));
});

it('an account that Google does not show proves nothing', async () => {
  published.set(ACCOUNT, [jwk(mine)]);
  const alive = await look([file(ACCOUNT)]);
  published.clear();
  expect(await look([file(ACCOUNT)], [alive])).toMatchObject({ result: 'unknown', asked: { status: 404 } });
});

it('a key that was never seen at the account beside it is not gone: whoever may push chooses the account', async () => {
  published.set(OTHER, [jwk(theirs)]);
  expect(await look([file(OTHER)])).toMatchObject({ result: 'unknown' });
  published.set(ACCOUNT, [jwk(mine)]);
  const alive = await look([file(OTHER), file(ACCOUNT)]);
  expect(alive).toMatchObject({ result: 'alive' });
  expect(await look([file(OTHER)], [alive])).toMatchObject({ result: 'unknown' });
  expect(await look([file(OTHER), file(ACCOUNT)], [alive])).toMatchObject({ result: 'alive' });
});

it.each([
  ['no account beside it', [pem], pem],
  ['five accounts beside it', [1, 2, 3, 4, 5].map((n) => file(`a${n}@shop.iam.gserviceaccount.com`)), pem],
  ['an account that is no address of Google’s', [file('me@evil.example')], pem],
  ['what is no key', [file(ACCOUNT)], 'no key'],
  ['an account that leads out of its path', [file('../../x@iam.gserviceaccount.com')], pem],
])('nobody is asked about %s', async (_, texts, value) => {
  expect(await look(texts, [], value)).toMatchObject({ result: 'unknown' });
  expect(asked).toEqual([]);
});
