import { describe, expect, test } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import { fake } from '../support/fake-tokens.ts';

const detector = createDetector();
const found = (text: string, path?: string) =>
  detector
    .scan(Buffer.from(text), path === undefined ? {} : { path })
    .findings.map(({ rule, confidence, secret }) => `${rule} ${confidence} ${secret.reveal()}`);

describe('what everybody may see opens nothing:', () => {
  test.each([
    ['a key that is called public', fake('VAPID_PUBLIC_KEY=B{base64url:86}\n')],
    ['a key that may be published', fake('stripe_publishable_key = k7{base62:30}\n')],
    ['a key of a site', fake("SITE_KEY = '6Lc{base62:37}'\n")],
    ['a public key of an elliptic curve', fake('api-key: MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE{base62:86}==')],
    ['the name of a key', fake('"private_key_id": "{hex:40}",')],
    ['the name of a token', fake('token_id: k7{base62:30}\n')],
    ['what a visitor pays with', fake('"client_secret": "pi_{base62:24}_secret_{base62:25}"')],
    ['what a browser sends its logs by', fake("clientToken: 'pub{hex:32}',")],
    [
      'who signed a link of AWS',
      fake('https://b.s3.amazonaws.com/x?X-Amz-Credential=AKIA{base32:16}%2F20310101%2Feu-west-1'),
    ],
    ['who signed an older link of AWS', fake('x.pdf?AWSAccessKeyId=AKIA{base32:16}&Expires=1925')],
    ['what a visitor pays with by another way', fake('"client_secret": "src_client_secret_{base62:24}"')],
    [
      'who signed a link of AWS, in base64',
      `jwt=${Buffer.from(fake('{"path":"/1?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA{base32:16}%2F2031"}')).toString('base64url')}`,
    ],
    [
      'the key of a mail program that is the same everywhere',
      `$rcmail_config['des_key'] = '${['rcmail-!24Byte', 'DESkey*Str'].join('')}';`,
    ],
  ])('%s', (_, text) => {
    expect(found(text)).toEqual([]);
  });
});

test('a private key beside a public one is still found', () => {
  const key = fake('k7{base64url:41}=');
  expect(found(`VAPID_PRIVATE_KEY=${key}\n`)).toEqual([`generic-api-key medium ${key}`]);
});

describe('a secret whose issuer its name does not tell', () => {
  const value = fake('{awssecret}');

  test('is none of AWS', () => {
    expect(found(`String secretKey = "${value}";`)).toEqual([`generic-api-key medium ${value}`]);
  });

  test('is one of AWS behind the name that AWS gives it', () => {
    expect(found(`"SecretAccessKey": "${value}"`)).toEqual([`aws-secret-access-key high ${value}`]);
    expect(found(`aws.secretKey = ${value}\n`)).toEqual([`aws-secret-access-key high ${value}`]);
  });
});

describe('a folder', () => {
  const password = fake('Kestrel{digits:4}!');
  const confidence = (path: string) => found(`password: "${password}"`, path).map((line) => line.split(' ')[1]);

  test('that is called after documents or a vendor is none of them', () => {
    expect(confidence('shop-doc-printer/src/main.ts')).toEqual(['medium']);
    expect(confidence('docs-android/app/main.kt')).toEqual(['medium']);
    expect(confidence('vendor-portal/config.yml')).toEqual(['medium']);
  });

  test('of documents or a vendor is one', () => {
    for (const path of ['docs/a.html', 'api-docs/a.html', 'web/vendor/a.js']) expect(confidence(path)).toEqual(['low']);
  });
});

test('a token of an older bot of Telegram is known by its form', () => {
  const token = fake('{digits:9}:AA{base64url:32}7');
  expect(found(`"token": "${token}",`)).toEqual([`telegram-bot-token-nine high ${token}`]);
});

test('short keys of hexadecimal digits are found, whose few characters are less mixed', () => {
  const seeds = Array.from({ length: 60 }, (_, seed) => seed);
  const missed = seeds
    .map((seed) => fake('{hex:9}4b7{hex:8}', seed))
    .filter((key) => found(`&apiKey=${key}`).length === 0);
  expect(missed.length).toBeLessThan(4);
});

test('what a payment service calls its key is one', () => {
  const key = fake('{HEX:31}7');
  expect(found(`'mch_key' => '${key}',`)).toEqual([`generic-api-key medium ${key}`]);
  expect(found(`x_partnerKey=${key}\n`)).toEqual([`generic-api-key medium ${key}`]);
  expect(found(`service_pay_key=${key}\n`)).toEqual([`generic-api-key medium ${key}`]);
  expect(found(`sdk_creds: '${key}'`)).toEqual([`generic-api-key medium ${key}`]);
  expect(found(`merchantKey = "${key}"`)).toEqual([`generic-api-key medium ${key}`]);
});

test('two letters and a date make a password that somebody chose', () => {
  const password = fake('xq{text:1990}{digits:4}');
  expect(found(`jdbc.password=${password}\n`)).toEqual([`generic-password medium ${password}`]);
  const number = fake('huni89{digits:7}');
  expect(found(`jdbc.password=${number}\n`)).toEqual([`generic-password medium ${number}`]);
});

test('an old key of OpenAI is found inside base64', () => {
  const key = fake('sk-{base62:20}T3BlbkFJ{base62:20}');
  for (const before of ['', 'a', 'ab']) {
    const text = `decode("${Buffer.from(`${before} ${key}`).toString('base64')}")`;
    expect(found(text).map((line) => line.split(' ', 2).join(' '))).toEqual(['openai-legacy-key high']);
  }
});

test.each(['contrasena', 'mot de passe', 'mdp', 'DB_MDP', 'mot_de_passe'])(
  'a password is one that is called %s',
  (name) => {
    const password = fake('Kestrel{digits:4}!');
    expect(found(`${name}: "${password}"`)).toEqual([`generic-password medium ${password}`]);
    expect(found(`${name} = ${password}\n`)).toEqual([`generic-password medium ${password}`]);
  },
);

test('the file of keys that AWS hands out is none of its links', () => {
  const id = fake('AKIA{base32:16}');
  expect(found(`AWSAccessKeyId=${id}\n`)).toEqual([`aws-access-key-id high ${id}`]);
});
