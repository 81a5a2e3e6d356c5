import { SPACED } from '../assignment.ts';
import { MIXED, NO_WORD, SPACED_KEY, TOKEN } from '../names.ts';
import { CHOSEN_VALUE, RANDOM_VALUE } from '../patterns.ts';
import type { Rule } from '../rule.ts';

const rotate = {
  url: 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  says: 'Replace it where it opens something, and hand the new one over by a secret store or a file.',
};

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
