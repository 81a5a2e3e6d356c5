import { z } from 'zod';
import { GitHubFailure, isRefusal, NotVisible, ownerAndName } from '../github/github.ts';
import type { Credential } from '../model/credential.ts';
import { secretsAt } from './shared/secrets.ts';
import { variablesAt } from './shared/variables.ts';
import { wholeList } from './shared/whole-list.ts';
import { type CredentialSource, repositoryScope } from './source.ts';

/** A person or a team: one approval of any of them is enough. */
const Reviewer = z.object({
  type: z.string().optional(),
  reviewer: z.object({ login: z.string().optional(), slug: z.string().optional() }).optional(),
});

/**
 * https://docs.github.com/rest/deployments/environments: what stands between a workflow and the environment's secrets.
 */
const Environment = z.object({
  name: z.string(),
  protection_rules: z
    .array(
      z.object({
        wait_timer: z.number().optional(),
        prevent_self_review: z.boolean().optional(),
        reviewers: z.array(Reviewer).optional(),
      }),
    )
    .optional(),
  deployment_branch_policy: z.object({ protected_branches: z.boolean() }).nullish(),
});
type Environment = z.infer<typeof Environment>;

const STORE = 'GET /repos/{owner}/{repo}/environments/{environment_name}';

/**
 * Secrets, with the protection that they have, and variables of every environment: one
 * request for the list, two for each environment.
 */
export const environments: CredentialSource = {
  name: 'environment',
  level: 'repository',
  webhooks: [],
  permission: 'Environments: read',

  async *list(github, { repository }) {
    if (repository === undefined) return;
    const where = ownerAndName(repository.fullName);
    const route = 'GET /repos/{owner}/{repo}/environments';
    const inRepository = repositoryScope(repository);
    let failure: GitHubFailure | NotVisible | undefined;
    const all = await wholeList(github, route, where, Environment, ({ name }) => name);
    // The list was answered for, also where nothing is in it: else its first failure would look
    // as if nobody had ever looked.
    yield { scope: inRepository, credentials: [], evidence: [], texts: [] };
    for (const environment of all) {
      const scope = { ...inRepository, environment: environment.name };
      const here = { ...where, environment_name: environment.name };
      const facts = protection(environment);
      try {
        const secrets = await secretsAt(github, `${STORE}/secrets`, here, 'actions-secret', scope);
        const texts = await variablesAt(github, `${STORE}/variables`, here);
        const credentials = secrets.map((secret) => ({ ...secret, facts }));
        yield { scope, credentials, evidence: [], texts, allOf: 'variable' };
      } catch (error) {
        const isOfThis = error instanceof GitHubFailure || (error instanceof NotVisible && !isRefusal(error));
        if (!isOfThis) throw error;
        failure ??= error;
      }
    }
    // Deleted since it was listed, or not answered: that hides no other.
    if (failure !== undefined) throw failure;
  },
};

function protection({ protection_rules: rules = [], deployment_branch_policy: policy }: Environment) {
  return {
    reviewers: rules.reduce((sum, rule) => sum + (rule.reviewers?.length ?? 0), 0),
    approvers: rules.flatMap(({ reviewers = [] }) => reviewers.map(nameOf)).join(' '),
    selfReview: rules.every((rule) => rule.prevent_self_review !== true),
    waitMinutes: rules.reduce((sum, rule) => sum + (rule.wait_timer ?? 0), 0),
    branches: policy ? (policy.protected_branches ? 'protected' : 'chosen') : 'any',
  } satisfies Credential['facts'];
}

/** `@login`, or `team/slug`. */
function nameOf({ reviewer }: z.infer<typeof Reviewer>): string {
  return reviewer?.login === undefined ? `team/${reviewer?.slug ?? '?'}` : `@${reviewer.login}`;
}
