import { base62, base64url, hex, token, upper } from '../patterns.ts';
import type { Rule } from '../rule.ts';
import { named, prefixed } from '../shapes.ts';

const sentry = {
  url: 'https://sentry.io/settings/account/api/auth-tokens/',
  says: 'Revoke it under auth tokens of its user or organisation.',
};

const datadog = {
  url: 'https://app.datadoghq.com/organization-settings/api-keys',
  says: 'Revoke it in the settings of the organisation; the API names who created it.',
};

const newRelic = {
  url: 'https://one.newrelic.com/launcher/api-keys-ui.api-keys-launcher',
  says: 'Delete it under API keys, or with NerdGraph apiAccessDeleteKeys.',
};

export const observability: readonly Rule[] = [
  {
    id: 'sentry-organization-token',
    provider: 'Sentry',
    title: 'Sentry organisation token',
    keywords: ['sntrys_'],
    pattern: `(?<![\\w-])(sntrys_eyJ[A-Za-z0-9+/=]{40,400}_[A-Za-z0-9+/]{43})(?![\\w+/-])`,
    reach: 520,
    value: 'any',
    entropy: 4.5,
    confidence: 'high',
    examples: ['SENTRY_AUTH_TOKEN=<<sntrys_{json64:iat,url,org}_{base62:43}>>'],
    counterexamples: ['sntrys_{base62:12}'],
    rotate: sentry,
  },
  prefixed({
    id: 'sentry-user-token',
    provider: 'Sentry',
    title: 'Sentry user token',
    prefix: 'sntryu_',
    body: hex(64),
    example: '{hex:64}',
    rotate: sentry,
  }),
  named({
    id: 'sentry-legacy-token',
    provider: 'Sentry',
    title: 'Sentry auth token (old form)',
    names: ['sentry_auth_token', 'sentry_token', 'sentry-auth-token'],
    shape: hex(64),
    example: '{hex:64}',
    entropy: 3.2,
    confidence: 'high',
    rotate: sentry,
  }),
  named({
    id: 'datadog-api-key',
    provider: 'Datadog',
    title: 'Datadog API key',
    names: ['datadog', 'dd_api_key', 'dd-api-key', 'dd_client_api_key'],
    shape: hex(32),
    example: '{hex:32}',
    entropy: 3,
    rotate: datadog,
    probe: {
      method: 'GET',
      url: 'https://api.datadoghq.com/api/v1/validate',
      headers: { 'dd-api-key': '{secret}' },
      live: { status: [200], contains: ['"valid":true'] },
      dead: { status: [] },
    },
  }),
  named({
    id: 'datadog-application-key',
    provider: 'Datadog',
    title: 'Datadog application key',
    names: ['datadog', 'dd_app_key', 'dd-application-key', 'dd_application_key'],
    shape: hex(40),
    example: '{hex:40}',
    entropy: 3,
    counterexamples: ['datadog_commit = {hex:40}', 'DD_APP_KEY={var:DD_APP_KEY}'],
    rotate: datadog,
  }),
  prefixed({
    id: 'newrelic-user-key',
    provider: 'New Relic',
    title: 'New Relic user key',
    prefix: 'NRAK-',
    body: upper(27),
    example: '{upper:27}',
    rotate: newRelic,
  }),
  prefixed({
    id: 'newrelic-insert-key',
    provider: 'New Relic',
    title: 'New Relic insert key',
    prefix: 'NRII-',
    body: base64url(32),
    example: '{base62:32}',
    rotate: newRelic,
  }),
  prefixed({
    id: 'newrelic-query-key',
    provider: 'New Relic',
    title: 'New Relic query key',
    prefix: 'NRIQ-',
    body: base64url(32),
    example: '{base62:32}',
    rotate: newRelic,
  }),
  prefixed({
    id: 'newrelic-browser-key',
    provider: 'New Relic',
    title: 'New Relic browser key',
    prefix: 'NRJS-',
    body: hex(19),
    example: '{hex:19}',
    confidence: 'low',
    rotate: newRelic,
  }),
  {
    id: 'newrelic-license-key',
    provider: 'New Relic',
    title: 'New Relic licence key',
    keywords: ['ffffnral'],
    lead: 32,
    pattern: token(`(?:eu01xx)?${base62(26, 32)}FFFFNRAL`),
    entropy: 3,
    confidence: 'high',
    examples: ['NEW_RELIC_LICENSE_KEY=<<{hex:32}FFFFNRAL>>', 'license_key: <<eu01xx{hex:26}FFFFNRAL>>'],
    counterexamples: ['{hex:20}FFFFNRAL'],
    rotate: newRelic,
  },
];
