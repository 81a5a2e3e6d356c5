import { base62, base64url, hex, token } from '../patterns.ts';
import { bearer, NEVER } from '../probes.ts';
import type { Rule } from '../rule.ts';
import { named, prefixed } from '../shapes.ts';

const tailscale = {
  url: 'https://login.tailscale.com/admin/settings/keys',
  says: 'Revoke it under keys of the tailnet; its id is the middle part.',
};

const harness = {
  url: 'https://app.harness.io',
  says: 'Delete the token of the API key of its user or service account.',
};

function tailscaleKey(kind: string, title: string): Rule {
  return prefixed({
    id: `tailscale-${kind}-key`,
    provider: 'Tailscale',
    title: `Tailscale ${title}`,
    prefix: `tskey-${kind}-`,
    body: `${base62(8, 20)}-${base62(20, 40)}`,
    example: '{base62:12}-{base62:32}',
    rotate: tailscale,
  });
}

function harnessToken(kind: string, title: string): Rule {
  return {
    id: `harness-${kind}`,
    provider: 'Harness',
    title: `Harness ${title}`,
    keywords: [`${kind}.`],
    pattern: token(String.raw`${kind}\.${base64url(22)}\.${hex(24)}\.${base62(20)}`),
    confidence: 'high',
    examples: [`HARNESS_API_KEY=<<${kind}.{base62:22}.{hex:24}.{base62:20}>>`],
    counterexamples: [`${kind}.{base62:22}.{hex:24}`],
    rotate: harness,
  };
}

export const infra: readonly Rule[] = [
  {
    id: 'terraform-cloud-token',
    provider: 'Terraform Cloud',
    title: 'Terraform Cloud token',
    keywords: ['.atlasv1.'],
    lead: 14,
    pattern: token(String.raw`${base62(14)}\.atlasv1\.${base64url(60, 70)}`),
    entropy: 4,
    confidence: 'high',
    wrapped: ['.atlasv1.'],
    examples: ['token = "<<{base62:14}.atlasv1.{base62:67}>>"'],
    counterexamples: ['{base62:6}.atlasv1.{base62:67}', '{base62:14}.atlasv1.{base62:10}'],
    rotate: {
      url: 'https://app.terraform.io/app/settings/tokens',
      says: 'Delete it under tokens of its user, team or organisation.',
    },
    probe: {
      ...bearer('https://app.terraform.io/api/v2/account/details', { 'content-type': 'application/vnd.api+json' }),
      dead: NEVER,
    },
  },
  prefixed({
    id: 'pulumi-access-token',
    provider: 'Pulumi',
    title: 'Pulumi access token',
    prefix: 'pul-',
    body: hex(40),
    example: '{hex:40}',
    rotate: { url: 'https://app.pulumi.com/account/tokens', says: 'Its owner deletes it under access tokens.' },
  }),
  tailscaleKey('api', 'API access token'),
  tailscaleKey('auth', 'auth key'),
  tailscaleKey('client', 'OAuth client secret'),
  tailscaleKey('scim', 'SCIM key'),
  tailscaleKey('webhook', 'webhook secret'),
  prefixed({
    id: 'infracost-api-token',
    provider: 'Infracost',
    title: 'Infracost API key',
    prefix: 'ico-',
    body: base62(32),
    example: '{base62:32}',
    entropy: 3.6,
    rotate: { url: 'https://dashboard.infracost.io', says: 'Regenerate it in the settings of the organisation.' },
  }),
  harnessToken('pat', 'personal access token'),
  harnessToken('sat', 'service account token'),
  prefixed({
    id: 'prefect-api-key',
    provider: 'Prefect',
    title: 'Prefect API key (user)',
    prefix: 'pnu_',
    body: base62(36),
    example: '{base62:36}',
    rotate: { url: 'https://app.prefect.cloud/my/api-keys', says: 'Its owner deletes it under API keys.' },
    probe: bearer('https://api.prefect.cloud/api/me/'),
  }),
  prefixed({
    id: 'prefect-service-key',
    provider: 'Prefect',
    title: 'Prefect API key (service account)',
    prefix: 'pnb_',
    body: base62(36),
    example: '{base62:36}',
    rotate: { url: 'https://app.prefect.cloud', says: 'Rotate the key of the service account.' },
  }),
  prefixed({
    id: 'octopus-api-key',
    provider: 'Octopus Deploy',
    title: 'Octopus Deploy API key',
    prefix: 'API-',
    body: '(?=[A-Z]{0,25}\\d)[A-Z0-9]{25,36}',
    example: 'A7{upper:26}',
    entropy: 3.6,
    confidence: 'medium',
    rotate: {
      url: 'https://octopus.com/docs/octopus-rest-api/how-to-create-an-api-key',
      says: 'Its owner revokes it in the profile.',
    },
  }),
  named({
    id: 'scalr-access-token',
    provider: 'Scalr',
    title: 'Scalr access token',
    names: ['scalr'],
    shape: String.raw`eyJ${base64url(14, 200)}\.eyJ${base64url(14, 500)}\.${base64url(40, 400)}`,
    example: '{jwt:HS256}',
    reach: 1300,
    value: 'jwt',
    entropy: 4,
    rotate: { url: 'https://scalr.io', says: 'Delete the access token of its user or service account.' },
  }),
];
