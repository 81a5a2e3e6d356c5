import { z } from 'zod';
import { environments } from '../github/environments.ts';
import { type GitHub, ownerAndName } from '../github/github.ts';
import type { Scope } from '../model/credential.ts';
import { type CredentialSource, type Listing, repositoryScope } from './source.ts';

/** https://docs.github.com/rest/actions/variables: the value is readable, so whoever reads the repository's settings reads a secret in it. */
const Variable = z.object({ name: z.string(), value: z.string(), updated_at: z.coerce.date() });

/** GitHub's largest page for variables; for secrets it is 100. */
const PAGE = 30;

export const actionsVariables: CredentialSource = {
  name: 'actions-variable',
  level: 'repository',
  webhooks: [],
  permission: 'Variables: read',

  async *list(github, { repository }) {
    if (repository === undefined) return;
    const where = ownerAndName(repository.fullName);
    yield await listing(github, 'GET /repos/{owner}/{repo}/actions/variables', where, repositoryScope(repository));
  },
};

export const environmentVariables: CredentialSource = {
  name: 'environment-variable',
  level: 'repository',
  webhooks: [],
  permission: 'Environments: read',

  async *list(github, { repository }) {
    if (repository === undefined) return;
    const where = ownerAndName(repository.fullName);
    const route = 'GET /repos/{owner}/{repo}/environments/{environment_name}/variables';
    for await (const environment of environments(github, repository)) {
      const scope = { ...repositoryScope(repository), environment };
      yield await listing(github, route, { ...where, environment_name: environment }, scope);
    }
  },
};

export const organizationVariables: CredentialSource = {
  name: 'organization-variable',
  level: 'organization',
  webhooks: [],
  permission: 'Organization variables: read',

  async *list(github, { organization }) {
    yield await listing(github, 'GET /orgs/{org}/actions/variables', { org: organization.login }, {});
  },
};

async function listing(github: GitHub, route: string, where: Record<string, string>, scope: Scope): Promise<Listing> {
  const found = await Array.fromAsync(github.pages(route, { ...where, per_page: PAGE }, Variable));
  const texts = found.map(({ name, value, updated_at }) => ({ name, value, updatedAt: updated_at.getTime() }));
  return { scope, credentials: [], evidence: [], texts };
}
