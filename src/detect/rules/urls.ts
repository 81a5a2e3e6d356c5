import type { Rule } from '../rule.ts';

const rotate = (says: string) => ({
  url: 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  says,
});

/** Hosts that only the same machine or nobody reaches: a password for them opens nothing from outside. */
const NOWHERE = String.raw`(?:localhost|127\.|0\.0\.0\.0|\[::1?\]|host(?:name)?\b|(?:[\w-]{1,40}\.){0,4}(?:example|test|invalid|localhost|internal\.example)(?:\.(?:com|org|net|io))?(?![\w.-])|(?:[\w-]{1,40}\.)?local(?![\w.-])|<|\{|\$|%|\.\.\.)`;

/** `user:password@host`, with the password as group 1. */
const USER = String.raw`[^\s:@/"'\x60<>{}()$\\,;|#?&*=\[\]]{0,80}`;
const PASSWORD = String.raw`[^\s@/"'\x60<>{}()\\,|#\[\]]`;

/**
 * A token in place of a user: it has digits in several places. The public key of Sentry
 * stands before the number of a project.
 */
const TOKEN = String.raw`(?=[\w~-]{20})(?=\d{0,12}(?:[A-Za-z_~-]{1,24}\d{1,12}){3})(?![\w~-]{20,128}@[^/\s"']{1,80}/\d)(?<secret>[\w~-]{20,128})(?::(?:x-oauth-basic)?)?@`;

/** How SQLAlchemy and others name one: `mysql+mysqldb`. */
const DRIVER = String.raw`(?:\+\w{1,24})?`;

function database(kind: string, title: string, schemes: readonly string[], statement: string): Rule {
  const scheme = schemes[0] ?? kind;
  return {
    id: `${kind}-connection-url`,
    provider: title,
    title: `${title} connection URL with a password`,
    keywords: schemes.flatMap((name) => (name.includes('+') ? [`${name}://`] : [`${name}://`, `${name}+`])),
    pattern: String.raw`(?<![\w+.-])(?i:${schemes.map(source).join('|')})${DRIVER}://${USER}:(${PASSWORD}{3,128})@(?!${NOWHERE})[\w\[]`,
    value: 'password',
    entropy: 1.5,
    confidence: 'medium',
    examples: [
      `URL=${scheme}://app:<<{punctuated:18}>>@db.acme.io:1234/main`,
      `"${scheme}://u1:<<{base62:9}>>@10.1.2.3/x"`,
      `${scheme}://app:<<{base62:14}>>@db.shop.svc.cluster.local/main`,
    ],
    counterexamples: [
      `${scheme}://user:password@db.acme.io/main`,
      `${scheme}://app:{base62:12}@localhost/main`,
      `${scheme}://app:{base62:12}@db.local/main`,
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
    ['postgres', 'postgresql', 'jdbc:postgresql', 'postgis', 'cockroachdb'],
    'Give the role a new password with ALTER ROLE … PASSWORD.',
  ),
  database(
    'mysql',
    'MySQL',
    ['mysql', 'mysql2', 'mariadb'],
    'Give the user a new password with ALTER USER … IDENTIFIED BY.',
  ),
  database('mongodb', 'MongoDB', ['mongodb'], 'Give the database user a new password with updateUser or in Atlas.'),
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
  database('oracle', 'Oracle', ['oracle'], 'Give the user a new password with ALTER USER … IDENTIFIED BY.'),
  database('snowflake', 'Snowflake', ['snowflake'], 'Give the user a new password with ALTER USER … SET PASSWORD.'),
  database('neo4j', 'Neo4j', ['neo4j', 'bolt'], 'Give the user a new password with ALTER USER … SET PASSWORD.'),
  database('elasticsearch', 'Elasticsearch', ['elasticsearch'], 'Change the password of the user.'),
  database('mqtt', 'MQTT', ['mqtt', 'mqtts'], 'Change the password of the account at the broker.'),
  database('nats', 'NATS', ['nats'], 'Change the password of the user in the configuration of the server.'),
  database('imap', 'Mailbox', ['imap', 'imaps', 'pop3', 'pop3s'], 'Change the password of the mail account.'),
  database('socks', 'SOCKS', ['socks5', 'socks5h'], 'Change the password of the account at the proxy.'),
  {
    id: 'url-basic-auth',
    provider: 'HTTP',
    title: 'URL with user name and password',
    keywords: ['https://', 'http://', 'git://', 'ssh://'],
    pattern: String.raw`(?i:https?|git|ssh)://(?:${TOKEN}|${USER}:(?<secret>${PASSWORD}{6,256})@)(?!${NOWHERE})[\w\[]`,
    value: 'password',
    entropy: 2.2,
    confidence: 'medium',
    examples: [
      'https://deploy:<<{base62:16}>>@git.acme.io/x.git',
      '"http://u:<<{punctuated:14}>>@10.0.0.4:8080"',
      'git clone https://<<k7{base62:14}2a3b4c{base62:14}>>@git.acme.io/acme/x.git',
      'https://<<{hex:40}>>:x-oauth-basic@git.acme.io/acme/x.git',
    ],
    counterexamples: [
      'https://user:password@git.acme.io',
      'https://user:{base62:12}@example.com',
      'https://user:$PASS@git.acme.io',
      'https://git.acme.io:8080/@scope/{base62:12}',
      'https://acme.io/a:b@c',
      'https://{hex:32}@o1234.ingest.sentry.io/5678',
      'https://{hex:32}@errors.acme.io/2',
      'https://some-user-of-our-organisation@git.acme.io/x.git',
      'https://firstname-lastname1990@git.acme.io/x.git',
      'https://{var:TOKEN_OF_OUR_ORGANISATION}@git.acme.io/x.git',
    ],
    rotate: rotate('Change the password of the account, or revoke the token that stands for one.'),
  },
  {
    id: 'mysql-dsn',
    provider: 'MySQL',
    title: 'Data source name of a Go program with a password',
    keywords: ['@tcp('],
    lead: 48,
    pattern: String.raw`(?=[\s\S]{47}[^\s@]@)[\s\S]{0,44}?(?<=["'\x60=\s])[\w.-]{1,32}:(?<secret>[^\s@/"'\x60<>{}()\\:]{6,40})@tcp\((?!${NOWHERE})`,
    value: 'password',
    entropy: 1.8,
    confidence: 'medium',
    examples: [
      'func open() { return sql.Open("mysql", "app:<<{punctuated:14}>>@tcp(db.acme.io:3306)/main?parseTime=true")',
      '# the database of the shop and of its stock\nDSN=app:<<{base62:9}>>@tcp(10.0.0.4:3306)/main',
    ],
    counterexamples: [
      'func open() { return sql.Open("mysql", "app:password@tcp(db.acme.io:3306)/main")',
      'func open() { return sql.Open("mysql", "app:{base62:12}@tcp(localhost:3306)/main")',
      'dsn := fmt.Sprintf("%s:%s@tcp(%s:%d)/%s?parseTime=true", user, pass, host, port, name)',
    ],
    rotate: rotate('Give the user a new password with ALTER USER … IDENTIFIED BY.'),
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
];
