import { MIXED, NO_WORD, PASSWORD } from '../names.ts';
import { CHOSEN_VALUE } from '../patterns.ts';
import type { Rule } from '../rule.ts';

const rotate = (says: string) => ({
  url: 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  says,
});

const COLUMN = String.raw`\s{0,24}["\x60[]?\w{1,40}["\x60\]]?\s{0,4},`;
const CELL = String.raw`\s{0,24}(?:N?'[^'\n]{0,120}'|"[^"\n]{0,120}"|[^'",()\n]{1,60}|\w{1,30}\([^()'"]{0,40}\)),`;

/**
 * A password among so many columns before it, and the value at the same place. With what is
 * only digits of hexadecimal nobody logs in.
 */
const column = (before: number) =>
  String.raw`(?:${COLUMN}){${before}}\s{0,24}["\x60[]?\w{0,20}(?i:password|passwd|pwd|passwort|senha)["\x60\]]?\s{0,4}(?:,[^()]{0,300})?\)\s{0,24}(?i:values)\s{0,24}\((?:${CELL}){${before}}\s{0,24}N?'(?!(?:[0-9a-fA-F]{2}){8,64}')${NO_WORD}${CHOSEN_VALUE}`;

export const statements: readonly Rule[] = [
  {
    id: 'sql-insert-password',
    provider: 'SQL',
    title: 'Password that a statement puts into a table',
    keywords: ['user', 'account', 'admin', 'member', 'customer', 'employee', 'login', 'sys_user', 'auth_user'].flatMap(
      (table) => [`into ${table}`, `into \`${table}`],
    ),
    pattern: String.raw`(?i:into) ["\x60\w.[\]]{1,80}\s{0,4}\((?=[^()]{0,160}(?i:pass|pwd|senha))(?:${[0, 1, 2, 3, 4, 5].map(column).join('|')})`,
    value: 'chosen',
    reach: 420,
    confidence: 'low',
    surer: { name: '', value: MIXED },
    examples: [
      "INSERT INTO users (username, password) VALUES ('app', '<<Kestrel{digits:4}!>>');",
      "insert into `users` (`id`, `email`, `password`, `role`) values (1, 'a@acme.io', '<<h3{base62:10}Kq7>>', 'x');",
    ],
    counterexamples: [
      "INSERT INTO users (username, password) VALUES ('app', '{hex:32}');",
      "INSERT INTO users (username, password) VALUES ('Kestrel2031!', MD5('x'));",
      "INSERT INTO users (username, password) VALUES ('app', 'password1');",
      "INSERT INTO users (name, note) VALUES ('app', 'Kestrel2031!');",
    ],
    rotate: rotate('Change the password of the account, and let a migration read it from the environment.'),
  },
  {
    id: 'cloudformation-parameter-password',
    provider: 'CloudFormation',
    title: 'Password that a parameter of CloudFormation has by default',
    keywords: ['password', 'passwd', 'pwd'],
    context: 'assignment',
    pattern: String.raw`${PASSWORD}\d{0,2}["']?:\s{0,4}\{?\s{0,40}(?:["']?(?:Type|NoEcho|Description|MinLength|MaxLength|AllowedPattern|ConstraintDescription)["']?:[^\n]{1,200}?(?:\n\s{1,40}|(?:(?<=["'e\d]),\s{0,40}))){1,7}["']?Default["']?:\s{1,4}["']?${NO_WORD}${CHOSEN_VALUE}`,
    value: 'chosen',
    confidence: 'medium',
    examples: [
      '  DBPassword:\n    Type: String\n    NoEcho: true\n    Default: <<Kestrel{digits:4}!>>\n',
      '"MasterUserPassword": {\n  "Type": "String",\n  "Default": "<<h3{base62:14}>>"\n}',
      '"DBPassword": {"Type": "String", "Default": "<<Kestrel{digits:4}!>>"}',
    ],
    counterexamples: [
      '  DBPassword:\n    Type: String\n\n  Name:\n    Type: String\n    Default: Kestrel2031!\n',
      '  DBPassword:\n    Type: String\n    Default: password1\n',
    ],
    rotate: rotate('Change the password, and let the stack take it from Secrets Manager.'),
  },
  {
    id: 'redis-acl-password',
    provider: 'Redis',
    title: 'Password in a rule for a user of Redis',
    keywords: [' on >'],
    pattern: String.raw`(?<=user [\w.-]{1,24}) on >${NO_WORD}(?<secret>[^\s"']{8,100})(?=[\s"']|$)`,
    value: 'password',
    entropy: 2.5,
    confidence: 'medium',
    examples: ['user app on ><<h3{base62:14}>> ~* +@all\n', 'ACL SETUSER: "user app on ><<Kestrel{digits:4}!>> +ping"'],
    counterexamples: [
      'user app on >password123 ~* +@all',
      'user app on >{var:REDIS_PASSWORD} ~*',
      'based on >12345678 rows',
    ],
    rotate: rotate('Give the user a new password with ACL SETUSER.'),
  },
  {
    id: 'filezilla-password',
    provider: 'FileZilla',
    title: 'Password in the sites of FileZilla',
    keywords: ['<pass encoding="base64">'],
    pattern: '<Pass encoding="base64">([A-Za-z0-9+/]{8,200}={0,2})</Pass>',
    value: 'basic',
    entropy: 2,
    confidence: 'high',
    examples: ['<Pass encoding="base64"><<{basic64}>></Pass>'],
    counterexamples: ['<Pass encoding="base64">cGFzc3dvcmQ=</Pass>'],
    rotate: rotate('Change the password of the account at the server.'),
  },
];
