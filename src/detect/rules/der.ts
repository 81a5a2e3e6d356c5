import type { Rule } from '../rule.ts';

interface Structure {
  readonly kind: string;
  readonly title: string;
  /** What the fields that every such key has look like in base64, and what stands before them in one. */
  readonly marks: readonly string[];
  readonly before: string;
  readonly lead: number;
  readonly least: number;
}

const MOST = 6_600;

/**
 * A private key as base64 on one line, as configurations of Java hold it: the first fields
 * of its structure say what it is.
 */
function der({ kind, title, marks, before, lead, least }: Structure): Rule {
  return {
    id: `private-key-der-${kind}`,
    provider: 'Private key',
    title,
    keywords: marks.map((mark) => mark.toLowerCase()),
    pattern: `(?<![A-Za-z0-9+/])(${before}(?:${marks.join('|')})[A-Za-z0-9+/]{${least},${MOST}}={0,2})(?![A-Za-z0-9+/=])`,
    lead,
    reach: MOST + 200,
    value: 'any',
    entropy: 4.5,
    confidence: 'high',
    examples: marks.flatMap((mark) => {
      const start = before === '' ? '' : 'MIIEvQ';
      return [
        `private-key: <<${start}${mark}{base64:${least + 40}}=>>\n`,
        `K = "<<${start}${mark}{base64:${least + 40}}>>"`,
      ];
    }),
    counterexamples: [
      'publicKey: MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA{base64:300}',
      'key: MIIEvQIBADANBgkqhkiG9w0BAQEFAASC...',
    ],
    rotate: {
      url: 'https://datatracker.ietf.org/doc/html/rfc5280#section-5',
      says: 'Make a new key pair, and replace the public half wherever it is trusted.',
    },
  };
}

export const derKeys: readonly Rule[] = [
  der({
    kind: 'rsa',
    title: 'RSA private key in base64, without the lines around it',
    marks: ['IBADANBgkqhkiG9w0BAQEFAASC', 'IBAAKCAQEA', 'IBAAKCAgEA', 'IBAAKBgQ', 'IBAAJBA'],
    before: 'MII[A-Za-z0-9+/]{3}',
    lead: 6,
    least: 60,
  }),
  der({
    kind: 'ec',
    title: 'Private key of an elliptic curve in base64, without the lines around it',
    marks: [
      'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg',
      'MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGb',
      'MC4CAQAwBQYDK2VwBCIEI',
    ],
    before: '',
    lead: 0,
    least: 42,
  }),
];
