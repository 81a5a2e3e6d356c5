import { z } from 'zod';
import { type GitHub, ownerAndName } from '../github/github.ts';
import type { Credential } from '../model/credential.ts';
import { secretsAt } from './shared/secrets.ts';
import { variablesAt } from './shared/variables.ts';
import { type CredentialSource, repositoryScope, type Target } from './source.ts';

/** https://docs.github.com/rest/deployments/environments: what stands between a workflow and the environment's secrets. */
const Environment = z.object({
  name: z.string(),
  protection_rules: z
    .array(z.object({ wait_timer: z.number().optional(), reviewers: z.array(z.unknown()).optional() }))
    .optional(),
  deployment_branch_policy: z.object({ protected_branches: z.boolean() }).nullish(),
});
type Environment = z.infer<typeof Environment>;

const STORE = 'GET /repos/{owner}/{repo}/environments/{environment_name}';

/** Each with the protection that its environment has. One request for the list, one for each environment. */
export const environmentSecrets: CredentialSource = {
  name: 'environment-secret',
  level: 'repository',
  webhooks: [],
  permission: 'Environments: read',

  async *list(github, target) {
    for await (const { environment, scope, where } of environments(github, target)) {
      const secrets = await secretsAt(github, `${STORE}/secrets`, where, 'actions-secret', scope);
      const facts = protection(environment);
      yield { scope, credentials: secrets.map((secret) => ({ ...secret, facts })), evidence: [], texts: [] };
    }
  },
};

/** Asks for the same list as the source above, so that a door that remembers asks GitHub once. */
export const environmentVariables: CredentialSource = {
  name: 'environment-variable',
  level: 'repository',
  webhooks: [],
  permission: 'Environments: read',

  async *list(github, target) {
    for await (const { scope, where } of environments(github, target)) {
      const texts = await variablesAt(github, `${STORE}/variables`, where);
      yield { scope, credentials: [], evidence: [], texts };
    }
  },
};

async function* environments(github: GitHub, { repository }: Target) {
  if (repository === undefined) return;
  const where = ownerAndName(repository.fullName);
  for await (const environment of github.pages('GET /repos/{owner}/{repo}/environments', where, Environment)) {
    const scope = { ...repositoryScope(repository), environment: environment.name };
    yield { environment, scope, where: { ...where, environment_name: environment.name } };
  }
}

function protection({ protection_rules: rules = [], deployment_branch_policy: policy }: Environment) {
  return {
    reviewers: rules.reduce((sum, rule) => sum + (rule.reviewers?.length ?? 0), 0),
    waitMinutes: rules.reduce((sum, rule) => sum + (rule.wait_timer ?? 0), 0),
    branches: policy ? (policy.protected_branches ? 'protected' : 'chosen') : 'any',
  } satisfies Credential['facts'];
}
