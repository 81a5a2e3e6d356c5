import { MIXED, NO_WORD } from '../names.ts';
import { SHELL_WORD } from '../patterns.ts';
import type { Rule } from '../rule.ts';

const rotate = {
  url: 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  says: 'Change the password of the account, and let the command read the new one from a file or the environment.',
};

interface Command {
  readonly kind: string;
  readonly title: string;
  readonly commands: readonly string[];
  /** Regex source of what stands between the name of the command and the password. */
  readonly before: string;
  readonly examples: readonly string[];
  readonly counterexamples: readonly string[];
}

/** An option of these commands takes a password and nothing else. */
export function command({ kind, title, commands, before, examples, counterexamples }: Command): Rule {
  return {
    id: `command-${kind}-password`,
    provider: 'Command',
    title,
    keywords: commands.map((name) => `${name} `),
    pattern: String.raw`(?<![\w.-])(?i:${commands.join('|')}) ${before}${SHELL_WORD}`,
    value: 'password',
    entropy: 2.5,
    confidence: 'medium',
    examples,
    counterexamples,
    rotate,
  };
}

export const OPTIONS = String.raw`[^\n|;&]{0,160}?(?<=[ ])`;

export const commands: readonly Rule[] = [
  command({
    kind: 'redis',
    title: 'Password given to redis-cli',
    commands: ['redis-cli'],
    before: `${OPTIONS}(?:-a|--pass)[ =]`,
    examples: ['redis-cli -h cache -a <<h3{base62:14}>> ping', "redis-cli -a '<<Kestrel{digits:4}!>>'"],
    counterexamples: ['redis-cli -a {var:REDIS_PASSWORD} ping', 'redis-cli -a password123', 'redis-cli --bigkeys'],
  }),
  command({
    kind: 'ldap',
    title: 'Password given to an LDAP command',
    commands: ['ldapsearch', 'ldapmodify', 'ldapadd', 'ldapdelete', 'ldappasswd', 'ldapwhoami'],
    before: `${OPTIONS}-w ?`,
    examples: ["ldapsearch -x -D cn=app,dc=acme -w '<<k7{punctuated:8}Zw>>' -b dc=acme"],
    counterexamples: [
      'ldapsearch -x -W -D cn=app',
      'ldapsearch -x -w {var:LDAP_PASSWORD}',
      'ldapsearch -x -w password123',
    ],
  }),
  command({
    kind: 'sql-server',
    title: 'Password given to sqlcmd',
    commands: ['sqlcmd', 'osql', 'bcp', 'sqlpackage'],
    before: `${OPTIONS}-P ?`,
    examples: ["/opt/mssql-tools/bin/sqlcmd -S db -U sa -P '<<Kestrel{digits:4}!>>' -Q 'select 1'"],
    counterexamples: [
      'sqlcmd -S db -U sa -P {var:SA_PASSWORD}',
      'sqlcmd -S db -U sa -P YourStrongPassw0rd',
      'sqlcmd -S db -p 12345678',
    ],
  }),
  command({
    kind: 'login',
    title: 'Password given to a command that logs in',
    commands: [
      'mongo',
      'mongosh',
      'mongodump',
      'mongorestore',
      'mongoimport',
      'mongoexport',
      'psexec',
      'psexec64',
      'oc login',
      'cf login',
      'az login',
      'az acr login',
      'podman login',
      'helm registry login',
      'nuget sources add',
    ],
    before: `${OPTIONS}(?:-p|-Password)[ =]`,
    examples: [
      'mongodump -h db.acme.io -u app -p <<h3{base62:14}>> --gzip',
      "az login --service-principal -u app -p '<<k7{punctuated:8}Zw>>' --tenant t",
    ],
    counterexamples: [
      'mongo -u app -p --host db',
      'oc login -u app -p {var:PASSWORD}',
      'cf login -u app -p password123',
    ],
  }),
  command({
    kind: 'account',
    title: 'Password of an account that a command makes or changes',
    commands: ['net user', 'rabbitmqctl add_user', 'rabbitmqctl change_password'],
    before: String.raw`[\w.@'"\\-]{1,60} (?=["']?${NO_WORD})(?!/)`,
    examples: ['net user app <<Kestrel{digits:4}!>> /add', 'rabbitmqctl add_user app <<h3{base62:14}>>'],
    counterexamples: [
      'net user app /delete',
      'rabbitmqctl add_user app {var:PASSWORD}',
      'net user administrator changeme1',
    ],
  }),
  command({
    kind: 'share',
    title: 'Password with which a Windows share is mounted',
    commands: ['net use'],
    before: String.raw`[^\n|;&]{2,120}?(?<=(?i:/user:)[\w.@'"\\-]{1,20}) (?=["']?${NO_WORD})(?!/)`,
    examples: [String.raw`net use Z: \\srv\share /user:ACME\app <<Kestrel{digits:4}!>>`],
    counterexamples: [String.raw`net use Z: \\srv\share /user:ACME\app /persistent:yes`],
  }),
  command({
    kind: 'htpasswd',
    title: 'Password given to htpasswd',
    commands: ['htpasswd'],
    before: String.raw`-[a-zA-Z]{0,4}b[a-zA-Z]{0,4} (?:-[a-zA-Z]{1,4} ){0,3}(?:(?!-)[^\s|;&{}<>]{1,100} ){1,2}`,
    examples: ["htpasswd -bc /etc/nginx/users app '<<Kestrel{digits:4}!>>'", 'htpasswd -nb app <<h3{base62:14}>>'],
    counterexamples: ['htpasswd -c /etc/nginx/users app', 'htpasswd -nb app {var:PASSWORD}'],
  }),
  {
    id: 'piped-password',
    provider: 'Command',
    title: 'Password that is piped into a command',
    keywords: ['echo '],
    pattern: String.raw`echo (?:-n |-e )?["']?(?:[\w.-]{1,40}:)?(?<secret>[^\s"'$<>{}()\x60|;&\\:]{8,100})["']? ?\| ?(?:sudo )?(?:(?:docker|podman|helm registry|nerdctl|oras) login [^\n]{0,120}--password-stdin|chpasswd|passwd --stdin|sudo (?:-\w )?-S|gpg [^\n]{0,80}--passphrase-fd|cryptsetup )`,
    value: 'password',
    entropy: 2.5,
    confidence: 'medium',
    examples: [
      'echo "<<h3{base62:14}>>" | docker login -u app --password-stdin r.acme.io',
      "RUN echo 'root:<<Kestrel{digits:4}!>>' | chpasswd",
    ],
    counterexamples: [
      'echo "{var:PASSWORD}" | docker login -u app --password-stdin r.acme.io',
      "echo 'root:password1' | chpasswd",
      'echo h3{base62:14} | sha256sum',
    ],
    rotate,
  },
  {
    id: 'openssl-password',
    provider: 'OpenSSL',
    title: 'Password of a key that openssl or keytool is given',
    keywords: ['-passin pass:', '-passout pass:', '-storepass ', '-keypass ', '-srcstorepass ', '-deststorepass '],
    pattern: String.raw`(?<=[\s"'])-(?i:pass(?:in|out) pass:|(?:src|dest)?(?:store|key)pass )${SHELL_WORD}`,
    value: 'chosen',
    confidence: 'medium',
    examples: [
      'openssl rsa -in k.pem -passin pass:<<h3{base62:14}>> -out o.pem',
      "keytool -genkey -storepass '<<Kestrel{digits:4}!>>' -keystore x.jks",
    ],
    counterexamples: ['openssl rsa -passin pass:{var:PASSWORD}', 'keytool -list -storepass changeit1'],
    rotate: {
      ...rotate,
      says: 'Encrypt the key or the keystore anew, and replace the key if strangers could have the file.',
    },
  },
  {
    id: 'sqlplus-password',
    provider: 'Oracle',
    title: 'Password in an Oracle login',
    keywords: ['sqlplus ', 'jdbc:oracle:', 'sqlldr ', 'rman target ', 'expdp ', 'impdp '],
    pattern: String.raw`(?i:sqlplus (?:-\w{1,8} ){0,4}|jdbc:oracle:(?:thin|oci\d?):|sqlldr (?:userid=)?|rman target |(?:ex|im)pdp )["']?[\w$#]{1,40}/["']?(?<secret>[^\s"'$<>{}()\x60@/:\\]{6,60})["']?@(?!<|\{|\$)`,
    value: 'password',
    entropy: 2.2,
    confidence: 'medium',
    examples: [
      'sqlplus -S app/<<h3{base62:10}>>@db.acme.io:1521/ORCL',
      'jdbc:oracle:thin:app/<<Kestrel{digits:4}!>>@//db.acme.io:1521/ORCL',
    ],
    counterexamples: [
      'sqlplus scott/password@db',
      'jdbc:oracle:thin:@db.acme.io:1521:ORCL',
      'sqlplus app/{var:PASSWORD}@db',
    ],
    rotate: { ...rotate, says: 'Give the user a new password with ALTER USER … IDENTIFIED BY.' },
  },
  {
    id: 'redis-requirepass',
    provider: 'Redis',
    title: 'Password in a Redis configuration',
    keywords: ['requirepass', 'masterauth'],
    pattern: String.raw`(?<![\w#])(?i:requirepass|masterauth)["']?(?:[ \t]{1,8}|[=:] ?|, ?)(?=["']?${MIXED})${SHELL_WORD}`,
    value: 'chosen',
    confidence: 'medium',
    examples: [
      'port 6379\nrequirepass <<h3{base62:14}>>\n',
      'command: redis-server --requirepass <<Kestrel{digits:4}!>> --appendonly yes',
      '["redis-server", "--requirepass", "<<h3{base62:14}>>"]',
    ],
    counterexamples: ['requirepass foobared1', 'redis-server --requirepass {var:REDIS_PASSWORD}'],
    rotate: { ...rotate, says: 'Change requirepass or the password of the ACL user.' },
  },
];
