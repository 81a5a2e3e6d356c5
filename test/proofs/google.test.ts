import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { KnownCredential } from '../../src/model/credential.ts';
import type { Observation } from '../../src/model/proof.ts';
import { Secret } from '../../src/model/secret.ts';
import { startIssuer } from '../support/fake-issuer.ts';
import { type Door, makeDoor } from '../support/make-door.ts';
import { makeFile, makePlaintext, NOW } from '../support/make-facts.ts';
import { observing } from './observing.ts';

// The public keys of service accounts, by the account, as Google publishes them below
// /service_accounts/v1/metadata/jwk/.
const published = new Map<string, readonly unknown[]>();

let acme: Door;
let google: Awaited<ReturnType<typeof startIssuer>>;
const observe = observing(() => acme);
beforeAll(async () => {
  google = await startIssuer('https://www.googleapis.com', ({ path }) => {
    const keys = published.get(decodeURIComponent(path.split('/').at(-1) ?? ''));
    return keys === undefined ? [404, { error: { code: 404, message: 'Not found' } }] : [200, { keys }];
  });
  acme = await makeDoor();
});
afterAll(() => Promise.all([google.close(), acme.close()]));
beforeEach(() => {
  published.clear();
  google.asked.length = 0;
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
  const found = { value: async () => new Secret(value), surroundings: async () => texts };
  return observe(credential, { ...found, ask: google.ask, now: NOW, before });
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
  expect(JSON.stringify([alive, gone, google.asked])).not.toContain(pem.slice(60, 100));
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
  for (const places of [[file(OTHER)], [file(OTHER), file(ACCOUNT)]])
    expect(await look(places, [alive])).toMatchObject({ result: 'alive', asked: alive.asked });
});

it('a key that somebody gave a second account is gone when neither publishes it, and not when one of them does', async () => {
  published.set(OTHER, [jwk(mine)]);
  const alive = await look([file(OTHER)]);
  expect(alive).toMatchObject({ result: 'alive' });
  published.set(OTHER, []);
  published.set(ACCOUNT, [jwk(mine)]);
  expect(await look([file(OTHER), file(ACCOUNT)], [alive])).toMatchObject({ result: 'alive' });
  published.delete(ACCOUNT);
  expect(await look([file(OTHER), file(ACCOUNT)], [alive])).toMatchObject({ result: 'unknown' });
  published.set(ACCOUNT, []);
  expect(await look([file(OTHER), file(ACCOUNT)], [alive])).toMatchObject({
    result: 'gone',
    grade: 'P4',
    asked: { request: expect.stringContaining('other%40elsewhere') },
  });
  const many = [1, 2, 3, 4].map((n) => `a${n}@shop.iam.gserviceaccount.com`);
  for (const each of many) published.set(each, []);
  expect(await look([OTHER, ...many].map(file), [alive])).toMatchObject({ result: 'unknown' });
});

it('a key is looked for also at an account that published it and stands in no place any more', async () => {
  published.set(ACCOUNT, [jwk(mine)]);
  const before = [await look([file(ACCOUNT)])];
  published.set(OTHER, [jwk(mine)]);
  before.push(await look([file(OTHER)], []));
  published.set(OTHER, []);
  expect(await look([file(OTHER)], before)).toMatchObject({ result: 'alive' });
  published.set(ACCOUNT, []);
  expect(await look([file(OTHER)], before)).toMatchObject({ result: 'gone', grade: 'P4' });
});

it.each([
  ['no account beside it', [pem], pem],
  ['five accounts beside it', [1, 2, 3, 4, 5].map((n) => file(`a${n}@shop.iam.gserviceaccount.com`)), pem],
  ['an account that is no address of Google’s', [file('me@evil.example')], pem],
  ['what is no key', [file(ACCOUNT)], 'no key'],
  ['an account that leads out of its path', [file('../../x@iam.gserviceaccount.com')], pem],
])('nobody is asked about %s', async (_, texts, value) => {
  expect(await look(texts, [], value)).toMatchObject({ result: 'unknown' });
  expect(google.asked).toEqual([]);
});
