import { ASSIGNS } from '../assignment.ts';
import { base64url, JWT_STARTS, RANDOM_VALUE, START } from '../patterns.ts';
import type { Rule } from '../rule.ts';
import { OF_A_DATABASE } from './passwords.ts';

const rotate = {
  url: 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  says: 'Find out what the value opens, replace it there, and keep the new one in a secret store.',
};

const COUNTEREXAMPLES = [
  'secret = os.environ["SECRET_OF_OUR_APP"]',
  'password: {var:DATABASE_PASSWORD_2024}',
  'api_key = "your-api-key-goes-here-123"',
  'token: "{{ .Values.token1234567 }}"',
  'access_token = "{uuid}"',
  'password = "correcthorsebatterystaple1"',
  'secret_name = "my-application-secrets-v2"',
  'token = request.headers.authorization2',
  'const tokenPattern = "xxxxxxxxxxxxxxxxxxxxxxxx"',
  'apiKey: process.env.API_KEY_12345678',
  '<input name="authenticity_token" value="k7{base62:40}">',
  'digest of token.py,sha256={base62:43}',
  'password_hash_file = "/etc/app/passwords/2024.db"',
];

/** Such a token is made for one form of one visitor; it opens nothing. */
const OF_A_FORM = '(?<!(?i:authenticity|csrf|xsrf|requestverification)[_-]?)';

/** Those have a rule of their own; no name is looked at twice. */
const OF_NO_DATABASE = `(?<!${OF_A_DATABASE})`;

function assignment(kind: string, title: string, keywords: readonly string[], example: string): Rule {
  return {
    id: `generic-${kind}`,
    provider: 'Generic',
    title,
    keywords,
    context: 'assignment',
    pattern: `${OF_A_FORM}${OF_NO_DATABASE}(?i:${keywords.join('|')})${ASSIGNS}${RANDOM_VALUE}`,
    value: 'generic',
    generic: true,
    entropy: 3.3,
    confidence: 'low',
    examples: [example, `{"${keywords[0] ?? ''}": "<<k7{base62:30}>>"}`],
    counterexamples: COUNTEREXAMPLES,
    rotate,
  };
}

export const generic: readonly Rule[] = [
  {
    id: 'generic-jwt',
    provider: 'Generic',
    title: 'JSON Web Token',
    keywords: JWT_STARTS,
    pattern: String.raw`${START}(eyJ${base64url(14, 500)}\.eyJ${base64url(14, 1600)}\.${base64url(20, 800)})(?![\w-])`,
    reach: 3000,
    value: 'jwt',
    entropy: 4,
    confidence: 'medium',
    generic: true,
    examples: ['token=<<{jwt}>>', 'Authorization: Bearer <<{jwt:HS256}>>'],
    counterexamples: ['eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.', 'eyJ{base62:20}.eyJ{base62:20}'],
    rotate: { ...rotate, says: 'Sign its subject out at the issuer; if that is not possible, rotate the signing key.' },
  },
  {
    id: 'generic-bearer-token',
    provider: 'Generic',
    title: 'Bearer token in a header',
    keywords: ['bearer '],
    pattern: String.raw`(?<=(?i:authorization)["']?[ ]?[:=,][ ]?["'\x60]?)(?i:bearer) ([A-Za-z0-9_.=~+/-]{20,400})(?![\w.=~+/-])`,
    reach: 500,
    value: 'generic',
    generic: true,
    entropy: 3.5,
    confidence: 'medium',
    examples: ['Authorization: Bearer <<4f{base62:38}>>', "'Authorization': 'Bearer <<x9{base62:30}>>'"],
    counterexamples: [
      'Authorization: Bearer your-access-token-here',
      'Authorization: Bearer {var:TOKEN}',
      'the bearer {base62:30}',
    ],
    rotate,
  },
  assignment(
    'password',
    'Password in an assignment',
    ['password', 'passwd', 'passphrase', 'passwort', '_pass', '_pwd', 'dbpass'],
    'DB_PASSWORD=<<h3{punctuated:20}>>',
  ),
  assignment('secret', 'Secret in an assignment', ['secret'], 'session_secret: "<<9z{base62:30}>>"'),
  assignment('token', 'Token in an assignment', ['token'], 'MY_SERVICE_TOKEN=<<t5{base62:30}>>'),
  assignment(
    'api-key',
    'API key in an assignment',
    [
      'api_key',
      'apikey',
      'api-key',
      'access_key',
      'accesskey',
      'access-key',
      'auth_key',
      'authkey',
      'private_key',
      'privatekey',
      'encryption_key',
      'encryptionkey',
      'signing_key',
      'signingkey',
      'master_key',
      'credential',
    ],
    'ACME_API_KEY=<<p2{base62:30}>>',
  ),
];
