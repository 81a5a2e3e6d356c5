import { base62, base64url, hex, lower, token } from '../patterns.ts';
import { bearer, NEVER, withHeader } from '../probes.ts';
import type { Rule } from '../rule.ts';
import { named, prefixed } from '../shapes.ts';

const grafana = {
  url: 'https://grafana.com/docs/grafana/latest/administration/service-accounts/',
  says: 'Delete the token of the service account or access policy.',
};

const launchDarkly = {
  url: 'https://app.launchdarkly.com/settings/authorization',
  says: 'Delete the access token, or reset the SDK key of the environment.',
};

const honeycomb = { url: 'https://ui.honeycomb.io', says: 'Delete the key in the settings of its environment.' };

function launchDarklyKey(kind: string, prefix: string, title: string, confidence: Rule['confidence']): Rule {
  return {
    id: `launchdarkly-${kind}`,
    provider: 'LaunchDarkly',
    title: `LaunchDarkly ${title}`,
    keywords: [prefix],
    pattern: token(`${prefix}${hex(8)}-${hex(4)}-4${hex(3)}-[89ab]${hex(3)}-${hex(12)}`),
    confidence,
    examples: [`LD_KEY=<<${prefix}{hex:8}-{hex:4}-4{hex:3}-a{hex:3}-{hex:12}>>`],
    counterexamples: [`${prefix}{hex:8}`, `${prefix}version`],
    rotate: launchDarkly,
    ...(kind === 'access-token'
      ? {
          probe: { ...withHeader('https://app.launchdarkly.com/api/v2/caller-identity', 'authorization'), dead: NEVER },
        }
      : {}),
  };
}

export const monitoring: readonly Rule[] = [
  {
    id: 'grafana-service-account-token',
    provider: 'Grafana',
    title: 'Grafana service account token',
    keywords: ['glsa_'],
    pattern: token(`glsa_${base62(32)}_${hex(8)}`),
    checksum: 'crc32-hex-little-endian',
    confidence: 'high',
    wrapped: ['glsa_'],
    examples: ['GRAFANA_TOKEN=<<glsa_{base62:32}_{crc32-hex-little-endian}>>'],
    counterexamples: ['glsa_{base62:32}', 'glsa_{base62:12}_{hex:8}'],
    rotate: grafana,
  },
  {
    id: 'grafana-cloud-token',
    provider: 'Grafana',
    title: 'Grafana Cloud access policy token',
    keywords: ['glc_ey'],
    pattern: `(?<![\\w-])(glc_eyJ[A-Za-z0-9+/]{40,400}={0,3})(?![\\w+/=-])`,
    reach: 440,
    value: 'any',
    entropy: 4,
    confidence: 'high',
    examples: ['<<glc_{json64:o,n,k,m}>>'],
    counterexamples: ['glc_{base62:12}'],
    rotate: grafana,
  },
  {
    id: 'grafana-legacy-api-key',
    provider: 'Grafana',
    title: 'Grafana API key (old form)',
    keywords: ['eyjrijoi'],
    pattern: `(?<![\\w+/.-])(eyJrIjoi[A-Za-z0-9+/]{60,200}={0,2})(?![\\w+/=.-])`,
    value: 'any',
    entropy: 4,
    confidence: 'high',
    examples: ['Authorization: Bearer <<{json64:k,n,id}>>'],
    counterexamples: ['eyJrIjoi{base62:12}'],
    rotate: grafana,
  },
  named({
    id: 'pagerduty-api-key',
    provider: 'PagerDuty',
    title: 'PagerDuty REST API key',
    names: ['pagerduty', 'pager_duty', 'pd_api_key', 'pd_token'],
    shape: `(?:u\\+${base64url(18)}|(?=[A-Za-z_-]{0,19}\\d)(?=[a-z0-9_-]{0,19}[A-Z])${base64url(20)})`,
    example: 'u+{base62:18}',
    entropy: 3.4,
    rotate: {
      url: 'https://support.pagerduty.com/docs/api-access-keys',
      says: 'Delete it under API access keys or in the profile of its user.',
    },
  }),
  prefixed({
    id: 'honeycomb-ingest-key',
    provider: 'Honeycomb',
    title: 'Honeycomb ingest key',
    prefix: 'hcaik_',
    body: lower(58),
    example: '{lower:58}',
    rotate: honeycomb,
  }),
  prefixed({
    id: 'honeycomb-management-key',
    provider: 'Honeycomb',
    title: 'Honeycomb management key',
    prefix: 'hcbik_',
    body: lower(58),
    example: '{lower:58}',
    rotate: honeycomb,
  }),
  named({
    id: 'honeycomb-legacy-key',
    provider: 'Honeycomb',
    title: 'Honeycomb API key (old form)',
    names: ['honeycomb', 'x-honeycomb-team'],
    shape: `(?:${hex(32)}|(?=[A-Za-z]{0,21}\\d)${base62(22)})`,
    example: '{hex:32}',
    entropy: 3,
    rotate: honeycomb,
  }),
  launchDarklyKey('access-token', 'api-', 'access token', 'high'),
  launchDarklyKey('sdk-key', 'sdk-', 'SDK key', 'high'),
  launchDarklyKey('mobile-key', 'mob-', 'mobile key', 'low'),
  prefixed({
    id: 'posthog-personal-key',
    provider: 'PostHog',
    title: 'PostHog personal API key',
    prefix: 'phx_',
    body: base62(41, 49),
    example: '{base62:43}',
    rotate: {
      url: 'https://us.posthog.com/settings/user-api-keys',
      says: 'Its owner deletes it under personal API keys.',
    },
    probe: { ...bearer('https://us.posthog.com/api/users/@me/'), dead: NEVER },
  }),
  prefixed({
    id: 'dynatrace-access-token',
    provider: 'Dynatrace',
    title: 'Dynatrace access token',
    prefix: 'dt0c01.',
    body: String.raw`[A-Z2-7]{24}\.[A-Z2-7]{64}`,
    example: '{base32:24}.{base32:64}',
    rotate: {
      url: 'https://docs.dynatrace.com/docs/manage/access-control/access-tokens',
      says: 'Delete it under access tokens; the lookup API names the owner.',
    },
  }),
  {
    id: 'dynatrace-platform-token',
    provider: 'Dynatrace',
    title: 'Dynatrace platform or OAuth token',
    keywords: ['dt0s'],
    pattern: token(String.raw`dt0s\d{2}\.[A-Z2-7]{8,24}\.[A-Z2-7]{64}`),
    confidence: 'high',
    examples: ['<<dt0s16.{base32:24}.{base32:64}>>'],
    counterexamples: ['dt0s16.{base32:24}'],
    rotate: {
      url: 'https://myaccount.dynatrace.com/platformTokens',
      says: 'Revoke it under platform tokens of the account.',
    },
  },
  named({
    id: 'rollbar-access-token',
    provider: 'Rollbar',
    title: 'Rollbar access token',
    names: ['rollbar'],
    shape: hex(32),
    example: '{hex:32}',
    entropy: 3,
    rotate: { url: 'https://app.rollbar.com', says: 'Delete the access token in the settings of the project.' },
  }),
];
