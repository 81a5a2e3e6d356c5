import { ASSIGNS, ENDS } from '../assignment.ts';
import { KEY, KEY_WORDS, PASSWORD, PASSWORD_KEYWORDS, TOKEN } from '../names.ts';
import { UUID } from '../patterns.ts';
import type { Rule } from '../rule.ts';

const rotate = {
  url: 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  says: 'Find out what the value opens, replace it there, and keep the new one in a secret store.',
};

/** Sixteen letters in four groups, as the page shows them; some write them without the spaces. */
const APP_PASSWORD = {
  provider: 'Google',
  keywords: PASSWORD_KEYWORDS,
  context: 'assignment',
  value: 'letters',
  entropy: 2.6,
  confidence: 'medium',
  rotate: {
    url: 'https://myaccount.google.com/apppasswords',
    says: 'Its owner removes it under app passwords, and makes a new one that is read from a secret store.',
  },
} as const;

/** Values that elsewhere are names or words: only a name that holds nothing but a secret convicts them. */
export const plainValues: readonly Rule[] = [
  {
    id: 'generic-uuid-secret',
    provider: 'Generic',
    title: 'Secret, key or token that is a UUID',
    keywords: ['secret', 'token', ...KEY_WORDS],
    context: 'assignment',
    pattern: `(?i:secret(?:[_.-]?key)?|${TOKEN}|${KEY})${ENDS}${ASSIGNS}(?<secret>${UUID})(?![\\w-])`,
    generic: true,
    confidence: 'medium',
    examples: ['app.secret=<<{uuid}>>\n', '"api_key": "<<{uuid}>>",', 'ACME_API_TOKEN: <<{uuid}>>\n'],
    counterexamples: [
      'token: {uuid}',
      'https://acme.io/o/a.png?alt=media&token={uuid}',
      '<UserSecretsId>{uuid}</UserSecretsId>',
      'secret_id = "{uuid}"',
      'api_key = "00000000-0000-0000-0000-000000000000"',
    ],
    rotate,
  },
  {
    ...APP_PASSWORD,
    id: 'google-app-password',
    title: 'App password of a Google account',
    pattern: `${PASSWORD}${ASSIGNS}(?<secret>[a-z]{4}(?: [a-z]{4}){3})(?![\\w ])`,
    examples: [
      "pass: '<<{small:4} {small:4} {small:4} {small:4}>>',",
      'EMAIL_PASS=<<{small:4} {small:4} {small:4} {small:4}>>\n',
    ],
    counterexamples: ['password: "this must have four"', "pass: '{small:4} {small:4} {small:4}'"],
  },
  {
    ...APP_PASSWORD,
    id: 'google-app-password-joined',
    title: 'App password of a Google account, written in one',
    pattern: `(?<=(?i:mail|smtp)[\\w.-]{0,20})${PASSWORD}${ASSIGNS}(?<secret>[a-z]{16})(?![\\w ])`,
    examples: ['EMAIL_HOST_PASSWORD = "<<{small:16}>>"', 'spring.mail.password=<<{small:16}>>\n'],
    counterexamples: ['MAIL_PASSWORD=internationalize', 'password: "{small:16}"'],
  },
];
