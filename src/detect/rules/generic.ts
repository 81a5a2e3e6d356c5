import { ASSIGNS, ENDS } from '../assignment.ts';
import { KEY, KEY_WORDS, LONG, MIXED, NO_WORD, PASSWORD, PASSWORD_KEYWORDS, TOKEN } from '../names.ts';
import { base64url, CHOSEN_VALUE, JWT_STARTS, RANDOM_VALUE, START } from '../patterns.ts';
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
  '"hashed_secret": "{hex:40}"',
  "md5Password: 'k7{base62:30}'",
  '"SecretId": "arn:aws:secretsmanager:us-east-1:{digits:12}:secret:AppAuth-{base62:12}-{base62:6}"',
];

/** Such a token is made for one form of one visitor; it opens nothing. */
const OF_A_FORM = '(?<!(?i:authenticity|csrf|xsrf|requestverification)[_-]?)';

/** With what a name calls so nobody logs in: `hashed_secret`, `md5Password`. */
const OF_NO_HASH = '(?<!(?i:hash(?:ed)?|digest(?:ed)?|sha\\d{0,3}|md5|masked|redacted)[_-]?)';

/** The name of a secret of AWS says which one it is, and nothing of it. */
const OF_NO_ARN = '(?<!:\\d{12}:)';

/** Those have a rule of their own; no name is looked at twice. */
const OF_NO_DATABASE = `(?<!${OF_A_DATABASE})`;

/** `secret_key` is a key; no name is looked at twice. */
const NO_KEY = '(?![_.-]?(?i:key))';

interface Named {
  readonly kind: string;
  readonly title: string;
  readonly keywords: readonly string[];
  /** The names that hold nothing else, where they end with it: then a long value makes the finding surer. */
  readonly surely: string;
  readonly examples: readonly string[];
}

function assignment({ kind, title, keywords, surely, examples }: Named): Rule {
  return {
    id: `generic-${kind}`,
    provider: 'Generic',
    title,
    keywords,
    context: 'assignment',
    pattern: `${OF_NO_HASH}${OF_NO_ARN}${kind === 'token' ? OF_A_FORM : ''}(?i:${keywords.map((word) => word.replace('.', '\\.')).join('|')})${kind === 'secret' ? NO_KEY : ''}${ASSIGNS}${RANDOM_VALUE}`,
    value: 'generic',
    generic: true,
    entropy: 3.3,
    confidence: 'low',
    surer: { name: `(?i:${surely})${ENDS}`, value: `${LONG}|${MIXED}` },
    examples,
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
  {
    id: 'authorization-header-token',
    provider: 'Generic',
    title: 'Token in an authorization header',
    keywords: ['authorization: ', 'authorization": "', "authorization': '", 'authorization", "', "authorization', '"],
    pattern: String.raw`(?i:authorization)["']?(?:: |, )["'\x60]?(?:(?i:token|api-?key|key|pat|bot|geniekey|splunk)[ =]"?(?:token="?)?)?(?!(?i:basic|bearer|digest|aws4|oauth)\b)(?=[^\s"']{16})${RANDOM_VALUE}`,
    value: 'generic',
    generic: true,
    entropy: 3.5,
    confidence: 'medium',
    examples: [
      'curl -H "Authorization: token <<4f{base62:38}>>" https://api.acme.io/',
      "headers = {'Authorization': '<<x9{base62:30}>>'}",
    ],
    counterexamples: ['Authorization: token your-access-token-1234567', "'Authorization': 'token {var:TOKEN}'"],
    rotate,
  },
  {
    ...assignment({
      kind: 'password',
      title: 'Password in an assignment',
      keywords: PASSWORD_KEYWORDS,
      surely: '',
      examples: [
        'DB_PASSWORD=<<h3{punctuated:20}>>',
        '{"pass": "<<k7{base62:30}>>"}',
        'password = "<<Kestrel{digits:4}!>>"',
        "'pwd' => '<<h3{lower:4}K({punctuated:6}>>',",
        'SMTP_PASSWORD=<<k7{punctuated:8}Zw>>',
        'ds.setPassword("<<q4{lower:3}Wf{digits:2}>>");',
        'dbPass: |\n  <<h3{punctuated:12}Qx>>\n',
        'const dbPassword string = "<<Kestrel{digits:4}!>>"',
        "$senha = '<<Kestrel{digits:4}!>>';",
      ],
    }),
    pattern: `${OF_NO_HASH}${OF_NO_DATABASE}${PASSWORD}${ASSIGNS}${NO_WORD}${CHOSEN_VALUE}`,
    value: 'chosen',
    entropy: 2.5,
    surer: { name: `${PASSWORD}${ENDS}`, value: MIXED },
    counterexamples: [
      ...COUNTEREXAMPLES,
      "password: ['required', 'min:8', 'regex:/[A-Z]/']",
      "'password' => 'nullable|string|min:8'",
      'password: "{text:$}2b{text:$}12{text:$}{base62:53}"',
      'password = getPassword(user1, Kind2)',
      'password: "user1@Acme.io"',
      'password: "Password123!"',
      'password: /^(?=.*[A-Z])(?=.*[0-9]).{8,}$/',
      'PASSWORD=\nNEXT_THING=Kestrel2031!',
      'password || !confirmedPassword2',
      's=u.password||"";u.base64=wx2(`Kestrel`)',
      'password, `provider2?`',
      'compass = "k7{base62:20}"',
    ],
  },
  assignment({
    kind: 'secret',
    title: 'Secret in an assignment',
    keywords: ['secret'],
    surely: 'secret',
    examples: [
      'session_secret: "<<9z{base62:30}>>"',
      'client_secret: "<<Kestrel{digits:4}!>>"',
      'os.getenv("JWT_SECRET", "<<w8{base62:30}>>")',
    ],
  }),
  assignment({
    kind: 'token',
    title: 'Token in an assignment',
    keywords: ['token'],
    surely: TOKEN,
    examples: [
      'MY_SERVICE_TOKEN=<<t5{base62:30}>>',
      '{"token": "<<k7{base62:30}>>"}',
      'next_token = "<<k7{base62:30}>>"',
    ],
  }),
  assignment({
    kind: 'api-key',
    title: 'API key in an assignment',
    keywords: [...KEY_WORDS, 'credential'],
    surely: `${KEY}|credentials?`,
    examples: [
      'ACME_API_KEY=<<p2{base62:30}>>',
      'apiKey: "<<q4{base62:22}>>",',
      'encryption_key: "<<{hex:64}>>"',
      'const authkey = `<<k7{base62:30}>>`',
    ],
  }),
];
