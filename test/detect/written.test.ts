import { describe, expect, test } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import { fake } from '../support/fake-tokens.ts';

const detector = createDetector();
const lead = '# written by hand, as everything in this file is\n'.repeat(2);
const found = (text: string, path?: string) =>
  detector
    .scan(Buffer.from(`${lead}${text}\n`), path === undefined ? {} : { path })
    .findings.filter(({ confidence }) => confidence !== 'low')
    .map(({ secret }) => secret.reveal());
const json64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const base64 = (text: string) => Buffer.from(text).toString('base64');

type Write = (value: string) => string;

/** What somebody chose, and what a generator made; each is found alone, and exactly. */
const PASSWORDS: Readonly<Record<string, Write>> = {
  'the environment of a database': (value) => `POSTGRES_PASSWORD: ${value}`,
  'a default of Spring': (value) => `spring.datasource.password=\${MYSQL_PASSWORD:${value}}`,
  'an account of MySQL': (value) => `CREATE USER 'app'@'%' IDENTIFIED BY '${value}';`,
  'an account of Oracle': (value) => `ALTER USER app IDENTIFIED BY "${value}";`,
  'an account of SQL Server': (value) => `CREATE LOGIN app WITH PASSWORD = N'${value}', CHECK_POLICY = OFF`,
  'an account of PostgreSQL': (value) => `CREATE ROLE app LOGIN PASSWORD '${value}';`,
  'a URL of Oracle': (value) => `url=jdbc:oracle:thin:app/${value}@//db.acme.io:1521/ORCL`,
  'a DSN of Go': (value) => `db, err := sql.Open("mysql", "app:${value}@tcp(db.acme.io:3306)/main")`,
  sqlplus: (value) => `sqlplus -S app/${value}@db.acme.io:1521/ORCL @run.sql`,
  'redis-cli': (value) => `redis-cli -h cache -a '${value}' ping`,
  'redis.conf': (value) => `port 6379\nrequirepass ${value}`,
  'the command of a container': (value) => `    command: ["redis-server", "--requirepass", "${value}"]`,
  'curl over lines': (value) => `curl -X POST \\\n  -H "Accept: a/b" \\\n  -u app:${value} \\\n  https://api.acme.io/`,
  'docker login': (value) => `echo "${value}" | docker login -u app --password-stdin r.acme.io`,
  chpasswd: (value) => `RUN echo 'root:${value}' | chpasswd`,
  'net user': (value) => `net user app ${value} /add`,
  'net use': (value) => `net use Z: \\\\srv\\share /user:ACME\\app ${value}`,
  psexec: (value) => `psexec \\\\srv -u ACME\\app -p ${value} cmd`,
  ldapsearch: (value) => `ldapsearch -x -D "cn=app,dc=acme" -w '${value}' -b dc=acme`,
  sqlcmd: (value) => `sqlcmd -S db -U sa -P '${value}' -Q "select 1"`,
  mongodump: (value) => `mongodump -h db -u app -p '${value}' --gzip`,
  keytool: (value) => `keytool -genkey -storepass '${value}' -keystore x.jks`,
  openssl: (value) => `openssl rsa -in k.pem -passin pass:${value} -out o.pem`,
  htpasswd: (value) => `htpasswd -bc /etc/nginx/users app '${value}'`,
  'openssl, encrypting': (value) => `openssl enc -aes-256-cbc -d -k '${value}' -in x.enc`,
  unzip: (value) => `unzip -o -P '${value}' a.zip`,
  '7z': (value) => `7z x -p${value} a.7z`,
  smbclient: (value) => `smbclient //srv/share -U app%${value} -c ls`,
  xfreerdp: (value) => `xfreerdp /u:app /p:'${value}' /v:srv`,
  'ssh-keygen': (value) => `ssh-keygen -t ed25519 -N '${value}' -f key`,
  'a row of a table': (value) => `INSERT INTO users (id, email, password) VALUES (1, 'a@acme.io', '${value}');`,
  CloudFormation: (value) => `  DBPassword:\n    Type: String\n    NoEcho: true\n    Default: ${value}`,
  'a user of Redis': (value) => `user app on >${value} ~* +@all`,
  'settings of .NET': (value) => `"Jwt": {\n  "Issuer": "https://acme.io",\n  "Key": "${value}"\n}`,
  'a device of Cisco': (value) => `username admin privilege 15 password 0 ${value}`,
  'a relay of Postfix': (value) => `[smtp.acme.io]:587 app@acme.io:${value}`,
  'a network of WPA': (value) => `network={\n ssid="acme"\n psk="${value}"\n}`,
  Arduino: (value) => `WiFi.begin("acme", "${value}");`,
  'a variable of Terraform': (value) =>
    `variable "db_password" {\n  type        = string\n  description = "of (the) shop"\n  default     = "${value}"\n}`,
  Erlang: (value) => `{db, [{user, "app"}, {password, <<"${value}">>}]}.`,
  'Go, typed': (value) => `const dbPassword string = "${value}"`,
  'Visual Basic': (value) => `Dim password As String = "${value}"`,
  'Java mail': (value) => `return new PasswordAuthentication("app@acme.io", "${value}");`,
  Sequelize: (value) => `new Sequelize('main', 'app', '${value}', { host: 'db' })`,
  'Python, by place': (value) => `pymysql.connect("db.acme.io", "app", "${value}", "main")`,
  'PHP curl': (value) => `curl_setopt($ch, CURLOPT_USERPWD, "app:${value}");`,
  'a signature': (value) => `jwt.verify(token, '${value}')`,
  Portuguese: (value) => `$senha = "${value}";`,
  Dutch: (value) => `wachtwoord: '${value}'`,
  'a short name': (value) => `user_pw='${value}'`,
  'a keystore of Gradle': (value) => `storePassword '${value}'`,
  'the secret of a client': (value) => `client_secret: "${value}"`,
  'Ansible, by hand': (value) => `ansible_become_pass: "${value}"`,
  'a pair in PowerShell': (value) => `ConvertTo-SecureString '${value}' -AsPlainText -Force`,
  'a Secret of Kubernetes': (value) => `kind: Secret\nstringData:\n  password: "${value}"`,
};

