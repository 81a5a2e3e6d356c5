import { z } from 'zod';
import { type GitHub, ownerAndName, type Parameters } from '../github/github.ts';
import { credentialId, type Scope } from '../model/credential.ts';
import { wholeList } from './shared/whole-list.ts';
import { type CredentialSource, type Listing, repositoryScope } from './source.ts';

/**
 * https://docs.github.com/rest/actions/self-hosted-runners: a machine that gets the secrets
 * of every job it runs. No creator, no date.
 */
const Runner = z.object({
  id: z.number(),
  name: z.string(),
  os: z.string(),
  status: z.string(),
  labels: z.array(z.object({ name: z.string() })),
  ephemeral: z.boolean().optional(),
});

/** One request a repository. */
export const repositoryRunners: CredentialSource = {
  name: 'self-hosted-runner',
  level: 'repository',
  webhooks: [],
  permission: 'Administration: read',

  async *list(github, { repository }) {
    if (repository === undefined) return;
    const where = ownerAndName(repository.fullName);
    yield await listing(github, 'GET /repos/{owner}/{repo}/actions/runners', where, repositoryScope(repository));
  },
};

export const organizationRunners: CredentialSource = {
  name: 'organization-self-hosted-runner',
  level: 'organization',
  webhooks: [],
  permission: 'Organization self hosted runners: read',

  async *list(github, { organization }) {
    yield await listing(github, 'GET /orgs/{org}/actions/runners', { org: organization.login }, {});
  },
};

async function listing(github: GitHub, route: string, where: Parameters, scope: Scope): Promise<Listing> {
  const runners = await wholeList(github, route, where, Runner, ({ id }) => id);
  const credentials = runners.map(({ id, name, os, status, labels, ephemeral }) => ({
    id: credentialId('self-hosted-runner', scope.repositoryId ?? 'organization', id),
    kind: 'self-hosted-runner',
    name,
    scope,
    facts: {
      runnerId: id,
      os,
      status,
      labels: labels.map((label) => label.name).join(', '),
      ...(ephemeral === undefined ? {} : { ephemeral }),
    },
  }));
  return { scope, credentials, evidence: [], texts: [] };
}
