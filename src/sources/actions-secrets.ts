import { z } from 'zod';
import { environments } from '../github/environments.ts';
import { type GitHub, ownerAndName } from '../github/github.ts';
import { credentialId, type Scope } from '../model/credential.ts';
import { type CredentialSource, type Listing, repositoryScope, type Target } from './source.ts';

/** https://docs.github.com/rest/actions/secrets: names and dates, never a value, never a creator. */
const ActionsSecret = z.object({
  name: z.string(),
  created_at: z.coerce.date(),
  updated_at: z.coerce.date(),
  visibility: z.string().optional(),
});

export const actionsSecrets: CredentialSource = {
  name: 'actions-secret',
  level: 'repository',
  webhooks: [],
  permission: 'Secrets: read',

  async *list(github, { repository }) {
    if (repository === undefined) return;
    const where = ownerAndName(repository.fullName);
    const scope = repositoryScope(repository);
    yield await listing(github, 'GET /repos/{owner}/{repo}/actions/secrets', where, scope);
  },
};

export const environmentSecrets: CredentialSource = {
  name: 'environment-secret',
  level: 'repository',
  webhooks: [],
  permission: 'Environments: read',

  async *list(github: GitHub, { repository }: Target) {
    if (repository === undefined) return;
    const where = ownerAndName(repository.fullName);
    const route = 'GET /repos/{owner}/{repo}/environments/{environment_name}/secrets';
    for await (const environment of environments(github, repository)) {
      const scope = { ...repositoryScope(repository), environment };
      yield await listing(github, route, { ...where, environment_name: environment }, scope);
    }
  },
};

export const organizationSecrets: CredentialSource = {
  name: 'organization-secret',
  level: 'organization',
  webhooks: [],
  permission: 'Organization secrets: read',

  async *list(github, { organization }) {
    yield await listing(github, 'GET /orgs/{org}/actions/secrets', { org: organization.login }, {});
  },
};

async function listing(github: GitHub, route: string, where: Record<string, string>, scope: Scope): Promise<Listing> {
  const found = await Array.fromAsync(github.pages(route, where, ActionsSecret));
  const credentials = found.map((secret) => ({
    id: credentialId('actions-secret', scope.repositoryId ?? 'organization', scope.environment ?? '', secret.name),
    kind: 'actions-secret',
    name: secret.name,
    scope,
    createdAt: secret.created_at.getTime(),
    updatedAt: secret.updated_at.getTime(),
    facts: secret.visibility === undefined ? {} : { visibility: secret.visibility },
  }));
  return { scope, credentials, evidence: [], texts: [] };
}
