import { describe, expect, test } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import { fake } from '../support/fake-tokens.ts';

const detector = createDetector();
const secrets = (text: string, path?: string) =>
  detector
    .scan(Buffer.from(text), path === undefined ? {} : { path })
    .findings.map(({ secret, confidence }) => `${confidence} ${secret.reveal()}`);

/** Where people write values down: a name in snake_case, and what it is given. */
const PLACES: Readonly<Record<string, (name: string, value: string) => string>> = {
  'an environment file': (name, value) => `A=b\n${name.toUpperCase()}=${value}\nC=d\n`,
  'an environment file with CRLF': (name, value) => `A=b\r\nexport ${name.toUpperCase()}='${value}'\r\n`,
  YAML: (name, value) => `app:\n  ${name}: ${value}\n  port: 1\n`,
  'a block of YAML': (name, value) => `app:\n  ${name}: |-\n    ${value}\n  port: 1\n`,
  'an anchor of YAML': (name, value) => `app:\n  ${name}: &main ${value}\n`,
  'JSON without spaces': (name, value) => `[{"key":"${name}","value":"${value}"}]`,
  'JSON in a string': (name, value) => JSON.stringify(JSON.stringify({ [name]: value })),
  'the next element': (name, value) => `<property>\n  <name>${name}</name>\n  <value>${value}</value>\n</property>`,
  'a property list': (name, value) => `<key>${name}</key>\n\t<string>${value}</string>`,
  'an attribute': (name, value) => `<add key="${name}" value="${value}" />`,
  'a table of Markdown': (name, value) => `| \`${name}\` | \`${value}\` |\n`,
  SQL: (name, value) => `INSERT INTO settings VALUES (1, '${name}', '${value}');`,
  CSV: (name, value) => `${name},${value},1\n`,
  'a query': (name, value) => `https://x.acme.io/a?b=1&${name}=${value}&c=2`,
  'Python, typed': (name, value) => `${name}: Optional[str] = "${value}"`,
  'Python, bytes': (name, value) => `${name} = b'${value}'`,
  'Python, on the next line': (name, value) => `${name} = (\n    "${value}"\n)`,
  'Python, a default': (name, value) => `os.getenv("${name.toUpperCase()}", "${value}")`,
  'a comparison': (name, value) => `if (${name} === '${value}') {`,
  'JavaScript, a default': (name, value) => `const k = process.env.${name.toUpperCase()} || '${value}';`,
  'Rust, typed': (name, value) => `static ${name.toUpperCase()}: &'static str = "${value}";`,
  'Rust, wrapped': (name, value) => `let ${name} = String::from("${value}");`,
  'C, an array': (name, value) => `static const char ${name}[32] = "${value}";`,
  'C, a macro': (name, value) => `#define ${name.toUpperCase()} "${value}"`,
  'C#, verbatim': (name, value) => `var ${name} = @"${value}";`,
  'a setter': (name, value) => `client.set_${name}("${value}");`,
  Clojure: (name, value) => `{:${name} "${value}"}`,
  'an option': (name, value) => `tool login --${name.replaceAll('_', '-')} ${value} --verbose`,
  'an image': (name, value) => `ENV ${name.toUpperCase()} ${value}\n`,
  'a shell, a default': (name, value) => `K=\${${name.toUpperCase()}:-${value}}`,
  'JSON, fields apart': (name, value) => `{"key":"${name}","type":"secret","enabled":true,"value":"${value}"}`,
  'parameters of CloudFormation': (name, value) => `[{"ParameterKey":"${name}","ParameterValue":"${value}"}]`,
  'a manifest of Android': (name, value) => `<meta-data\n  android:name="${name}"\n  android:value="${value}" />`,
  'a property of C#': (name, value) => `public string ${name} { get; set; } = "${value}";`,
  'Terraform, aligned': (name, value) => `set {\n  name      = "${name}"\n  value     = "${value}"\n}`,
  'Objective-C, a macro': (name, value) => `#define ${name} @"${value}"`,
  'Go, bytes': (name, value) => `var ${name} = []byte("${value}")`,
  R: (name, value) => `${name} <- "${value}"`,
};

describe.each(Object.entries(PLACES))('in %s', (_, write) => {
  test('a password is found that somebody chose, a generated one and a random key, exactly', () => {
    for (const seed of [1, 2, 3]) {
      const chosen = fake('Kestrel{digits:4}!', seed);
      const generated = fake('h3{base62:10}Kq7', seed);
      const key = fake('k7{base62:34}', seed);
      expect(secrets(write('db_password', chosen))).toEqual([`medium ${chosen}`]);
      expect(secrets(write('smtp_password', generated))).toEqual([`medium ${generated}`]);
      expect(secrets(write('acme_api_key', key))).toEqual([`medium ${key}`]);
    }
  });

  test('a reference or a word is not', () => {
    expect(secrets(write('db_password', fake('{var:DB_PASSWORD_2031}')))).toEqual([]);
    expect(secrets(write('db_password', 'changeme123'))).toEqual([]);
    expect(secrets(write('acme_api_key', 'your-api-key-1234567890'))).toEqual([]);
  });
});

