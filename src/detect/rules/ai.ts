import { base62, base64url, token } from '../patterns.ts';
import { bearer, refusedBy, withHeader } from '../probes.ts';
import type { Rule } from '../rule.ts';
import { opened, prefixed } from '../shapes.ts';

const openaiRotate = {
  url: 'https://platform.openai.com/api-keys',
  says: 'Its owner or an organisation admin deletes it under API keys; the admin API lists owner and last use.',
};

const anthropicRotate = {
  url: 'https://console.anthropic.com/settings/keys',
  says: 'An admin sets it inactive under API keys, or with the admin API.',
};

const huggingFaceRotate = {
  url: 'https://huggingface.co/settings/tokens',
  says: 'Its owner deletes it under access tokens, or send it to POST /api/credentials/revoke, which needs no owner.',
};

/** A 401 as well: an address that is not let in, another region's host, an account that is locked for now. */
const openaiProbe = refusedBy(bearer('https://api.openai.com/v1/models'), '"invalid_api_key"');

const anthropicProbe = withHeader('https://api.anthropic.com/v1/models', 'x-api-key', '{secret}', {
  'anthropic-version': '2023-06-01',
});

function openai(kind: string, title: string, prefix: string): Rule {
  return {
    id: `openai-${kind}-key`,
    provider: 'OpenAI',
    title: `OpenAI ${title} key`,
    keywords: [prefix],
    pattern: token(`${prefix}${base64url(40, 180)}`),
    checksum: 'openai-mark',
    confidence: 'high',
    wrapped: [prefix],
    examples: [`OPENAI_API_KEY=<<${prefix}{base62:74}T3BlbkFJ{base62:74}>>`, `key: "<<${prefix}{base62:48}>>"`],
    counterexamples: [`${prefix}your-key`, `${prefix}{same:x:74}T3BlbkFJ{same:x:74}`],
    rotate: openaiRotate,
    ...(kind === 'admin' ? {} : { probe: openaiProbe }),
  };
}

const compatible = opened('sk-');

export const ai: readonly Rule[] = [
  openai('project', 'project', 'sk-proj-'),
  openai('service-account', 'service account', 'sk-svcacct-'),
  openai('admin', 'admin', 'sk-admin-'),
  {
    id: 'openai-legacy-key',
    provider: 'OpenAI',
    title: 'OpenAI API key (old form)',
    keywords: ['t3blbkfj'],
    lead: 23,
    pattern: token(`sk-${base62(20)}T3BlbkFJ${base62(20)}`),
    confidence: 'high',
    wrapped: ['T3BlbkFJ'],
    examples: ['OPENAI_API_KEY=<<sk-{base62:20}T3BlbkFJ{base62:20}>>'],
    counterexamples: ['sk-{base62:12}T3BlbkFJ{base62:20}'],
    rotate: openaiRotate,
    probe: openaiProbe,
  },
  {
    id: 'openai-compatible-key',
    provider: 'OpenAI or compatible',
    title: 'API key of OpenAI, or of a service that is spoken to in the same way',
    keywords: compatible.keywords,
    pattern: String.raw`${compatible.opening}(sk-(?=[A-Za-z]{0,40}\d)${base62(32, 64)})(?![\w-])`,
    entropy: 3.4,
    confidence: 'medium',
    examples: ['OPENAI_API_KEY=<<sk-{base62:47}7>>', 'api_key: "<<sk-{hex:31}7>>"'],
    counterexamples: ['sk-{base62:48}', '"sk-{base62:20}"', '"sk-loading-spinner-with-a-very-long-class-name"'],
    rotate: openaiRotate,
  },
  prefixed({
    id: 'anthropic-api-key',
    provider: 'Anthropic',
    title: 'Anthropic API key',
    prefix: 'sk-ant-api03-',
    body: base64url(80, 120),
    checksum: 'tail-aa',
    example: '{base62:93}AA',
    wrapped: ['sk-ant-api03-'],
    rotate: anthropicRotate,
    probe: anthropicProbe,
  }),
  prefixed({
    id: 'anthropic-admin-key',
    provider: 'Anthropic',
    title: 'Anthropic admin key',
    prefix: 'sk-ant-admin01-',
    body: base64url(80, 120),
    checksum: 'tail-aa',
    example: '{base62:93}AA',
    rotate: anthropicRotate,
    probe: { ...anthropicProbe, url: 'https://api.anthropic.com/v1/organizations/me' },
  }),
  prefixed({
    id: 'anthropic-oauth-token',
    provider: 'Anthropic',
    title: 'Anthropic OAuth token',
    prefix: 'sk-ant-oat01-',
    body: base64url(80, 110),
    example: '{base62:95}',
    rotate: { ...anthropicRotate, says: 'Its person logs out of the application, which ends the token.' },
  }),
  prefixed({
    id: 'anthropic-oauth-refresh-token',
    provider: 'Anthropic',
    title: 'Anthropic OAuth refresh token',
    prefix: 'sk-ant-ort01-',
    body: base64url(80, 110),
    example: '{base62:95}',
    rotate: { ...anthropicRotate, says: 'Its person logs out of the application, which ends the token.' },
  }),
  prefixed({
    id: 'anthropic-session-key',
    provider: 'Anthropic',
    title: 'Session key of claude.ai',
    prefix: 'sk-ant-sid0',
    body: `[12]-${base64url(80, 140)}`,
    example: '1-{base62:93}AA',
    rotate: { url: 'https://claude.ai/settings/account', says: 'Its person logs out of all devices.' },
  }),
  prefixed({
    id: 'huggingface-token',
    provider: 'Hugging Face',
    title: 'Hugging Face access token',
    prefix: 'hf_',
    body: base62(34),
    example: '{letters:34}',
    entropy: 3.8,
    rotate: huggingFaceRotate,
    probe: bearer('https://huggingface.co/api/whoami-v2'),
  }),
  prefixed({
    id: 'huggingface-organization-token',
    provider: 'Hugging Face',
    title: 'Hugging Face organisation token (legacy)',
    prefix: 'api_org_',
    body: base62(34),
    example: '{letters:34}',
    entropy: 3.8,
    rotate: huggingFaceRotate,
    probe: bearer('https://huggingface.co/api/whoami-v2'),
  }),
];
