import { base62, base64url, hex, UUID } from '../patterns.ts';
import { bearer } from '../probes.ts';
import type { Rule } from '../rule.ts';
import { named, prefixed } from '../shapes.ts';

const vercel = { url: 'https://vercel.com/account/settings/tokens', says: 'Its owner deletes it under tokens.' };

const netlify = {
  url: 'https://app.netlify.com/user/applications',
  says: 'Its owner deletes it under personal access tokens.',
};

const supabase = {
  url: 'https://supabase.com/dashboard/account/tokens',
  says: 'Its owner deletes it under access tokens.',
};

function vercelToken(kind: string, title: string, prefix: string): Rule {
  return prefixed({
    id: `vercel-${kind}-token`,
    provider: 'Vercel',
    title: `Vercel ${title} token`,
    prefix,
    body: base64url(56),
    example: '{base62:56}',
    rotate: vercel,
  });
}

export const platforms: readonly Rule[] = [
  vercelToken('personal', 'personal access', 'vcp_'),
  vercelToken('integration', 'integration', 'vci_'),
  vercelToken('app', 'app access', 'vca_'),
  vercelToken('refresh', 'app refresh', 'vcr_'),
  vercelToken('ai-gateway', 'AI gateway', 'vck_'),
  named({
    id: 'vercel-legacy-token',
    provider: 'Vercel',
    title: 'Vercel token (old form)',
    names: ['vercel_token', 'vercel_api_token', 'vercel_access_token', 'now_token'],
    shape: `(?=[A-Za-z]{0,23}\\d)${base62(24)}`,
    example: 'a7{base62:22}',
    entropy: 3.5,
    rotate: vercel,
  }),
  prefixed({
    id: 'netlify-pat',
    provider: 'Netlify',
    title: 'Netlify personal access token',
    prefix: 'nfp_',
    body: String.raw`\w{36}`,
    example: '{base62:36}',
    rotate: netlify,
    probe: bearer('https://api.netlify.com/api/v1/user'),
  }),
  named({
    id: 'netlify-legacy-token',
    provider: 'Netlify',
    title: 'Netlify access token (old form)',
    names: ['netlify'],
    shape: `(?=[A-Za-z_-]{0,39}\\d)${base64url(40, 46)}`,
    example: 'a7{base62:41}',
    entropy: 4,
    rotate: netlify,
  }),
  prefixed({
    id: 'render-api-key',
    provider: 'Render',
    title: 'Render API key',
    prefix: 'rnd_',
    body: base62(28),
    example: '{base62:28}',
    rotate: { url: 'https://dashboard.render.com/u/settings#api-keys', says: 'Its owner revokes it under API keys.' },
    probe: bearer('https://api.render.com/v1/owners'),
  }),
  named({
    id: 'railway-token',
    provider: 'Railway',
    title: 'Railway token',
    names: ['railway'],
    shape: UUID,
    example: '{uuid}',
    rotate: {
      url: 'https://railway.com/account/tokens',
      says: 'Delete it under tokens of the account or the project.',
    },
  }),
  prefixed({
    id: 'supabase-access-token',
    provider: 'Supabase',
    title: 'Supabase access token',
    prefix: 'sbp_',
    body: `(?:v0_)?${hex(40)}`,
    example: '{hex:40}',
    rotate: supabase,
    probe: bearer('https://api.supabase.com/v1/organizations'),
  }),
  prefixed({
    id: 'supabase-secret-key',
    provider: 'Supabase',
    title: 'Supabase project secret key',
    prefix: 'sb_secret_',
    body: base64url(31),
    example: '{base62:31}',
    rotate: { ...supabase, says: 'Delete the secret key under API keys of the project.' },
  }),
  prefixed({
    id: 'deno-access-token',
    provider: 'Deno Deploy',
    title: 'Deno Deploy access token',
    prefix: 'ddp_',
    body: base62(36),
    example: '{base62:36}',
    rotate: { url: 'https://dash.deno.com/account#access-tokens', says: 'Its owner revokes it under access tokens.' },
    probe: bearer('https://api.deno.com/v1/user'),
  }),
  prefixed({
    id: 'deno-organization-token',
    provider: 'Deno Deploy',
    title: 'Deno Deploy organisation token',
    prefix: 'ddo_',
    body: base62(30, 40),
    example: '{base62:36}',
    entropy: 3.8,
    rotate: { url: 'https://console.deno.com', says: 'Revoke it under tokens in the settings of the organisation.' },
  }),
  named({
    id: 'rails-master-key',
    provider: 'Ruby on Rails',
    title: 'Rails master key',
    names: ['rails_master_key'],
    shape: hex(32),
    example: '{hex:32}',
    rotate: {
      url: 'https://guides.rubyonrails.org/security.html#custom-credentials',
      says: 'Make a new key, encrypt the credentials anew with it, and rotate what they hold: old versions stay readable.',
    },
  }),
  named({
    id: 'rails-encryption-key',
    provider: 'Ruby on Rails',
    title: 'Rails Active Record encryption key',
    names: ['deterministic_key', 'key_derivation_salt'],
    shape: `(?=[A-Za-z]{0,31}\\d)${base62(32)}`,
    example: 'k7{base62:30}',
    rotate: {
      url: 'https://guides.rubyonrails.org/active_record_encryption.html#rotating-keys',
      says: 'Put a new key at the end of the list, encrypt the records anew, then remove the old one.',
    },
  }),
];