describe('a value of its vendor', () => {
  test.each([
    ['kebab-case', (value: string) => `--cloudflare-api-token=${value}`],
    ['camelCase', (value: string) => `cfApiToken: '${value}'`],
  ])('is found by its name in %s', (_, write) => {
    const value = fake('{base62:40}');
    expect(detector.scan(Buffer.from(write(value))).findings.map(({ rule }) => rule)).toEqual(['cloudflare-api-token']);
  });
});

describe('next to a password stands what is none', () => {
  test.each([
    ['a message', "vaultPassword: 'Tresor-Passwort',\n  vaultPassword2: 'Tresor-Passwort'"],
    ['a name with an empty value before it', 'DB_PASSWORD=\nDB_NAME_2=Kestrel2031!'],
    ['a variable', 'repo.setPassword(repo1Password);'],
    ['a pointer', 'updates["passwd"] = encode.Password(*opts.Password2)'],
    ['another variable', 'if (!$password || !$confirmedPassword2) {'],
    ['an annotation', 'public Starter pwd(@CheckForNull1 File dir)'],
    ['options of a command', '--set adminPassword=password,auth.rootPassword=$ROOT_PASSWORD2'],
    ['minified code', 'e.jsx(g,{label:a("keyPassword"),fieldId:"keyPassword",isRequired:!0,x:1})'],
    ['a pattern', 'password: "^[a-zA-Z0-9!@#]{8,}$"'],
    ['rules of a form', "'password' => 'required|min:8|confirmed'"],
    ['a hash of bcrypt', fake('password: "#jbcrypt:{text:$}2a{text:$}10{text:$}{base62:53}"')],
    ['a hash of LDAP', fake('userPassword: "{text:{}SSHA{text:}}{base64:32}"')],
    ['a translation', 'passcode=2段階認証用パスコードを入力'],
    ['the version of a package', '"@acme/password": "npm:^4.0.23"'],
    ['the version of a library', "compile 'io.acme.passwd:passwd2-kdbx:2.1.4'"],
    ['a name in a list of names', "'Parameters': ['AdminPassword', 'RDSPassword', 'EC2KeyPair']"],
    ['a route of Laravel', "Route::post('/password', 'LoginController@reset2')"],
    ['a route of Rails', 'match "forgot_password" => "users#forgot_password"'],
    ['a piece of a text', 'sql = "user=\'" + name + "\' and password=\'"+password2+"\'"'],
    ['a resource of Android', 'public static final int new_password=0x7f05003e;'],
    ['a link into a chat', fake('https://qm.qq.com/q?authKey=k7{base62:40}%2F{base62:12}&noverify=0&group_code=1')],
    ['a public key', fake('String HOST_KEY = "AAAAB3NzaC1yc2EAAAADAQABAAABAQ{base62:60}"')],
    ['an algorithm', 'SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")'],
    ['an example in base64', `  secret: ${Buffer.from('example-app-secret').toString('base64')}\n`],
    ['the version of an element', '<artifactId>plain-secret</artifactId>\n<version>1511.v2e3cb_0008ef0</version>'],
  ])('%s', (_, text) => {
    expect(secrets(text)).toEqual([]);
  });

  test('a line of go.sum', () => {
    expect(secrets(fake('github.com/x/credentials v1.19.30 h1:{base64:43}=', 3), 'go.sum')).toEqual([]);
  });

  test('what a package brings deserves less trust', () => {
    const value = fake('k7{base62:30}');
    expect(secrets(`api_key = "${value}"`, 'venv/lib/python3.12/site-packages/acme/client.py')).toEqual([
      `low ${value}`,
    ]);
  });

  test('what stands behind a value makes it no surer', () => {
    expect(secrets('db_password=9kestrel42;Id=Z9!')).toEqual(['low 9kestrel42']);
  });

  test.each([
    ['a word and a number', 'db_password: ', 'kestrel2031'],
    ['the base of keys', 'secret_key_base: ', fake('k7{base62:60}')],
    ['a token in camelCase', 'const kubecostToken = ', fake('k7{base62:30}')],
  ])('%s is sure', (_, before, value) => {
    expect(secrets(`${before}"${value}"`)).toEqual([`medium ${value}`]);
  });

  test('but a password is found all the same that looks like one of these', () => {
    const values = [
      'Tresor-Wort7!x',
      'a=b2C!d4E',
      '*oP7s4Qw9x',
      '^aZ9-x!Q2',
      'k2a$10$Zx',
      'Smo7QTJLdGxXMg==',
      'y&x5Z#f6&oCUaD',
      'Kes(4)trel!',
    ];
    expect(values.filter((value) => secrets(`password: '${value}'`).length === 0)).toEqual([]);
  });
});
