import { ASSIGNS } from '../assignment.ts';
import type { Rule } from '../rule.ts';
import { OF_A_DATABASE } from './passwords.ts';

/** Four words or more, as dice choose them; a sentence has a capital, a mark or a word of one letter. */
const PHRASE = '(?<secret>[a-z]{3,14}(?:[ -][a-z]{3,14}){3,9})';

/** What messages and documents say of passwords, and dice seldom. */
const NO_SENTENCE = String.raw`(?![^"'\n]{0,160}\b(?:the|your|you|for|not|must|please|password|enter|wrong|with|and|does|this|that|from|should|cannot|secret|user)\b)`;

/** Phrases for passwords, only where nothing else can stand: elsewhere a text about passwords looks the same. */
export const phrases: readonly Rule[] = [
  {
    id: 'generic-passphrase',
    provider: 'Generic',
    title: 'Phrase for a password',
    keywords: ['password', 'passphrase'],
    context: 'assignment',
    pattern: `(?:(?<=${OF_A_DATABASE})(?i:password)|(?<=[A-Z]_)PASS(?:WORD|PHRASE)|(?<=[a-z]_)passphrase)${ASSIGNS}(?<=["'])${NO_SENTENCE}${PHRASE}["']`,
    value: 'any',
    entropy: 3,
    confidence: 'medium',
    examples: [
      'POSTGRES_PASSWORD="<<correct kestrel harbour staple>>"',
      "GPG_PASSPHRASE='<<brown hills over nine rivers>>'",
    ],
    counterexamples: [
      'WRONG_PASSWORD="you have entered a wrong password"',
      'ERROR_PASSWORD = "name and mail does not match"',
      'password: "correct kestrel harbour staple"',
    ],
    rotate: {
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
      says: 'Replace it where it opens something, and hand the new one over by a secret store.',
    },
  },
];
