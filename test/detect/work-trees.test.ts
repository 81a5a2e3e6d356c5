import { describe, expect, test } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import { fake } from '../support/fake-tokens.ts';

const detector = createDetector();
const lead = '# as it stands in a work tree of somebody else\n'.repeat(2);
const all = (text: string) => detector.scan(Buffer.from(`${lead}${text}\n`)).findings;
const reported = (text: string) =>
  all(text)
    .filter(({ confidence }) => confidence !== 'low')
    .map(({ secret }) => secret.reveal());

/** As WordPress makes them: any printable character but quotes and the backslash. */
const SALT = 'k7#{base62:28}|{base62:20} (R{base62:7}~>';
const NAMES = ['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'].flatMap((of) => [`${of}_KEY`, `${of}_SALT`]);

describe('the keys and salts of WordPress are found,', () => {
  test.each([
    [
      'aligned as its installer does',
      (name: string, value: string) => `define( ${`'${name}',`.padEnd(20)}'${value}' );`,
    ],
    ['in an environment file', (name: string, value: string) => `${name}='${value}'`],
    ['in double quotes', (name: string, value: string) => `${name}="${value}"`],
    ['in YAML', (name: string, value: string) => `environment:\n  WORDPRESS_${name}: '${value}'`],
  ])('%s', (_, write) => {
    const value = fake(SALT);
    expect(NAMES.flatMap((name) => reported(write(name, value)))).toEqual(NAMES.map(() => value));
  });

  test('bare, of letters and digits', () => {
    const value = fake('{base62:64}');
    expect(NAMES.flatMap((name) => reported(`    - ${name}=${value}`))).toEqual(NAMES.map(() => value));
  });

  test('but not where its source shows some', () => {
    const shown = fake(`[${SALT.slice(0, -1)}`);
    expect(all(` *     define('SECURE_AUTH_KEY',  '${shown}');\n * define('NONCE_SALT',       '${shown}');`)).toEqual(
      [],
    );
  });
});

test('the salt of Drupal is found', () => {
  const value = fake('{base64url:74}');
  const lines = [
    `$settings['hash_salt'] = '${value}';`,
    `$drupal_hash_salt = '${value}';`,
    `drupal_hash_salt: ${value}`,
  ];
  expect(lines.flatMap(reported)).toEqual(lines.map(() => value));
  expect(all("$settings['hash_salt'] = file_get_contents('/home/example/salt.txt');\n$drupal_hash_salt = '';")).toEqual(
    [],
  );
});
describe('what stands where a value may stand is none, nor a guess:', () => {
  test.each([
    ['a filter of Jinja', 'password: {{ mysql_root_password | b64encode }}'],
    ['filters of Jinja', 'Basic {{ (registry_user + ":" + registry_pass) | b64encode | quote_2x }}'],
    ['a piece of PHP', `warning('atom identified by "'.$atom2['parent_X'].'" at offset '.$x);`],
    ['a type of Kotlin that may be null', 'val passwordData: Password2Data?,'],
    ['a type with a number', 'fun store(userId: String, v2UpgradeToken: V2UpgradeToken?)'],
    ['a name with a number', 'const val V2_UPGRADE_TOKEN = "v2UpgradeToken"'],
    ['a call where something is', 'val oldPassword = common.originalCipher?.login?.password'],
    ['a version of a plug-in of Jenkins', 'ssh-credentials:277.v95c2fec1c047,token-macro:293.v283932a_0a_b_49'],
    ['a version in JSON', '{"name":"aws-credentials","optional":false,"version":"191.vcb_f183ce58b_9"}'],
    ['a call of minified code', `x+"&password="+encodeURIComponent(s.password2),w.location=n):(e=t.r2('<p>'`],
    ['a field of minified code', 'this.state={hasPassword:!!e.password,showPrivateConfirmDialog:!1}}'],
    ['a public token of Mapbox', fake('tiles/?access_token=pk.eyJ1k7{base62:40}.k7{base62:20}&x=1')],
  ])('%s', (_, text) => {
    expect(all(text)).toEqual([]);
  });
});

describe('a password of letters and three digits', () => {
  const value = fake('kjq{same:x:2}vw{text:hd}718');

  test.each([
    ['in YAML', `  username: root\n  password: ${value}\n  url: jdbc:x`],
    ['in an environment file', `DB_USER=shop\nDB_PASSWORD=${value}`],
    ['in properties', `spring.datasource.password=${value}\r`],
  ])('is found without quotes %s', (_, text) => {
    expect(reported(text)).toEqual([value]);
  });

  test('is none where it reads like a variable', () => {
    expect(
      ['login(password=shopPassword101, x=1)', '  password: accountName404', 'password = value123;'].flatMap(all),
    ).toEqual([]);
  });
});

describe('a URL with a password that holds the sign behind it', () => {
  test.each([
    'redis://shop:Kes@2031@',
    'mongodb+srv://shop:Kestrel@718x@',
    'https://shop:Kestr3l@21x@',
    'amqp://a:P9x@d@',
  ])('%s is found, exactly', (start) => {
    const value = start.slice(start.lastIndexOf(':') + 1, -1);
    expect(all(`url = "${start}db.acme.io:6379/0"`).map(({ secret }) => secret.reveal())).toEqual([value]);
  });

  test('ends before the host where a later sign belongs to something else', () => {
    const value = fake('h3{base62:12}');
    const texts = [
      `redis://u:${value}@db.acme.io:6379@2`,
      `https://u:${value}@git.acme.io?mail=a@b.acme.io`,
      `postgres://u:${value}@db.acme.io;me@acme.io`,
    ];
    expect(texts.flatMap((text) => all(text).map(({ secret }) => secret.reveal()))).toEqual(texts.map(() => value));
  });
});

describe('what signs tokens and is longer than a password is found,', () => {
  test.each([
    ['512 hexadecimal digits', '"secret": "', fake('{hex:512}'), '",'],
    ['704 characters of base64', 'secret-key: ', fake('Zw{base62:700}=='), '\n'],
    ['a key in an environment', 'JWT_SECRET=', fake('k7{base64:300}3Q'), '\n'],
  ])('%s', (_, before, value, after) => {
    expect(reported(before + value + after)).toEqual([value]);
  });

  test('but not what is encrypted, a certificate or a document', () => {
    const body = fake('{base62:600}');
    const texts = ['AgBy', 'AQICAHi', 'CiQA', 'MIIE', 'LS0t', 'iVBOR', 'data:image/png;base64,'].map(
      (start) => `secret: ${start}${body}`,
    );
    expect(texts.flatMap(all)).toEqual([]);
  });
});

test('a key as Talos writes it is found, in base64 as well', () => {
  const pem = fake('-----BEGIN ED25519 PRIVATE KEY-----\n{base64:64}\n-----END ED25519 PRIVATE KEY-----\n');
  expect(reported(pem)).toEqual([pem.trimEnd()]);
  expect(reported(`        key: ${Buffer.from(pem).toString('base64')}`)).toEqual([pem.trimEnd()]);
});

test('the names of functions in a list are none', () => {
  expect(all("'n4Detach', 'n4ChgPassword', 'n4CaptureGet', 'n4CaptureEnd'")).toEqual([]);
});
