import { describe, expect, test } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import { fake } from '../support/fake-tokens.ts';

const detector = createDetector();
const found = (text: string) => detector.scan(Buffer.from(text)).findings.map(({ secret }) => secret.reveal());

describe('what stands where a value may stand is silent, even as a guess:', () => {
  test.each([
    ['the next name of a list', '"hint": "Enter your password",\n"E2E_key_reset_button2": "Reset"'],
    ['the next name, a UUID', fake('"name": "1Password",\n  "{uuid}": "Devolutions"')],
    ['the next name of a hash of PHP', "'label' => 'password',\n  'Kestrel2031_title' => 'x',"],
    ['a variable of minified code', 'return e=this,a=e.password,r=e.password2,n=e.captcha2,t.prev=2'],
    ['a field of minified code', 'TestStatus.Pass,e.passed2=!0}l=r([s.injectable'],
    ['a choice of minified code', 'f=b.values.Password,f=b.values.Administrator?1:2'],
    ['a number of minified code', 'e={type:w.PERCENTAGE_TOKEN,number:100*o.number2,flags:Jo}'],
    ['a comparison of minified code', 'ce=>Wr(ce)?ce.key3===Y.key3:!1),oe=k(e,t.api_key3===Y.key4:!1)'],
    ['markup of minified code', 'e("label",null,"Password:"),b2?x.a.createElement("code")'],
    ['a default of minified code', 'branch:t.branch,accessToken:t.accessToken,useCDN2:t.useCDN2??!1}}'],
    ['a chunk of a program', 'import{t as T}from"./md-external-link-Dj2mauP9.js";'],
    ['a name with numbers', 'self._secret_phrase = dydx_v4_perpetual_secret_phrase'],
    ['the address of a coin', fake('quoteTokenAddress="0x{hex:40}",')],
    ['the token of an assembly', 'Culture=neutral, PublicKeyToken=31bf3856ad364e35"'],
    ['the rule of a linter', 'coding_rules?open=x&rule_key=squid%3AS4502'],
    ['the key of a cache', fake('cache_key = "k7{base62:30}"')],
    ['a width', 'var pW=w+2*thisObj.padding;var pH=h+2'],
    ['an attribute of a class', 'self.oauth2_client_secret: str = ConfigDefaults.ytdlp_oauth2_client_secret'],
    ['an argument', 'run(g4f_api_key=args.g4f_api_key, port=1)'],
    ['a member of a compiled module', 'token: LogValueType_1.LogValueType.Text,'],
    ['the rest of a URL', '`postgresql+psycopg2://<username>:<password>@localhost:5432/<database>`'],
    ['a file of Android', 'app:passwordToggleDrawable="@drawable/asl_password_visibility2"'],
    [
      'a class of Python',
      "HASHERS = ('django.contrib.auth.hashers.PBKDF2PasswordHasher',\n 'django.contrib.auth.hashers.SHA1PasswordHasher')",
    ],
    ['an encoding of models', 'enc = tiktoken.get_encoding("cl100k_base")'],
  ])('%s', (_, text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('what only looks like a password is silent:', () => {
  test.each([
    ['a message in Japanese', "$_['error_password'] = 'Passphraseが3必要です!';"],
    ['a message in Russian', 'password: "PIN2неверен!"'],
    ['a word for it behind an abbreviation', '"E2EE_password": "E2EE-Passwort"'],
    ['a product', '<h2 id="1password">1Password</h2>'],
    ['an algorithm', 'hashed = derive(password="HmacSHA512")'],
    ['an encoding', "$config['password_charset'] = 'ISO-8859-1';"],
    ['a method of a login', "$config['password_dovecotpw_method'] = 'CRAM-MD5';"],
    ['a hash with its salt', fake("admin_pass = '{hex:32}:58';")],
  ])('%s', (_, text) => {
    expect(found(text)).toEqual([]);
  });
});

test('a password of another script or with a few of its letters is still found', () => {
  const password = fake('Größe{digits:4}!ß');
  const bytes = Buffer.from(password).toString('latin1');
  expect(found(`db_password = "${password}"`).map((one) => one === bytes || one === password)).toEqual([true]);
});

test('what stands behind a name in a row that has no names of its own is still found', () => {
  const password = fake('Kestrel{digits:4}!');
  expect(found(`["password", "${password}", "x"]`)).toEqual([password]);
  expect(found(`set("password", "${password}")`)).toEqual([password]);
});

test('a password that ends in marks is still found', () => {
  const password = fake('kestrel{digits:8}???');
  expect(found(`s.login('acme', '${password}')`)).toEqual([password]);
});

test.each(['cp3', 'utf1', 'iso2', 'CP7'])('a key that begins as an encoding is called (%s) is still found', (begin) => {
  const key = `${begin}${fake('k7{base62:26}')}`;
  expect(found(`api_key = "${key}"`)).toEqual([key]);
});

test.each(['UTF-8', 'utf-16le', 'ISO-8859-15', 'iso-2022-jp', 'windows-1252', 'CP1252', 'ECMA-262'])(
  '%s is no secret',
  (name) => {
    expect(found(`api_key = "${name}"\nconfig['password'] = '${name}';`)).toEqual([]);
  },
);
