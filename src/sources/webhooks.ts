import { z } from 'zod';
import { type GitHub, ownerAndName, type Parameters } from '../github/github.ts';
import { credentialId, type Scope } from '../model/credential.ts';
import { wholeList } from './shared/whole-list.ts';
import { type CredentialSource, type Listing, repositoryScope } from './source.ts';

/**
 * https://docs.github.com/rest/repos/webhooks: whoever receives it reads what happens, and knows the
 * secret that signs it. GitHub shows stars for a secret that is set, and never says who added the hook.
 */
const Hook = z.object({
  id: z.number(),
  active: z.boolean(),
  events: z.array(z.string()),
  config: z.object({
    url: z.string().optional(),
    secret: z.string().optional(),
    insecure_ssl: z.union([z.string(), z.number()]).optional(),
  }),
  created_at: z.coerce.date(),
  updated_at: z.coerce.date(),
});

/** One request a repository. */
export const repositoryWebhooks: CredentialSource = {
  name: 'webhook',
  level: 'repository',
  webhooks: [],
  permission: 'Repository hooks: read',

  async *list(github, { repository }) {
    if (repository === undefined) return;
    const where = ownerAndName(repository.fullName);
    yield await listing(github, 'GET /repos/{owner}/{repo}/hooks', where, repositoryScope(repository));
  },
};

export const organizationWebhooks: CredentialSource = {
  name: 'organization-webhook',
  level: 'organization',
  webhooks: [],
  permission: 'Organization hooks: read',

  async *list(github, { organization }) {
    yield await listing(github, 'GET /orgs/{org}/hooks', { org: organization.login }, {});
  },
};

async function listing(github: GitHub, route: string, where: Parameters, scope: Scope): Promise<Listing> {
  const hooks = await wholeList(github, route, where, Hook, ({ id }) => id);
  const credentials = hooks.map(({ id, active, events, config, created_at, updated_at }) => ({
    id: credentialId('webhook', scope.repositoryId ?? 'organization', id),
    kind: 'webhook',
    name: hostOf(config.url),
    scope,
    createdAt: created_at.getTime(),
    updatedAt: updated_at.getTime(),
    facts: {
      hookId: id,
      host: hostOf(config.url),
      secretSet: config.secret !== undefined && config.secret !== '',
      tls: protocolOf(config.url) === 'https:' && String(config.insecure_ssl ?? '0') === '0',
      active,
      events: events.join(', '),
    },
  }));
  // Addresses often hold a token: they are scanned, and only the host is kept.
  const texts = hooks.flatMap(({ id, config, updated_at }) =>
    config.url === undefined ? [] : [{ name: `webhook ${id}`, value: config.url, updatedAt: updated_at.getTime() }],
  );
  return { scope, credentials, evidence: [], texts, allOf: 'webhook' };
}

function hostOf(address: string | undefined): string {
  return (address && URL.parse(address)?.host) || 'an address that cannot be read';
}

function protocolOf(address: string | undefined): string | undefined {
  return address === undefined ? undefined : URL.parse(address)?.protocol;
}
