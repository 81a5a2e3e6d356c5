import { ASSIGNS } from '../assignment.ts';
import { MIXED, NO_WORD } from '../names.ts';
import { CHOSEN_VALUE, SHELL_WORD } from '../patterns.ts';
import type { Rule } from '../rule.ts';

const CHEAT_SHEET = 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html';

/** How the variables begin by which database servers and their images are given a password. */
export const OF_A_DATABASE =
  '(?i:pg|postgres(?:ql)?_|mysql_|mysql_root_|mariadb_|mariadb_root_|mssql_sa_|mongo_initdb_root_|minio_root_|elastic_)';

/** Passwords that the place convicts: a statement, an option or a setting that takes nothing else. */
export const passwords: readonly Rule[] = [
  {
    id: 'database-environment-password',
    provider: 'Database',
    title: 'Password that a database server or client takes from its environment',
    keywords: ['password'],
    context: 'assignment',
    pattern: `(?<=${OF_A_DATABASE})(?i:password)${ASSIGNS}${NO_WORD}${CHOSEN_VALUE}`,
    value: 'chosen',
    confidence: 'medium',
    examples: [
      'PGPASSWORD=<<h3{punctuated:16}>>',
      'MYSQL_ROOT_PASSWORD: "<<9z{base62:16}>>"',
      'POSTGRES_PASSWORD: <<Kestrel{digits:4}!>>\n',
    ],
    counterexamples: [
      'PGPASSWORD={var:PGPASSWORD}',
      'POSTGRES_PASSWORD: postgres',
      'MYSQL_PASSWORD_FILE=/run/secrets/db',
    ],
    rotate: {
      url: 'https://www.postgresql.org/docs/current/sql-alterrole.html',
      says: 'Give the account a new password and hand it over by a secret store.',
    },
  },
  {
    id: 'sql-account-password',
    provider: 'SQL',
    title: 'Password in a statement that makes or changes an account',
    keywords: ['identified by ', 'with password ', 'encrypted password ', 'set password ', 'identified with '],
    pattern: String.raw`(?i:identified (?:with \S{1,40} )?by|(?:with|encrypted|set) password)\s{1,4}(?:(?i:for) \S{1,80} )?(?:= ?)?(?:'(?!"\$)(?<secret>[^'\s]{8,100})'|"(?!'[. ])(?<secret>[^"\s\\]{8,100})"|(?<=(?i:by)\s{1,4})${MIXED}(?<secret>[A-Za-z][\w#]{7,29})(?=[\s;]))`,
    value: 'chosen',
    confidence: 'medium',
    examples: [
      "CREATE USER app IDENTIFIED BY '<<h3{punctuated:14}>>';",
      "ALTER ROLE app WITH PASSWORD '<<9z{base62:14}>>';",
      "ALTER USER 'app'@'%' IDENTIFIED WITH caching_sha2_password BY '<<k7{base62:14}>>';",
      "CREATE USER 'app'@'%' IDENTIFIED BY '<<Kestrel{digits:4}!>>';",
      'ALTER USER app IDENTIFIED BY "<<k7{punctuated:8}Zw>>";',
      'CREATE USER app IDENTIFIED BY <<k7{base62:8}Zw>>;',
    ],
    counterexamples: [
      "CREATE USER app IDENTIFIED BY 'my_password';",
      "ALTER ROLE app WITH PASSWORD '{var:APP_PASSWORD}';",
      `echo "CREATE USER '"$DB_USER"'@'%' IDENTIFIED BY '"$DB_PASSWORD1"';"`,
      "a user with password 'correct horse battery'",
      `$x = 'uuid identified by "'.$atom2['parent_X1'].'" at';`,
    ],
    rotate: {
      url: 'https://www.postgresql.org/docs/current/sql-alterrole.html',
      says: 'Give the account a new password, outside of files that are kept.',
    },
  },
  {
    id: 'mysql-option-password',
    provider: 'MySQL',
    title: 'Password in an option of a MySQL command',
    keywords: ['mysql -', 'mysqldump -', 'mysqladmin -', 'mysqlimport -', 'mariadb -', 'mariadb-dump -'],
    pattern: String.raw`(?:mysql(?:dump|admin|import)?|mariadb(?:-dump)?) (?=-)[^\n|;&]{0,160}?(?<= )(?:-p|--password=)${SHELL_WORD}`,
    value: 'password',
    entropy: 2.4,
    confidence: 'medium',
    examples: [
      'mysql -uapp -p<<h3{base62:14}>> shop',
      'mysqldump -h db --password=<<9z{base62:14}>> shop > dump.sql',
      'mysql -uapp -p<<kes{text:trels}>> shop',
    ],
    counterexamples: [
      'mysql -u root -p shop',
      'mysql -uroot -p{var:PASSWORD}',
      'mysqldump -uroot -ppassword123 shop',
      'run("mysqldump -u " + user + " -p"+rootPw+" shop")',
      'mysql -uroot -p%SHOP_ROOT_PW% shop',
    ],
    rotate: {
      url: 'https://dev.mysql.com/doc/refman/8.4/en/alter-user.html',
      says: 'Give the account a new password, and let the command read it from an option file.',
    },
  },
  {
    id: 'sshpass-password',
    provider: 'SSH',
    title: 'Password given to sshpass',
    keywords: ['sshpass -p'],
    pattern: `sshpass -p ?${SHELL_WORD}`,
    value: 'password',
    confidence: 'medium',
    examples: ["sshpass -p '<<h3{base62:12}>>' ssh app@host.acme.io"],
    counterexamples: [
      'sshpass -p password ssh app@host',
      'sshpass -p "{var:PASSWORD}" ssh app@host',
      'run("sshpass -p "+hostPw+" ssh app@host")',
    ],
    rotate: { url: CHEAT_SHEET, says: 'Change the password of the account on that host; let it log in by key.' },
  },
  {
    id: 'powershell-secure-string',
    provider: 'PowerShell',
    title: 'Password made into a secure string from plain text',
    keywords: ['convertto-securestring'],
    pattern: String.raw`(?i:ConvertTo-SecureString)(?=[^\n]{0,240}(?i:-AsPlainText))(?: {1,4}-[A-Za-z]{1,12}){0,3} {1,4}(?:'(?<secret>[^'\n]{8,128})'|"(?<secret>[^"$\n]{8,128})")`,
    value: 'password',
    entropy: 2.8,
    reach: 420,
    confidence: 'medium',
    examples: [
      '$p = ConvertTo-SecureString "<<h3{punctuated:14}>>" -AsPlainText -Force',
      "ConvertTo-SecureString -AsPlainText -Force -String '<<9z{base62:14}>>'",
    ],
    counterexamples: [
      'ConvertTo-SecureString "{var:PASSWORD}" -AsPlainText -Force',
      'ConvertTo-SecureString "h3{base62:14}"',
      "ConvertTo-SecureString 'password123' -AsPlainText -Force",
    ],
    rotate: { url: CHEAT_SHEET, says: 'Change the password of the account, and read the new one from a vault.' },
  },
  {
    id: 'ldap-bind-password',
    provider: 'LDAP',
    title: 'Password with which a service binds to a directory',
    keywords: ['bindpw ', 'bindpw=', 'bindpw:'],
    pattern: String.raw`(?i:bindpw)(?:[ \t]{1,8}|\s?[:=]\s?)["']?(?![/~.])([^\s"'$<>{}()]{8,100})(?=["'\s]|$)`,
    value: 'password',
    entropy: 2.8,
    confidence: 'medium',
    examples: ['bindpw <<h3{base62:14}>>\n', "bindpw: '<<9z{base62:14}>>'"],
    counterexamples: [
      'bindpw secret12',
      'bindpw {var:LDAP_PASSWORD}',
      'bindpw = /etc/ldap.secret.key',
      'ldap.bindpw .Values.ldap.bindpw2024',
    ],
    rotate: { url: CHEAT_SHEET, says: 'Give the bind account a new password in the directory.' },
  },
  {
    id: 'postfix-relay-password',
    provider: 'SMTP',
    title: 'Password of a mail relay in a map of Postfix',
    keywords: [']:587', ']:465', ']:25'],
    pattern: String.raw`(?<=\[[\w.-]{1,30})\]:(?:587|465|25)[ \t]{1,8}[^\s:]{1,80}:(?<secret>[^\s:]{6,100})(?=\s|$)`,
    value: 'password',
    entropy: 2.2,
    confidence: 'medium',
    examples: ['[smtp.acme.io]:587 app@acme.io:<<h3{base62:14}>>\n'],
    counterexamples: ['[smtp.acme.io]:587 user:password\n', 'relayhost = [smtp.acme.io]:587\n'],
    rotate: { url: CHEAT_SHEET, says: 'Change the password of the mail account.' },
  },
  {
    id: 'django-secret-key',
    provider: 'Django',
    title: 'Django secret key',
    keywords: ['secret_key'],
    context: 'assignment',
    pattern: String.raw`(?<![A-Za-z])SECRET_KEY["']?\]?(?:: ?str)?\s{0,4}[=:]\s{0,4}["'](?:django-insecure-)?(?=[^"'\n]{0,63}[0-9])(?=[^"'\n]{0,63}[!@#$%^&*(=+)])([A-Za-z0-9!@#$%^&*(\-_=+)]{50,64})["']`,
    value: 'any',
    entropy: 4.2,
    confidence: 'medium',
    examples: [
      "SECRET_KEY = '<<7+{lower:24}%{lower:23}>>'",
      'SECRET_KEY = "django-insecure-<<a#{lower:30}({lower:17}>>"',
      "SECRET_KEY='<<r(m)9nLG{base62:20}{text:$}(_q{base62:28}Zk2X>>'",
    ],
    counterexamples: [
      "SECRET_KEY = os.environ['SECRET_KEY']",
      "SECRET_KEY = 'django-insecure-{same:x:50}'",
      "SECRET_KEY = '{lower:50}'",
    ],
    rotate: {
      url: 'https://docs.djangoproject.com/en/stable/ref/settings/#secret-key',
      says: 'Set a new SECRET_KEY (SECRET_KEY_FALLBACKS keeps sessions for a while) and read it from the environment.',
    },
  },
];
