import { ASSIGNS, ENDS } from '../assignment.ts';
import {
  KEY,
  KEY_WORDS,
  LONG,
  MIXED,
  NO_NAME,
  NO_WORD,
  OF_A_FORM,
  OF_NO_ARN,
  OF_NO_HASH,
  OF_NO_PUBLIC,
  PASSWORD,
  PASSWORD_KEYWORDS,
  TOKEN,
  WORD_AND_NUMBER,
} from '../names.ts';
import { CHOSEN_VALUE, RANDOM_VALUE } from '../patterns.ts';
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
  'https://qm.qq.com/cgi-bin/qm/qr?_wv=1027&authKey=k7{base62:40}%2F{base62:12}&noverify=0&group_code=1',
  'SSL_KEY_CREDENTIALS: broker1_sslkey_creds',
  '"client_token":"hmac-sha256:{hex:64}"',
  'otpauth://totp/Acme:me@acme.io?secret=JBSWY3DPEHPK3PXP&issuer=Acme',
  'token = eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiIsIm4iOjE3fQ.',
  '"SecretId": "arn:aws:secretsmanager:us-east-1:{digits:12}:secret:AppAuth-{base62:12}-{base62:6}"',
];

/** Behind a link that anybody may follow into a chat of QQ. */
const OF_NO_LINK = '(?!&(?:amp;)?noverify=)';

/** Those have a rule of their own; no name is looked at twice. */
const OF_NO_DATABASE = `(?<!${OF_A_DATABASE})`;

/** `secret_key` is a key; no name is looked at twice. */
const NO_KEY = '(?![_.-]?(?i:key))';

/** What must not stand before the keyword, and behind it. */
const BEFORE: Readonly<Record<string, string>> = { token: OF_A_FORM, 'api-key': OF_NO_PUBLIC };
const BEHIND: Readonly<Record<string, string>> = { secret: NO_KEY, token: NO_NAME, 'api-key': NO_NAME };

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
    pattern: `${OF_NO_HASH}${OF_NO_ARN}${BEFORE[kind] ?? ''}(?i:${keywords.map((word) => word.replace('.', '\\.')).join('|')})${BEHIND[kind] ?? ''}${ASSIGNS}${RANDOM_VALUE}${OF_NO_LINK}`,
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

/** What a vault or a cluster has encrypted, certificates, tokens and pictures are long as well. */
const NOT_SEALED = '(?!Ag[A-D]|AQICA|Ci[QRTUV]|LS0t|MII|eyJ|iVBOR|AAAA)';

export const generic: readonly Rule[] = [
  {
    ...assignment({
      kind: 'long-secret',
      title: 'Long secret in an assignment',
      keywords: ['secret'],
      surely: '',
      examples: [],
    }),
    pattern: `${OF_NO_HASH}${OF_NO_ARN}(?i:secret(?:[_.-]?key)?)${ASSIGNS}${NOT_SEALED}(?<secret>[0-9a-f]{201,1024}|(?=[A-Za-z/+]{0,40}\\d)[A-Za-z0-9+/]{201,1024}={0,2})(?=["'\\x60\\s,;]|$)`,
    reach: 1200,
    value: 'any',
    confidence: 'medium',
    examples: ['"secret": "<<{hex:512}>>"', 'secret-key: <<k7{base62:700}>>', 'JWT_SECRET=<<k7{base64:340}>>'],
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
    surer: { name: `${PASSWORD}${ENDS}`, value: `${MIXED}|${WORD_AND_NUMBER}` },
    counterexamples: [
      ...COUNTEREXAMPLES,
      "password: ['required', 'min:8', 'regex:/[A-Z]/']",
      "'password' => 'nullable|string|min:8'",
      'password: "{text:$}2b{text:$}12{text:$}{base62:53}"',
      'password = getPassword(user1, Kind2)',
      'password: "user1@Acme.io"',
      'password: "Password123!"',
      'password: "P@ssw0rd1"',
      'password = MyStr0ng!Passw0rd',
      '"password":"hmac-sha256:{hex:64}"',
      'NT-Password = 0x{HEX:32}',
      'Cleartext-Password := &session-state:Tmp-Integer-0',
      'User-Password := "%{2:-Tmp-String-0}"',
      'appender.password=secretAlias:Log4j.Appender2',
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
    keywords: [...KEY_WORDS, 'credential', 'creds'],
    surely: `${KEY}(?:_?[Bb]ase)?|credentials?|creds`,
    examples: [
      'ACME_API_KEY=<<p2{base62:30}>>',
      'apiKey: "<<q4{base62:22}>>",',
      'encryption_key: "<<{hex:64}>>"',
      'const authkey = `<<k7{base62:30}>>`',
    ],
  }),
];
