import type { Rule } from '../rule.ts';

const rotate = (says: string) => ({
  url: 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  says,
});

/** Hosts that only the same machine or nobody reaches: a password for them opens nothing from outside. */
const NOWHERE = String.raw`(?:localhost|127\.|0\.0\.0\.0|\[::1?\]|host(?:name)?\b|(?:[\w-]{1,40}\.){0,4}(?:example|test|invalid|localhost|local|internal\.example)(?:\.(?:com|org|net|io))?(?![\w.-])|<|\{|\$|%|\.\.\.)`;

/** `user:password@host`, with the password as group 1. */
const USER = String.raw`[^\s:@/"'\x60<>{}()$\\,;|#?&*=\[\]]{0,80}`;
const PASSWORD = String.raw`[^\s@/"'\x60<>{}()\\,|#\[\]]`;

function database(kind: string, title: string, schemes: readonly string[], statement: string): Rule {
  const scheme = schemes[0] ?? kind;
  return {
    id: `${kind}-connection-url`,
    provider: title,
    title: `${title} connection URL with a password`,
    keywords: schemes.map((name) => `${name}://`),
    pattern: String.raw`(?<![\w+.-])(?i:${schemes.map(source).join('|')})://${USER}:(${PASSWORD}{3,128})@(?!${NOWHERE})[\w\[]`,
    value: 'password',
    entropy: 1.5,
    confidence: 'medium',
    examples: [
      `URL=${scheme}://app:<<{punctuated:18}>>@db.acme.io:1234/main`,
      `"${scheme}://u1:<<{base62:9}>>@10.1.2.3/x"`,
    ],
    counterexamples: [
      `${scheme}://user:password@db.acme.io/main`,
      `${scheme}://app:{base62:12}@localhost/main`,
      `${scheme}://app:\${PASSWORD}@db.acme.io/main`,
      `${scheme}://app:{{ password }}@db.acme.io/main`,
      `${scheme}://app:<password>@db.acme.io/main`,
      `${scheme}://db.acme.io/main`,
    ],
    rotate: rotate(statement),
  };
}

function source(scheme: string): string {
  return scheme.replace('+', '\\+');
}