describe.each(Object.entries(PASSWORDS))('a password in %s', (_, write) => {
  test.each(['Kestrel{digits:2}6!', 'h3{base62:10}Kq7'])('like %s is found, exactly', (template) => {
    const missed = [1, 2, 3]
      .map((seed) => fake(template, seed))
      .filter((value) => found(write(value)).join() !== value);
    expect(missed).toEqual([]);
  });

  test('that is a word or a reference is none', () => {
    const words = ['password123', 'changeme1', fake('{var:DB_PASSWORD_2031}'), '{{ db_password_2031 }}', '<password1>'];
    expect(words.flatMap((word) => found(write(word)))).toEqual([]);
  });
});

const KEYS: Readonly<Record<string, Write>> = {
  'a URL, alone': (value) => `git clone https://${value}@github.com/acme/x.git`,
  'a URL, before x-oauth-basic': (value) => `https://${value}:x-oauth-basic@git.acme.io/acme/x.git`,
  'a header': (value) => `curl -H "Authorization: token ${value}" https://api.acme.io`,
  'a header without a scheme': (value) => `headers: { 'Authorization': '${value}' }`,
  'a variable of Terraform': (value) => `variable "api_token" { default = "${value}" }`,
  'JSON of PHP': (value) => `{"api_key": "${value}\\/k7Q"}`,
};

test.each(Object.entries(KEYS))('a key in %s is found, exactly', (_, write) => {
  for (const seed of [1, 2, 3]) {
    const value = fake('k7{base62:12}2a3b4c{base62:14}', seed);
    expect(found(write(value)).map((one) => one.replace('\\/k7Q', ''))).toEqual([value]);
  }
});

test('a key with slashes is no path', () => {
  for (const seed of [1, 2, 3]) {
    const value = fake('q{base62:9}4/{base62:12}/{base62:14}', seed);
    expect(found(`encryption_key: ${value}`)).toEqual([value]);
  }
  expect(found('secret_key: app/models/concerns/authentication2Token')).toEqual([]);
});

test('a password that holds what its file escapes is found as it is written', () => {
  const values = ['Kestrel2031!\\u0026x', 'Kes\\\\trel2031!', 'Kes\\/trel2031!', 'Kestrel\\$2031!'];
  expect(values.flatMap((value) => found(`password = "${value}"`))).toEqual(values);
});

test('a JSON Web Token is found whose payload begins with a digit', () => {
  const token = `${json64({ alg: 'ES256' })}.${json64({ '1password.com/auuid': fake('{base62:26}') })}.${fake('{base62:86}')}`;
  expect(found(token)).toEqual([token]);
});

