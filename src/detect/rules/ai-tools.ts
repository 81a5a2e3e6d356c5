import type { Probe } from '../../model/issuer.ts';
import { base62, base64url, hex, UUID } from '../patterns.ts';
import { bearer, NEVER, refusedBy, withHeader } from '../probes.ts';
import type { Rule } from '../rule.ts';
import { named, opened, prefixed } from '../shapes.ts';

const langsmith = {
  url: 'https://smith.langchain.com/settings',
  says: 'Delete it under API keys in the settings.',
};
const langsmithProbe: Probe = {
  ...withHeader('https://api.smith.langchain.com/api/v1/api-key/current', 'x-api-key'),
  dead: NEVER,
};
const wandb = { url: 'https://wandb.ai/settings', says: 'Its owner revokes it under API keys in the settings.' };
const devin = { url: 'https://app.devin.ai/settings', says: 'Revoke it under API keys in the settings.' };

const cursor = opened('key_');

export const aiTools: readonly Rule[] = [
  prefixed({
    id: 'elevenlabs-api-key',
    provider: 'ElevenLabs',
    title: 'ElevenLabs API key',
    prefix: 'sk_',
    body: hex(48),
    example: '{hex:48}',
    rotate: { url: 'https://elevenlabs.io/app/settings/api-keys', says: 'Delete it under API keys.' },
    // A 401 as well: a key that may only speak, and not read its user.
    probe: refusedBy(withHeader('https://api.elevenlabs.io/v1/user', 'xi-api-key'), '"invalid_api_key"'),
  }),
  prefixed({
    id: 'nvidia-api-key',
    provider: 'NVIDIA',
    title: 'NVIDIA API key',
    prefix: 'nvapi-',
    body: base64url(60, 70),
    example: '{base62:64}',
    rotate: { url: 'https://org.ngc.nvidia.com/setup/api-keys', says: 'Delete it under API keys.' },
  }),
  prefixed({
    id: 'langsmith-personal-key',
    provider: 'LangSmith',
    title: 'LangSmith personal access token',
    prefix: 'lsv2_pt_',
    body: `${hex(32)}_${hex(10)}`,
    example: '{hex:32}_{hex:10}',
    rotate: langsmith,
    probe: langsmithProbe,
  }),
  prefixed({
    id: 'langsmith-service-key',
    provider: 'LangSmith',
    title: 'LangSmith service key',
    prefix: 'lsv2_sk_',
    body: `${hex(32)}_${hex(10)}`,
    example: '{hex:32}_{hex:10}',
    rotate: langsmith,
    probe: langsmithProbe,
  }),
  prefixed({
    id: 'langfuse-secret-key',
    provider: 'Langfuse',
    title: 'Langfuse secret key',
    prefix: 'sk-lf-',
    body: UUID,
    example: '{uuid}',
    rotate: {
      url: 'https://langfuse.com/faq/all/lost-secret-key',
      says: 'Make a new pair of keys in the settings of the project, deploy it, then delete this one.',
    },
  }),
  prefixed({
    id: 'wandb-api-key',
    provider: 'Weights & Biases',
    title: 'Weights & Biases API key',
    prefix: 'wandb_v1_',
    body: String.raw`\w{77}`,
    example: '{base62:77}',
    rotate: wandb,
  }),
  named({
    id: 'wandb-legacy-key',
    provider: 'Weights & Biases',
    title: 'Weights & Biases API key (old form)',
    names: ['wandb'],
    shape: hex(40),
    example: '{hex:40}',
    entropy: 3,
    rotate: wandb,
  }),
  prefixed({
    id: 'pinecone-api-key',
    provider: 'Pinecone',
    title: 'Pinecone API key',
    prefix: 'pcsk_',
    body: `${base62(5, 6)}_${base62(63)}`,
    example: '{base62:5}_{base62:63}',
    rotate: { url: 'https://app.pinecone.io', says: 'Delete it under API keys of its project.' },
    probe: withHeader('https://api.pinecone.io/indexes', 'api-key'),
  }),
  prefixed({
    id: 'apify-api-token',
    provider: 'Apify',
    title: 'Apify API token',
    prefix: 'apify_api_',
    body: base62(34, 38),
    example: '{base62:36}',
    rotate: { url: 'https://console.apify.com/settings/integrations', says: 'Delete it under API and integrations.' },
    probe: bearer('https://api.apify.com/v2/users/me'),
  }),
  prefixed({
    id: 'firecrawl-api-key',
    provider: 'Firecrawl',
    title: 'Firecrawl API key',
    prefix: 'fc-',
    body: hex(32),
    example: '{hex:32}',
    rotate: { url: 'https://www.firecrawl.dev/app/api-keys', says: 'Delete it under API keys.' },
  }),
  prefixed({
    id: 'tavily-api-key',
    provider: 'Tavily',
    title: 'Tavily API key',
    prefix: 'tvly-',
    body: `(?:dev-|prod-)?${base62(32)}`,
    example: 'dev-{base62:32}',
    rotate: { url: 'https://app.tavily.com', says: 'Delete it under API keys.' },
  }),
  {
    id: 'cursor-api-key',
    provider: 'Cursor',
    title: 'Cursor API key',
    keywords: cursor.keywords,
    pattern: String.raw`${cursor.opening}(key_${hex(64)})(?![\w-])`,
    confidence: 'high',
    examples: ['CURSOR_API_KEY=<<key_{hex:64}>>'],
    counterexamples: ['key_{hex:32}', 'primary_key_{hex:64}'],
    rotate: { url: 'https://cursor.com/dashboard', says: 'Revoke it under API keys in the dashboard.' },
  },
  prefixed({
    id: 'devin-user-key',
    provider: 'Devin',
    title: 'Devin personal API key',
    prefix: 'apk_user_',
    body: '[A-Za-z0-9+/_-]{40,200}={0,2}',
    example: '{base62:80}',
    rotate: devin,
  }),
  prefixed({
    id: 'devin-service-key',
    provider: 'Devin',
    title: 'Devin service user key',
    prefix: 'cog_',
    body: '[a-z2-7]{52}',
    example: '{base32-lower:52}',
    rotate: devin,
  }),
];
