import type { Rule } from '../rule.ts';

const provider = 'Private key';
const replaced = {
  url: 'https://docs.github.com/authentication/connecting-to-github-with-ssh',
  says: 'Make a new key pair, replace the public half wherever it is trusted, and remove the old one there.',
};
const reissued = {
  url: 'https://datatracker.ietf.org/doc/html/rfc5280#section-5',
  says: 'Make a new key, have its certificate issued anew, and have the old certificate revoked.',
};
const revoked = {
  url: 'https://www.gnupg.org/gph/en/manual/c235.html',
  says: 'Publish the revocation certificate of the key and make a new one.',
};

/** Long enough for an 8192-bit RSA key, indented and escaped. */
const REACH = 12_000;

/** Of a longer key so many bytes stand for the whole. */
const MOST_BODY = 11_000;

/**
 * Base64 lines, as they are, escaped in a string (`\n`), indented, quoted or joined with `+`; perhaps headers first.
 */
const BODY = String.raw`(?:(?:\\n|\\r|[\s"'+,|>#*]){0,40}(?:Proc-Type|DEK-Info|Comment|Version|Subject|Charset|Hash):[^\n\\]{0,100}){0,5}(?=(?:\\[nrt]|[^A-Za-z0-9/]){0,120}[A-Za-z0-9+/]{40})[A-Za-z0-9+/=\s\\"',.|>#*]`;

function pem(kind: string, title: string, label: string, rotate: Rule['rotate'], lines = 12): Rule {
  return {
    id: `private-key-${kind}`,
    provider,
    title,
    keywords: [`-----begin ${label.toLowerCase()}-----`],
    pattern: `(-----BEGIN ${label}-----${BODY}{64,${MOST_BODY}}-----END ${label}-----|-----BEGIN ${label}-----${BODY}{${MOST_BODY}}(?=[A-Za-z0-9+/=]))`,
    reach: REACH,
    value: 'any',
    entropy: 4.5,
    confidence: 'high',
    wrapped: [`-----BEGIN ${label}-----`],
    examples: [
      `<<-----BEGIN ${label}-----\n{pem:${lines}}\n-----END ${label}----->>\n`,
      `key: "<<-----BEGIN ${label}-----\\n{base64:64}\\n{base64:64}\\n-----END ${label}----->>\\n"`,
      `k = '<<-----BEGIN ${label}-----\\n' +\n    '{base64:64}\\n' +\n    '{base64:64}\\n' +\n    '-----END ${label}----->>\\n';`,
    ],
    counterexamples: [
      `-----BEGIN ${label}-----\n...\n-----END ${label}-----`,
      `-----BEGIN ${label}-----\n{base64:64}\n...\n{base64:52}\n-----END ${label}-----`,
      `-----BEGIN ${label}-----\n{same:x:64}\n{same:x:64}\n-----END ${label}-----`,
      `-----BEGIN PUBLIC KEY-----\n{pem:4}\n-----END PUBLIC KEY-----`,
      `-----BEGIN CERTIFICATE-----\n{pem:12}\n-----END CERTIFICATE-----`,
      `if (text.includes('-----BEGIN ${label}-----')) return true;`,
    ],
    rotate,
  };
}