test('a password in single quotes holds whatever it holds', () => {
  const value = fake('aB3{text:$}x!9#{base62:6}%Z');
  const lines = [
    `curl -u 'app:${value}' https://api.acme.io/`,
    `mysql -uapp -p'${value}' shop`,
    `sshpass -p '${value}' ssh app@h`,
    `machine git.acme.io login app password ${value}`,
    `db.acme.io:5432:main:app:${value}`,
  ];
  expect(lines.flatMap((line) => found(line))).toEqual(lines.map(() => value));
});

describe('a name and something behind it', () => {
  const password = fake('Kestrel{digits:4}!x');

  test.each([`\x7f\x02~s\x04\x1a,\x0e$pW:${password} Sr\x11\x05w`])(
    'is no password in the bytes of a picture, where both stand by chance: %j',
    (bytes) => {
      expect(found(bytes)).toEqual([]);
    },
  );

  test.each([
    ['among the strings of a program', `\0\0usage: %s\0db_password="${password}"\0\0\x01`],
    ['in output with colours', `\x1b[32m+\x1b[0m password: ${password} \x1b[0m\n`],
    ['behind a form feed', `\fpassword: ${password}\n`],
  ])('is one %s', (_, text) => {
    expect(found(text)).toEqual([password]);
  });
});

describe('what is encrypted or shown to everybody is silent:', () => {
  test.each([
    ['SOPS', fake('password: ENC[AES256_GCM,data:{base64:24},iv:{base64:43}=,tag:{base64:22}==,type:str]')],
    ['a vault of Ansible', fake('db_password: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  {digits:80}\n  {digits:80}')],
    ['a sealed secret', fake('spec:\n  encryptedData:\n    password: AgB{base64:300}')],
    ['a hash of MySQL', fake("IDENTIFIED BY PASSWORD '*{HEX:40}'")],
    ['a type of Azure', "resource adminSecret 'Microsoft.KeyVault/vaults/secrets@2022-07-01' = {"],
    ['names of constants', "['MISSING_GITHUB_TOKEN', 'NO_EC2_SUBSCRIPTION', 'ENCRYPTION_KEY', 'TR31_E0_EMV_APP']"],
    ['names in camelCase', '["injectNpmUser","injectNpmPassword","injectNpm2FaToken","zip"]'],
    [
      'names in camelCase with numbers',
      '["userPassword","processPasswordR2R3R4","ownerPassword","getEncryptionKeyR5"]',
    ],
    ['a text with numbered places', '<string name="network_and_password">WLAN:%1$s\\nPW:%2$s</string>'],
    [
      'random text of a program',
      'A^ZA^L6Rh5Q_Pw>v3UZn!RERmw0%IVf7fYT n&(wfC!D2kQ&>lRPwd=>jhbd4jsbLE6F QQsclcfU10-&-rPWd|Pu8=x=%!sKF)R',
    ],
    ['suites of TLS', 'ssl_ciphers AES:!MD5:!PSK:!RSAPSK:!aDH:!KRB5-DES;'],
    ['a type of Python', 'private_key: PKCS7PrivateKeyTypes,'],
    ['names of fields', "ignored = ('v3AuthPass', 'v3PrivPass', 'hostname')"],
    ['a dependency of a lock file', '  registry-auth-token: "npm:^4.0.0"'],
    ['the key by which commits are signed', fake('[user]\n  signingkey = {HEX:16}')],
    ['a password that is called one', 'mongodb://oplog_reader:oplog_reader_password@db.acme.io/local'],
    ['base64 of a picture', fake('iVBORw0KGgo{base64:60}/EAAL{base62:120}+{base64:60}')],
    ['the example of RFC 7617', `Authorization: Basic ${base64('Aladdin:open sesame')}`],
    [
      'a token of jwt.io that gets a name',
      `access_token = "${json64({ alg: 'HS256' })}.${json64({ sub: '1', name: 'John Doe' })}.${fake('{base62:43}')}"`,
    ],
    ['minified code', 'const i=this._diffComputationToken,n=this._options.maxFileSize*1024*1024,o=r'],
    [
      'the token of jwt.io with another signature',
      `${json64({ alg: 'HS256' })}.${json64({ sub: '1234567890', name: 'John Doe' })}.${fake('{base62:43}')}`,
    ],
    [
      'a token without a signature',
      `access_token=${json64({ alg: 'none', n: 17 })}.${json64({ sub: 'admin', n: 21 })}.`,
    ],
    ['a key of Sentry', fake('dsn: https://{hex:32}@o1234.ingest.sentry.io/5678')],
    ['a word in base64', `kind: Secret\ndata:\n  password: ${base64('changeme')}`],
  ])('%s', (_, text) => {
    expect(found(text)).toEqual([]);
  });
});
