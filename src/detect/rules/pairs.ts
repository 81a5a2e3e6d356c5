import type { Rule } from '../rule.ts';

const rotate = (says: string) => ({
  url: 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  says,
});

/** A sample gives the password that the user is called by. */
const VALUE = String.raw`(?!\k<user>["'\\<\s])(?!s3cret|secret|tomcat["']|VAULT::)(?<secret>[^\s"'<>{}$\\&%+]{5,100})`;

/**
 * A user and a password side by side, where a server reads them: letters are enough there, which elsewhere are a word.
 */
export const pairs: readonly Rule[] = [
  {
    id: 'tomcat-user-password',
    provider: 'Tomcat',
    title: 'Password of a user of Tomcat',
    keywords: ['<user '],
    pattern: String.raw`(?i:<user) (?=[^<>]{0,240}\s(?:roles|groups)=)\s{0,24}(?:user)?name="(?<user>[^"<>]{1,60})"\s{1,24}password="${VALUE}"`,
    value: 'password',
    entropy: 1.8,
    confidence: 'medium',
    examples: ['<user username="deploy" password="<<k{small:9}>>" roles="manager-script"/>'],
    counterexamples: [
      '<user username="admin" password="<must-be-changed>" roles="manager-gui"/>',
      '<user username="tomcat" password="tomcat" roles="tomcat"/>',
      '<user username="admin" password="{var:ADMIN_PASSWORD}" roles="manager-gui"/>',
      '<user username="admin" password="s3cret" roles="manager-gui"/>',
      '<user username="both" password="tomcat" roles="tomcat,role1"/>',
      '<user username="deploy" password="kestrelharbour"/>',
    ],
    rotate: rotate('Give the user a new password in tomcat-users.xml, outside of what is kept in Git.'),
  },
  {
    id: 'datasource-password',
    provider: 'JBoss',
    title: 'Password of a data source of JBoss',
    keywords: ['<user-name>', 'user-name="'],
    pattern: String.raw`(?:<user-name>(?<user>[^<>\n]{1,60})</user-name>\s{0,40}<password>${VALUE}</password>|(?<=<security )user-name="(?<user>[^"<>\n]{1,60})"\s{1,24}password="${VALUE}")`,
    value: 'password',
    entropy: 1.8,
    confidence: 'medium',
    examples: [
      '<security>\n  <user-name>app</user-name>\n  <password><<k{small:9}>></password>\n</security>',
      '<security user-name="app" password="<<k{small:9}>>"/>',
    ],
    counterexamples: [
      '<user-name>sa</user-name>\n<password>sa</password>',
      '<user-name>app</user-name>\n<password>{var:DB_PASSWORD}</password>',
      '<user-name>app</user-name>\n<password>password</password>',
      '<user-name>app</user-name>\n<password>VAULT::ds_Shop::password::1</password>',
    ],
    rotate: rotate(
      'Change the password of the database account, and keep the new one in a credential store of the server.',
    ),
  },
  {
    id: 'jaas-password',
    provider: 'JAAS',
    title: 'Password in a login module of Java',
    keywords: ['loginmodule required'],
    pattern: String.raw`(?i:loginmodule required)(?:(?!(?i:loginmodule))[^;]){0,200}?(?<=[\s\\"'])username ?= ?\\{0,2}["'](?<user>[^"'\\\s]{1,60})\\{0,2}["'](?:[\s\\]|"\s{0,24}\+\s{0,24}"){1,40}password ?= ?\\{0,2}["']${VALUE}\\{0,2}["']`,
    value: 'password',
    reach: 520,
    entropy: 1.8,
    confidence: 'medium',
    examples: [
      'sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="app" password="<<k{small:9}>>";',
      String.raw`"org.apache.kafka.common.security.scram.ScramLoginModule required username=\"app\" password=\"<<k{small:9}>>\";"`,
      'KafkaClient {\n  org.apache.kafka.common.security.plain.PlainLoginModule required\n  username="app"\n  password="<<k{small:9}>>";\n};',
    ],
    counterexamples: [
      'PlainLoginModule required username="{var:USER}" password="{var:PASSWORD}";',
      'PlainLoginModule required username="kafka" password="kafka-secret";',
      'PlainLoginModule required username="client" password="client";',
      'PlainLoginModule required username=\'" + user + "\' password=\'" + pass + "\';',
    ],
    rotate: rotate(
      'Change the password of the account at the brokers, and let the client read it from a file or the environment.',
    ),
  },
  {
    id: 'jaas-user-password',
    provider: 'JAAS',
    title: 'Password of a user whom a broker lets in',
    keywords: ['loginmodule required'],
    pattern: String.raw`(?i:loginmodule required)(?:(?!(?i:loginmodule)|(?<=\s)user_)[^;]){0,240}(?<=\s)user_(?<user>[\w.-]{1,40})\s?=\s?\\{0,2}"${VALUE}\\{0,2}"`,
    value: 'password',
    reach: 480,
    entropy: 1.8,
    confidence: 'medium',
    examples: [
      'KafkaServer {\n  org.apache.kafka.common.security.plain.PlainLoginModule required\n  user_app="<<k{small:9}>>";\n};',
    ],
    counterexamples: ['PlainLoginModule required\n user_admin="admin-secret" \\\n user_mds="mds-secret";'],
    rotate: rotate('Give the user a new password at all brokers and clients.'),
  },
  {
    id: 'sip-account-secret',
    provider: 'Asterisk',
    title: 'Secret of an account of a telephone exchange',
    keywords: [
      'type=friend',
      'type=peer',
      'type = friend',
      'type = peer',
      'auth_type=userpass',
      'auth_type = userpass',
    ],
    pattern: String.raw`(?<=(?:^|\n)[ \t]{0,8})(?:auth_)?type ?= ?(?:friend|peer|userpass)[ \t]{0,8}(?:;[^\n]{0,80})?\r?\n(?:(?!\[|[ \t]{0,8}(?:secret|password))[^\n]{0,100}\n){0,10}[ \t]{0,8}(?:secret|password) ?=>? ?(?!\d{1,5}\s)(?<secret>[^\s;"'<>{}$()]{6,64})(?=\s|;|$)`,
    value: 'password',
    reach: 640,
    entropy: 2,
    confidence: 'medium',
    examples: [
      '[6001]\ntype=friend\nhost=dynamic\nsecret=<<k{small:9}>>\n',
      '[6001]\nauth_type=userpass\nusername=6001\npassword=<<k{small:9}>>\n',
    ],
    counterexamples: [
      '[6001]\ntype=friend\nsecret=6001\n',
      '[6001]\ntype=friend\nsecret=changeme\n',
      '\ntype=friend\nhost=dynamic\n[6002]\nsecret=kestrelharbour\n',
    ],
    rotate: rotate('Give the account a new secret, at the exchange and in the telephone.'),
  },
];