export const urls: readonly Rule[] = [
  database(
    'postgresql',
    'PostgreSQL',
    ['postgres', 'postgresql', 'jdbc:postgresql', 'postgresql+psycopg2', 'postgis'],
    'Give the role a new password with ALTER ROLE … PASSWORD.',
  ),
  database(
    'mysql',
    'MySQL',
    ['mysql', 'mysql2', 'mariadb', 'mysql+pymysql'],
    'Give the user a new password with ALTER USER … IDENTIFIED BY.',
  ),
  database(
    'mongodb',
    'MongoDB',
    ['mongodb', 'mongodb+srv'],
    'Give the database user a new password with updateUser or in Atlas.',
  ),
  database('redis', 'Redis', ['redis', 'rediss'], 'Change requirepass or the password of the ACL user.'),
  database('amqp', 'RabbitMQ', ['amqp', 'amqps'], 'Give the user a new password with rabbitmqctl change_password.'),
  database(
    'sqlserver',
    'SQL Server',
    ['sqlserver', 'mssql'],
    'Give the login a new password with ALTER LOGIN … WITH PASSWORD.',
  ),
  database('smtp', 'SMTP', ['smtp', 'smtps'], 'Change the password of the mail account.'),
  database('ldap', 'LDAP', ['ldap', 'ldaps'], 'Change the password of the bind account.'),
  database('ftp', 'FTP', ['ftp', 'ftps', 'sftp'], 'Change the password of the account.'),
  database('clickhouse', 'ClickHouse', ['clickhouse', 'clickhouses'], 'Give the user a new password with ALTER USER.'),
  {
    id: 'url-basic-auth',
    provider: 'HTTP',
    title: 'URL with user name and password',
    keywords: ['https://', 'http://', 'git://', 'ssh://'],
    pattern: String.raw`(?i:https?|git|ssh)://${USER}:(${PASSWORD}{6,256})@(?!${NOWHERE})[\w\[]`,
    value: 'password',
    entropy: 2.2,
    confidence: 'medium',
    examples: ['https://deploy:<<{base62:16}>>@git.acme.io/x.git', '"http://u:<<{punctuated:14}>>@10.0.0.4:8080"'],
    counterexamples: [
      'https://user:password@git.acme.io',
      'https://user:{base62:12}@example.com',
      'https://user:$PASS@git.acme.io',
      'https://git.acme.io:8080/@scope/{base62:12}',
      'https://acme.io/a:b@c',
    ],
    rotate: rotate('Change the password of the account, or revoke the token that stands for one.'),
  },
  {
    id: 'ado-connection-string',
    provider: 'Database',
    title: 'Connection string with a password',
    keywords: ['password=', 'pwd='],
    pattern: String.raw`(?<=(?i:server|data source|host|user id|uid|username|user|database|initial catalog)[ ]?=[^"'\n;]{0,20};[ ]?)(?i:password|pwd)=([^;"'\s<>{}$%\\&]{6,128})(?=[;"'\s]|$)`,
    value: 'password',
    entropy: 2.2,
    confidence: 'medium',
    examples: [
      '"Server=db.acme.io;Database=x;User Id=app;Password=<<{punctuated:16}>>;Encrypt=true"',
      'host=db;uid=app;pwd=<<{base62:12}>>;',
    ],
    counterexamples: ['User Id=sa;Password=password;', 'User Id=sa;Password={0};', 'user=sa;password=********;'],
    rotate: rotate('Change the password of the database account and the strings that hold it.'),
  },
  {
    id: 'netrc-password',
    provider: 'netrc',
    title: 'Password in a .netrc file',
    keywords: ['machine '],
    pattern: String.raw`(?<![\w-])machine\s{1,4}[\w.-]{3,80}\s{1,8}login\s{1,4}[^\s"']{1,80}\s{1,8}password\s{1,4}([^\s"'<>{}$]{6,200})`,
    value: 'password',
    entropy: 2.2,
    confidence: 'medium',
    examples: ['machine git.acme.io\n  login app\n  password <<{base62:20}>>\n'],
    counterexamples: ['machine git.acme.io login app password password', 'machine x login y password {var:TOKEN}'],
    rotate: rotate('Change the password of the account at that host.'),
  },
  {
    id: 'pgpass-password',
    provider: 'PostgreSQL',
    title: 'Password in a .pgpass line',
    keywords: [':5432:'],
    pattern: String.raw`(?<=[\w.*-]{1,31}):5432:[\w*-]{1,60}:[\w-]{1,60}:([^\s:"'<>{}$]{6,100})(?=\s|$)`,
    value: 'password',
    entropy: 2.2,
    confidence: 'medium',
    examples: ['db.acme.io:5432:main:app:<<{base62:16}>>\n'],
    counterexamples: ['db:5432:main:app:password\n', '0.0.0.0:5432:5432'],
    rotate: rotate('Give the role a new password with ALTER ROLE … PASSWORD.'),
  },
  {
    id: 'curl-credentials',
    provider: 'HTTP',
    title: 'User name and password given to curl',
    keywords: ['curl '],
    pattern: String.raw`curl (?:(?!curl )[^\n]){0,200}?(?<= )(?:-u|--user)[ =]{1,3}["']?[^\s:"'$<>{}]{1,64}:([^\s"'$<>{}\\]{6,128})(?=["'\s]|$)`,
    value: 'password',
    entropy: 2.5,
    confidence: 'medium',
    examples: ['curl -s -u app:<<{base62:18}>> https://api.acme.io/'],
    counterexamples: ['curl -u user:password https://api.acme.io/', 'curl -u "$USER:$PASS" https://api.acme.io/'],
    rotate: rotate('Change the password or revoke the token of the account.'),
  },
  {
    id: 'http-basic-header',
    provider: 'HTTP',
    title: 'Basic authorization header',
    keywords: ['basic '],
    pattern: String.raw`(?<=(?i:authorization)["']?[ ]?[:=,][ ]?["'\x60]?)(?i:basic) ([A-Za-z0-9+/]{16,400}={0,2})(?![\w+/=])`,
    value: 'basic',
    reach: 500,
    entropy: 3,
    confidence: 'medium',
    examples: ['Authorization: Basic <<{basic64}>>', '"authorization": "Basic <<{basic64}>>"'],
    counterexamples: [
      'Authorization: Basic dXNlcjpwYXNzd29yZA==',
      'Basic {base62:20}',
      'Authorization: Basic {var:CREDENTIALS}',
    ],
    rotate: rotate('Change the password or revoke the token of the account.'),
  },
  {
    id: 'docker-registry-auth',
    provider: 'Docker',
    title: 'Registry login in a Docker config',
    keywords: ['"auth"'],
    pattern: String.raw`"auth"\s{0,4}:\s{0,4}"([A-Za-z0-9+/]{16,1200}={0,2})"`,
    reach: 1300,
    value: 'basic',
    entropy: 3,
    confidence: 'high',
    wrapped: ['"auth"'],
    examples: ['{"auths": {"ghcr.io": {"auth": "<<{basic64}>>"}}}'],
    counterexamples: ['{"auth": "none"}', '{"auth": "{var:REGISTRY_AUTH}"}'],
    rotate: rotate('Revoke the token or change the password at the registry, then log in anew.'),
  },
  {
    id: 'npmrc-basic-auth',
    provider: 'npm',
    title: 'Registry login in .npmrc',
    keywords: ['_auth=', '_auth =', '_password=', '_password ='],
    pattern: String.raw`(?<=(?:^|\n|:)[ \t]{0,3})_(?:auth|password) ?= ?"?([A-Za-z0-9+/]{12,400}={0,2})(?![\w+/=])`,
    reach: 500,
    value: 'basic',
    entropy: 3,
    confidence: 'medium',
    examples: ['//npm.acme.io/:_auth=<<{basic64}>>\n', '_auth = <<{basic64}>>\n'],
    counterexamples: ['_auth={var:NPM_AUTH}', 'client_auth = {base62:20}'],
    rotate: rotate('Change the password at the registry.'),
  },
];