export const keys: readonly Rule[] = [
  pem('rsa', 'RSA private key', 'RSA PRIVATE KEY', reissued),
  pem('ec', 'EC private key', 'EC PRIVATE KEY', reissued, 3),
  pem('dsa', 'DSA private key', 'DSA PRIVATE KEY', replaced),
  pem('pkcs8', 'Private key (PKCS #8)', 'PRIVATE KEY', reissued),
  {
    ...pem('encrypted', 'Encrypted private key (PKCS #8)', 'ENCRYPTED PRIVATE KEY', reissued),
    confidence: 'medium',
  },
  pem('openssh', 'OpenSSH private key', 'OPENSSH PRIVATE KEY', replaced, 6),
  pem('pgp', 'PGP private key', 'PGP PRIVATE KEY BLOCK', revoked),
  {
    id: 'private-key-ssh2',
    provider,
    title: 'SSH2 private key',
    keywords: ['---- begin ssh2 encrypted private key ----'],
    pattern: String.raw`(---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----(?:[\w+/=\s:"@.]|-(?!---)){64,${MOST_BODY}}?(?:---- END SSH2 ENCRYPTED PRIVATE KEY ----))`,
    reach: REACH,
    value: 'any',
    confidence: 'high',
    examples: ['<<---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n{pem:6}\n---- END SSH2 ENCRYPTED PRIVATE KEY ---->>'],
    counterexamples: ['---- BEGIN SSH2 PUBLIC KEY ----\n{pem:6}\n---- END SSH2 PUBLIC KEY ----'],
    rotate: replaced,
  },
  {
    id: 'private-key-putty',
    provider,
    title: 'PuTTY private key',
    keywords: ['putty-user-key-file-'],
    pattern: `(PuTTY-User-Key-File-[23]: (?:(?!PuTTY-User)[^-]|-(?!MAC)){40,${MOST_BODY}}?Private-MAC: ?[0-9a-f]{40,64})`,
    reach: REACH,
    value: 'any',
    confidence: 'high',
    examples: [
      '<<PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: a@b\nPublic-Lines: 2\n{pem:2}\nPrivate-Lines: 1\n{pem:1}\nPrivate-MAC: {hex:64}>>\n',
    ],
    counterexamples: ['PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none'],
    rotate: replaced,
  },
  {
    id: 'age-secret-key',
    provider: 'age',
    title: 'age secret key',
    keywords: ['age-secret-key-1'],
    pattern: String.raw`(?<![\w-])(AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58})(?![\w-])`,
    confidence: 'high',
    wrapped: ['AGE-SECRET-KEY-1'],
    examples: ['<<AGE-SECRET-KEY-1{bech32:58}>>'],
    counterexamples: ['AGE-SECRET-KEY-1{bech32:20}'],
    rotate: {
      url: 'https://age-encryption.org',
      says: 'Make a new key and encrypt everything anew; what was encrypted to this one stays readable.',
    },
  },
  {
    id: 'wireguard-private-key',
    provider: 'WireGuard',
    title: 'WireGuard private key',
    keywords: ['privatekey = ', 'privatekey='],
    pattern: String.raw`(?<=\[Interface\]\s{0,4}|\\n|\n[ \t]{0,8})PrivateKey ?= ?([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)(?![\w+/=])`,
    entropy: 4,
    confidence: 'high',
    examples: [
      '[Interface]\nPrivateKey = <<{base64:42}A=>>\nAddress = 10.0.0.2/32',
      String.raw`"[Interface]\nAddress = 10.0.0.2/32\nPrivateKey = <<{base64:42}A=>>\n"`,
    ],
    counterexamples: ['PublicKey = {base64:42}A='],
    rotate: {
      url: 'https://www.wireguard.com/quickstart/',
      says: 'Make a new key pair and replace the public key at every peer.',
    },
  },
  {
    id: 'openvpn-static-key',
    provider: 'OpenVPN',
    title: 'Static key of OpenVPN',
    keywords: ['-----begin openvpn static key v1-----'],
    pattern: String.raw`(-----BEGIN OpenVPN Static key V1-----(?:\s{1,8}(?:[0-9a-f]{32,64})){8,20}\s{1,8}-----END OpenVPN Static key V1-----)`,
    reach: 1200,
    value: 'any',
    confidence: 'high',
    examples: [
      `<<-----BEGIN OpenVPN Static key V1-----\n${'{hex:32}\n'.repeat(16)}-----END OpenVPN Static key V1----->>\n`,
    ],
    counterexamples: ['-----BEGIN OpenVPN Static key V1-----\n...\n-----END OpenVPN Static key V1-----'],
    rotate: {
      url: 'https://openvpn.net/community-docs/',
      says: 'Make a new key with openvpn --genkey and give it to the server and to all clients.',
    },
  },
  {
    id: 'jwk-private-key',
    provider,
    title: 'JSON Web Key with a private part',
    keywords: ['"kty"'],
    pattern: String.raw`"kty"\s{0,4}:\s{0,4}"(?:RSA|EC|OKP)"(?:(?!"kty")[^{}]){0,1200}?"d"\s{0,4}:\s{0,4}"([\w-]{40,700})"`,
    reach: 2200,
    entropy: 3.5,
    confidence: 'medium',
    examples: ['{"kty": "EC", "crv": "P-256", "x": "{base62:43}", "d": "<<{base62:43}>>"}'],
    counterexamples: ['{"kty":"RSA","n":"{base62:300}","e":"AQAB"}'],
    rotate: reissued,
  },
];
