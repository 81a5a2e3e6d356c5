import { describe, expect, test } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import { isKnownExample } from '../../src/detect/known-examples.ts';
import { isDummy } from '../../src/detect/placeholders.ts';
import { fake } from '../support/fake-tokens.ts';

const detector = createDetector();
const found = (text: string) => detector.scan(Buffer.from(text)).findings.map((finding) => finding.rule);

describe('what is no secret', () => {
  test.each([
    ['masks', ['xxxxxxxxxxxxxxxx', '****************', 'sk-...abcdefgh1234', 'XXXXXXXX-XXXX-1234']],
    [
      'words that say so',
      ['your-api-key-here-1234', 'EXAMPLE0TOKEN1234', 'changeme1234567', 'replace_me_12345', 'dummy-token-9876'],
    ],
    [
      'references',
      [
        fake('{var:SECRET_TOKEN_1}'),
        '{{ secrets.token1 }}',
        '$SECRET_TOKEN_12',
        '<your token 1234>',
        '%(password)s12345',
        '@DB_PASSWORD_12@',
      ],
    ],
    ['runs and repetitions', ['aaaaaaaaaaaaaaaa1', 'abc1abc1abc1abc1abc1', 'deadbeef1deadbeef1deadbeef1']],
    ['sequences', ['x1234567890abc', 'abcdefghij123456']],
  ])('%s', (_, values) => {
    expect(values.filter((value) => !isDummy(value, { entropy: 0 }))).toEqual([]);
  });

  test('words for passwords in a URL', () => {
    const plain = ['password', 'secret123', 'admin', 'user_pass', 'postgres', 'my-password', 'Passw0rd!', 'test1234'];
    expect(plain.filter((value) => !isDummy(value, { value: 'password', entropy: 0 }))).toEqual([]);
  });

  test.each([
    ['identifiers', ['currentLegacyToken2', 'get_user_token_1', 'myServiceTokens12']],
    ['UUIDs', [fake('{uuid}')]],
    ['paths and addresses', ['/etc/app/secret2024', 's3://bucket/secrets1', 'config/secrets/v1.json', 'api2.acme.io']],
    ['versions and dates', ['1.22.333-beta4', '2024-11-21T10:11']],
    ['algorithms', ['sha256_crypt', 'pbkdf2:sha256']],
    ['words with a number', ['correcthorsebatterystaple1', 'my-application-secrets-v2']],
    ['constants', ['DATABASE_PASSWORD_2024']],
  ])('%s given to a secret-like name', (_, values) => {
    expect(values.filter((value) => !isDummy(value, { value: 'generic', entropy: 0 }))).toEqual([]);
  });

  test('random values are none of that', () => {
    const values = Array.from({ length: 200 }, (_, seed) => fake('{base62:32}', seed));
    const kept = (value: 'token' | 'password' | 'generic') => values.filter((one) => !isDummy(one, { value }));
    expect(kept('token').length).toBe(200);
    expect(kept('password').length).toBe(200);
    expect(kept('generic').length).toBeGreaterThan(190);
  });
});

describe('examples that documentation shows', () => {
  test('are known by their hash', () => {
    const parts = ['sk', 'test', '4eC39H', 'qLyjWDarjtT1zdp7dc'];
    expect(isKnownExample(`${parts[0]}_${parts[1]}_${parts[2]}${parts[3]}`)).toBe(true);
    expect(isKnownExample(fake('sk_test_{base62:24}'))).toBe(false);
    expect(isKnownExample(['6LeIxAcTAAAAAGG', 'vFI1TnRWxMZNFuojJ4WifJWe'].join('-'))).toBe(true);
  });

  test('are no findings', () => {
    const id = ['AKIAIOSFODNN7', 'EXAMPLE'].join('');
    const secret = ['wJalrXUtnFEMI/K7MDENG', 'bPxRfiCYEXAMPLEKEY'].join('/');
    expect(found(`aws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`)).toEqual([]);
  });
});

describe('ordinary files hold no findings', () => {
  test.each([
    [
      'a lock file',
      '"integrity": "sha512-{base64:86}==",\n"resolved": "https://registry.npmjs.org/a/-/a-1.0.0.tgz#{hex:40}"',
    ],
    ['go.sum', 'github.com/a/b v1.2.3/go.mod h1:{base64:43}='],
    ['Cargo.lock', 'checksum = "{hex:64}"'],
    ['a workflow', '- uses: codecov/codecov-action@{hex:40}\n  with:\n    token: {var:CODECOV}'],
    ['a data URI', 'src="data:image/png;base64,{base64:800}"'],
    ['a certificate', '-----BEGIN CERTIFICATE-----\n{pem:20}\n-----END CERTIFICATE-----'],
    ['a public key', 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ{base64:480} me@host'],
    [
      'a translation',
      '"password_too_short": "Das Passwort muss mindestens 8 Zeichen lang sein",\n"token": "Sicherheitstoken2"',
    ],
    ['minified code', 'function a(t){var e=t.token,n=t.secret||"";return e?n.password=r(e):o.apiKey=i[0]}'.repeat(30)],
    ['a query', '?token_type=bearer&secret_name=app-secret-1&password_field=login'],
  ])('%s', (_, template) => {
    expect(found(fake(template))).toEqual([]);
  });
});
