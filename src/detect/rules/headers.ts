import { base64url, IN_HEADER, JWT_STARTS, RANDOM_VALUE, START } from '../patterns.ts';
import type { Rule } from '../rule.ts';

const rotate = {
  url: 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  says: 'Find out what the value opens, replace it there, and keep the new one in a secret store.',
};

/** Tokens of no known issuer, by what they are or by the header that carries them. */
export const headers: readonly Rule[] = [
  {
    id: 'generic-jwt',
    provider: 'Generic',
    title: 'JSON Web Token',
    keywords: JWT_STARTS,
    pattern: String.raw`${START}(eyJ${base64url(14, 500)}\.ey[IJ]${base64url(14, 1600)}\.${base64url(20, 800)})(?![\w-])`,
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
    pattern: String.raw`${IN_HEADER}(?i:bearer) ([A-Za-z0-9_.=~+/-]{20,400})(?![\w.=~+/-])`,
    reach: 500,
    value: 'generic',
    generic: true,
    entropy: 3.5,
    confidence: 'medium',
    examples: [
      'Authorization: Bearer <<4f{base62:38}>>',
      '{"key": "Authorization",\n\t\t\t\t\t"value": "Bearer <<4f{base62:38}>>"}',
      "'Authorization': 'Bearer <<x9{base62:30}>>'",
    ],
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
];
