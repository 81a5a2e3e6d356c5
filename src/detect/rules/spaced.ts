import { SPACED } from '../assignment.ts';
import { KEY, MIXED, NO_WORD, PASSWORD, SPACED_KEY, TOKEN } from '../names.ts';
import { CHOSEN_VALUE, RANDOM_VALUE } from '../patterns.ts';
import type { Rule } from '../rule.ts';

const rotate = {
  url: 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  says: 'Replace it where it opens something, and hand the new one over by a secret store or a file.',
};

/** From the name of a variable of Terraform to its default: `variable "db_password" { … default = "`. */
const variable = (names: string) =>
  String.raw`variable "[\w-]{0,60}?${names}\d{0,2}"\s{0,4}\{(?:[^{}\n]{0,160}(?:\n|(?=default))){0,8}?\s{0,8}default\s{0,24}=\s{0,4}"`;

/** No sign stands between the name and the value: options of commands, statements that set a variable, macros. */
export const spaced: readonly Rule[] = [
  {
    id: 'spaced-password',
    provider: 'Generic',
    title: 'Password that follows the name of one',
    keywords: ['password ', 'passwd ', 'passphrase ', '_pass ', '-pass ', '_pwd '],
    pattern: `(?i:password|passwd|passphrase|[_-]pass|_pwd)${SPACED}${NO_WORD}${CHOSEN_VALUE}`,
    value: 'chosen',
    generic: true,
    confidence: 'low',
    surer: { name: '', value: MIXED },
    examples: [
      'tool login --password <<k7{punctuated:8}Zw>> --verbose',
      '#define DB_PASSWORD "<<Kestrel{digits:4}!>>"',
      'ENV SMTP_PASSWORD <<k7{punctuated:8}Zw>>\n',
    ],
    counterexamples: [
      'tool login --password {var:PASSWORD}',
      'the password Kestrel2031! is what nobody would type',
      'throw new Error("no password \'user1\' given")',
      'ENV DB_PASSWORD changeme2031',
    ],
    rotate,
  },
  {
    id: 'terraform-variable-password',
    provider: 'Terraform',
    title: 'Password that a variable of Terraform has by default',
    keywords: ['variable "'],
    pattern: `${variable(PASSWORD)}${NO_WORD}${CHOSEN_VALUE}`,
    value: 'chosen',
    generic: true,
    reach: 1200,
    confidence: 'medium',
    examples: [
      'variable "db_password" {\n  type    = string\n  default = "<<Kestrel{digits:4}!>>"\n}\n',
      'variable "admin_password" { default = "<<h3{base62:14}>>" }\n',
    ],
    counterexamples: [
      'variable "db_password" {\n  type = string\n}\n\nvariable "name" {\n  default = "Kestrel2031!"\n}\n',
      'variable "password_length" {\n  default = "h3{base62:14}"\n}\n',
    ],
    rotate,
  },
  {
    id: 'terraform-variable-secret',
    provider: 'Terraform',
    title: 'Secret, key or token that a variable of Terraform has by default',
    keywords: ['variable "'],
    pattern: `${variable(`(?:(?i:secret|credentials?)|${TOKEN}|${KEY})`)}${RANDOM_VALUE}`,
    value: 'generic',
    generic: true,
    reach: 1200,
    entropy: 3.3,
    confidence: 'medium',
    examples: ['variable "api_token" {\n  description = "of the shop"\n  default     = "<<q4{base62:30}>>"\n}\n'],
    counterexamples: ['variable "secret_name" {\n  default = "q4{base62:30}"\n}\n'],
    rotate,
  },
  {
    id: 'cisco-password',
    provider: 'Cisco',
    title: 'Password of a Cisco device that anybody can read',
    keywords: ['password 7 ', 'password 0 ', 'secret 0 ', 'key 7 '],
    pattern: String.raw`(?i:password|secret|key) (?:0 (?<secret>[^\s"'<>{}$]{6,64})|7 (?<secret>[01]\d[0-9A-Fa-f]{10,60}))(?=\s|$)`,
    value: 'password',
    entropy: 2,
    confidence: 'medium',
    examples: ['username admin privilege 15 password 0 <<Kestrel{digits:4}!>>\n', ' password 7 <<08{HEX:14}>>\n'],
    counterexamples: ['password 7 digits', 'enable secret 5 h3{base62:20}', 'secret 0 password'],
    rotate: { ...rotate, says: 'Give the account a new password, and keep it as a secret of type 8 or 9.' },
  },
  {
    id: 'spaced-secret',
    provider: 'Generic',
    title: 'Secret, key or token that follows the name of one',
    keywords: ['secret ', 'token ', 'key '],
    pattern: `(?i:secret|${TOKEN}|${SPACED_KEY})${SPACED}(?=[^\\s"']{16})${RANDOM_VALUE}`,
    value: 'generic',
    generic: true,
    entropy: 3.4,
    confidence: 'medium',
    examples: [
      'tool login --api-key <<q4{base62:30}>>',
      '#define API_KEY "<<t5{base62:30}>>"',
      'ENV JWT_SECRET <<w8{base62:40}>>\n',
    ],
    counterexamples: [
      'tool login --api-key {var:API_KEY}',
      'the secret k7{base62:30} was found',
      'sort by key k7{base62:30}',
    ],
    rotate,
  },
];
