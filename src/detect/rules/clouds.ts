import { base62, base64url, hex, UUID } from '../patterns.ts';
import { bearer, NEVER } from '../probes.ts';
import type { Rule } from '../rule.ts';
import { named, prefixed } from '../shapes.ts';

const digitalocean = {
  url: 'https://cloud.digitalocean.com/account/api/tokens',
  says: 'Its owner deletes it under API tokens; an OAuth token is revoked with POST /v1/oauth/revoke.',
};

const heroku = {
  url: 'https://dashboard.heroku.com/account',
  says: 'Regenerate the API key of the account, or revoke the authorisation.',
};

const cloudflare = {
  url: 'https://dash.cloudflare.com/profile/api-tokens',
  says: 'Roll or delete it under API tokens.',
};

function digitaloceanToken(kind: string, title: string, prefix: string): Rule {
  return prefixed({
    id: `digitalocean-${kind}`,
    provider: 'DigitalOcean',
    title: `DigitalOcean ${title}`,
    prefix,
    body: hex(64),
    example: '{hex:64}',
    rotate: digitalocean,
    ...(kind === 'refresh-token' ? {} : { probe: bearer('https://api.digitalocean.com/v2/account') }),
  });
}

/** 40 characters and a checksum, as Cloudflare says; not how long that is. */
function cloudflareToken(kind: string, title: string, prefix: string): Rule {
  return prefixed({
    id: `cloudflare-prefixed-${kind}`,
    provider: 'Cloudflare',
    title: `Cloudflare ${title}`,
    prefix,
    body: base62(44, 60),
    example: '{base62:40}{hex:8}',
    rotate: cloudflare,
    ...(kind === 'user-token' ? { probe: bearer('https://api.cloudflare.com/client/v4/user/tokens/verify') } : {}),
  });
}

export const clouds: readonly Rule[] = [
  { ...digitaloceanToken('pat', 'personal access token', 'dop_v1_'), wrapped: ['dop_v1_'] },
  digitaloceanToken('oauth-token', 'OAuth token', 'doo_v1_'),
  digitaloceanToken('refresh-token', 'refresh token', 'dor_v1_'),
  prefixed({
    id: 'heroku-api-key',
    provider: 'Heroku',
    title: 'Heroku API key',
    prefix: 'HRKU-AA',
    body: base64url(58),
    example: '{base62:58}',
    rotate: heroku,
    probe: bearer('https://api.heroku.com/account', { accept: 'application/vnd.heroku+json; version=3' }),
  }),
  named({
    id: 'heroku-legacy-key',
    provider: 'Heroku',
    title: 'Heroku API key (UUID)',
    names: ['heroku'],
    shape: UUID,
    example: '{uuid}',
    rotate: heroku,
    probe: bearer('https://api.heroku.com/account', { accept: 'application/vnd.heroku+json; version=3' }),
  }),
  named({
    id: 'cloudflare-api-token',
    provider: 'Cloudflare',
    title: 'Cloudflare API token',
    names: ['cloudflare', 'cf_api_token', 'cf_token'],
    shape: `(?!${hex(40)}(?![\\w-]))${base64url(40)}`,
    example: '{base62:40}',
    entropy: 4,
    rotate: cloudflare,
    // The token of an account has the same form, and is refused as a user's.
    probe: { ...bearer('https://api.cloudflare.com/client/v4/user/tokens/verify'), dead: NEVER },
  }),
  named({
    id: 'cloudflare-global-key',
    provider: 'Cloudflare',
    title: 'Cloudflare global API key',
    names: ['cloudflare', 'cf_api_key', 'x-auth-key'],
    shape: hex(37),
    example: '{hex:37}',
    entropy: 3,
    rotate: { ...cloudflare, says: 'Roll the global API key in the profile of its person.' },
  }),
  cloudflareToken('user-token', 'user API token', 'cfut_'),
  cloudflareToken('account-token', 'account API token', 'cfat_'),
  cloudflareToken('key', 'global API key (prefixed form)', 'cfk_'),
  prefixed({
    id: 'cloudflare-origin-ca-key',
    provider: 'Cloudflare',
    title: 'Cloudflare origin CA key',
    prefix: 'v1.0-',
    body: `${hex(24)}-${hex(146)}`,
    example: '{hex:24}-{hex:146}',
    rotate: cloudflare,
  }),
  {
    id: 'fly-access-token',
    provider: 'Fly.io',
    title: 'Fly.io access token',
    keywords: ['fm1_', 'fm2_', 'fm1r_', 'fm1a_'],
    pattern: String.raw`(?<![\w+/-])(fm(?:1[ar]?|2)_[A-Za-z0-9+/]{80,1500}={0,3}(?:,fm2_[A-Za-z0-9+/]{80,1500}={0,3}){0,2})(?![\w+/=-])`,
    reach: 4700,
    value: 'any',
    entropy: 4,
    confidence: 'high',
    examples: ['FLY_API_TOKEN="FlyV1 <<fm2_{base64:600}>>"'],
    counterexamples: ['fm2_{base62:20}'],
    rotate: { url: 'https://fly.io/user/personal_access_tokens', says: 'Revoke it with fly tokens revoke.' },
  },
];
