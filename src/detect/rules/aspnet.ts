import { NO_WORD } from '../names.ts';
import { CHOSEN_VALUE } from '../patterns.ts';
import type { Rule } from '../rule.ts';

const provider = 'ASP.NET';

export const aspnet: readonly Rule[] = [
  {
    id: 'aspnet-data-protection-key',
    provider,
    title: 'Master key of ASP.NET data protection',
    keywords: ['<masterkey'],
    pattern: String.raw`<masterKey[^<>]{0,200}>\s{0,40}(?:<!--[^<>\n]{0,160}-->\s{0,40})?<value>([A-Za-z0-9+/]{40,120}={0,2})</value>`,
    reach: 700,
    entropy: 4.2,
    confidence: 'high',
    examples: [
      '<masterKey p4:requiresEncryption="true">\n  <!-- Warning: the key below is in an unencrypted form. -->\n  <value><<{base64:86}==>></value>',
    ],
    counterexamples: ['<masterKey>\n  <encryptedKey>{base64:86}==</encryptedKey>'],
    rotate: {
      url: 'https://learn.microsoft.com/aspnet/core/security/data-protection/configuration/overview',
      says: 'Revoke the key in the key ring, and have new ones encrypted at rest; everybody is logged out.',
    },
  },
  {
    id: 'aspnet-machine-key',
    provider,
    title: 'Validation key of an ASP.NET machineKey',
    keywords: ['validationkey="'],
    pattern: '(?i:validationKey)="([0-9A-Fa-f]{40,128})"',
    entropy: 3,
    confidence: 'high',
    examples: ['<machineKey validationKey="<<{HEX:128}>>" decryption="AES" />'],
    counterexamples: ['<machineKey validationKey="AutoGenerate,IsolateApps" />'],
    rotate: {
      url: 'https://learn.microsoft.com/dotnet/api/system.web.configuration.machinekeysection',
      says: 'Put new keys into machineKey: whoever has the old one can forge view states and run code on the server.',
    },
  },
  {
    id: 'jwt-settings-key',
    provider: 'JWT',
    title: 'Key in the settings that sign JSON Web Tokens',
    keywords: ['"jwt', 'jwt:'],
    pattern: String.raw`(?:"(?i:jwt)\w{0,24}"\s{0,4}:\s{0,4}\{[^{}]{0,300}?"\w{0,16}(?i:key)"\s{0,4}:\s{0,4}"|(?<![\w.-])(?i:jwt):[ \t]{0,4}\r?\n(?:[ \t]{1,12}[\w-]{1,40}:[^\n]{0,120}\n){0,6}[ \t]{1,12}[\w-]{0,16}(?i:key):[ \t]{1,4}["']?)${NO_WORD}${CHOSEN_VALUE}`,
    value: 'chosen',
    reach: 900,
    confidence: 'medium',
    examples: [
      '"Jwt": {\n  "Issuer": "https://acme.io",\n  "Key": "<<k7{base62:30}>>"\n}',
      '"JwtSettings": { "Key": "<<Kestrel{digits:4}!>>", "Audience": "x" }',
      'jwt:\n  issuer: acme\n  key: <<k7{base62:30}>>\n',
    ],
    counterexamples: [
      '"Jwt": { "Issuer": "https://acme.io" },\n"Cache": { "Key": "k7{base62:30}" }',
      '"Jwt": { "Key": "your-256-bit-key-goes-here" }',
      'jwt:\n  key: {var:JWT_KEY_2031}\n',
      'jwt:\n  ttl: 5\n\ncache:\n  key: k7{base62:30}\n',
    ],
    rotate: {
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/JSON_Web_Token_for_Java_Cheat_Sheet.html',
      says: 'Make a new key where tokens are signed, and read it from the environment or a vault.',
    },
  },
];
