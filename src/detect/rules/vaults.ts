import { assigned, base62, base64url, token } from '../patterns.ts';
import { bearer } from '../probes.ts';
import type { Rule } from '../rule.ts';
import { prefixed } from '../shapes.ts';

const vault = {
  url: 'https://developer.hashicorp.com/vault/docs/commands/token/revoke',
  says: 'Revoke it with vault token revoke; a batch token ends with its lease or its parent.',
};

const doppler = {
  url: 'https://dashboard.doppler.com',
  says: 'Revoke it under tokens or service accounts, or with POST /v3/auth/revoke.',
};

const onePassword = {
  url: 'https://my.1password.com/developer-tools',
  says: 'Revoke the token of the service account; a secret key is replaced by recovering the account.',
};

function dopplerToken(kind: string, title: string, infix = ''): Rule {
  return {
    id: `doppler-${kind}-token`,
    provider: 'Doppler',
    title: `Doppler ${title} token`,
    keywords: [`dp.${kind}.`],
    pattern: token(String.raw`dp\.${kind}\.${infix}${base62(40, 44)}`),
    confidence: 'high',
    examples: [`DOPPLER_TOKEN=<<dp.${kind}.{base62:43}>>`],
    counterexamples: [`dp.${kind}.{base62:10}`],
    rotate: doppler,
    probe: bearer('https://api.doppler.com/v3/me'),
  };
}

export const vaults: readonly Rule[] = [
  prefixed({
    id: 'vault-service-token',
    provider: 'HashiCorp Vault',
    title: 'Vault service token',
    prefix: 'hvs.',
    body: `(?:${base64url(90, 120)}|${base62(24)})`,
    example: '{base62:95}',
    wrapped: ['hvs.'],
    rotate: vault,
  }),
  {
    id: 'vault-legacy-token',
    provider: 'HashiCorp Vault',
    title: 'Vault service token (old form)',
    keywords: ['vault'],
    context: 'assignment',
    pattern: assigned('vault', String.raw`s\.${base62(24)}`),
    entropy: 3.4,
    confidence: 'high',
    examples: ['VAULT_TOKEN=<<s.{base62:24}>>', 'X-Vault-Token: <<s.{base62:24}>>'],
    counterexamples: ['VAULT_TOKEN=s.{base62:8}', 's.{base62:24}'],
    rotate: vault,
  },
  {
    id: 'vault-printed-token',
    provider: 'HashiCorp Vault',
    title: 'Vault service token (old form) as vault prints or takes it',
    keywords: ['initial root token: ', 'vault login ', 'client_token', 'token   '],
    pattern: String.raw`(?i:initial root token: |vault login (?:-[\w-]{1,20} ){0,3}|client_token["']?\s{0,4}[:=]\s{0,4}|token {3,24})["']?(s\.${base62(24)})(?![\w-])`,
    entropy: 3.4,
    confidence: 'high',
    examples: [
      'Initial Root Token: <<s.{base62:24}>>\n',
      '$ vault login <<s.{base62:24}>>\n',
      '"client_token": "<<s.{base62:24}>>",',
      'Key      Value\n---      -----\ntoken    <<s.{base62:24}>>\n',
    ],
    counterexamples: ['vault login s.{base62:10}', 'token    s.{base62:30}', 'vault login {var:VAULT_TOKEN}'],
    rotate: vault,
  },
  prefixed({
    id: 'vault-batch-token',
    provider: 'HashiCorp Vault',
    title: 'Vault batch token',
    prefix: 'hvb.',
    body: base64url(138, 300),
    example: '{base62:160}',
    rotate: vault,
  }),
  prefixed({
    id: 'vault-recovery-token',
    provider: 'HashiCorp Vault',
    title: 'Vault recovery token',
    prefix: 'hvr.',
    body: base64url(90, 200),
    example: '{base62:95}',
    rotate: vault,
  }),
  {
    id: 'vault-unseal-key',
    provider: 'HashiCorp Vault',
    title: 'Unseal key or recovery key of Vault',
    keywords: ['unseal key ', 'recovery key ', 'unseal_key', 'operator unseal ', '"keys_base64"'],
    pattern: String.raw`(?i:(?:unseal|recovery) key \d{1,2}(?: \(\w{3,6}\))?: ?|unseal_keys?_?(?:b64|hex|\d{1,2})?["']?\s{0,2}[:=]\s{0,2}\[?\s{0,24}|operator unseal |"keys_base64"\s{0,2}:\s{0,2}\[\s{0,24})["']?([A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{44}|[0-9a-f]{66}|[0-9a-f]{64})(?![\w+/=])`,
    entropy: 3,
    confidence: 'high',
    examples: [
      'Unseal Key 1: <<{base64:44}>>\n',
      'Recovery Key 2: <<{hex:66}>>\n',
      '"unseal_keys_b64": [\n    "<<{base64:44}>>",',
      'vault operator unseal <<{base64:43}=>>',
    ],
    counterexamples: ['Unseal Key 1: {base64:20}', 'vault operator unseal {var:UNSEAL_KEY}', 'unseal_keys_hex: []'],
    rotate: {
      url: 'https://developer.hashicorp.com/vault/docs/commands/operator/rekey',
      says: 'Make new key shares with vault operator rekey; so many as the threshold open everything.',
    },
  },
  dopplerToken('ct', 'CLI'),
  dopplerToken('pt', 'personal'),
  dopplerToken('st', 'service', String.raw`(?:[\w-]{2,35}\.)?`),
  dopplerToken('sa', 'service account'),
  dopplerToken('scim', 'SCIM'),
  dopplerToken('audit', 'audit'),
  prefixed({
    id: 'onepassword-service-account-token',
    provider: '1Password',
    title: '1Password service account token',
    prefix: 'ops_eyJ',
    body: '[A-Za-z0-9+/_-]{250,2000}={0,3}',
    example: '{base62:600}',
    reach: 2100,
    value: 'any',
    entropy: 4.5,
    wrapped: ['ops_eyJ'],
    rotate: onePassword,
  }),
  {
    id: 'onepassword-secret-key',
    provider: '1Password',
    title: '1Password secret key',
    keywords: ['a3-'],
    pattern: token('A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}'),
    entropy: 3.6,
    confidence: 'high',
    examples: ['OP_SECRET_KEY=<<A3-{upper:6}-{upper:6}-{upper:5}-{upper:5}-{upper:5}-{upper:5}>>'],
    counterexamples: ['A3-{upper:6}-{upper:6}', 'A3-XXXXXX-XXXXXX-XXXXX-XXXXX-XXXXX-XXXXX'],
    rotate: onePassword,
  },
];
