import pLimit from 'p-limit';
import { z } from 'zod';
import { type GitHub, GitHubFailure, NotVisible, ownerAndName } from '../../github/github.ts';
import { CHECK_NAME } from '../../model/head.ts';
import { type Repository, repositoryName } from '../../model/organization.ts';
import { DEFAULT_POLICY } from '../../model/policy.ts';
import { rulesFor } from '../../policy/evaluate.ts';
import { someOf } from '../../policy/words/markdown.ts';
import { matches } from '../reading/matches.ts';
import type { Checkup, Examination } from './checkup.ts';

/** https://docs.github.com/rest/repos/rules#get-rules-for-a-branch: all levels together, and only what is enforced. */
const Rule = z.object({
  type: z.string(),
  parameters: z
    .object({
      required_status_checks: z
        .array(z.object({ context: z.string(), integration_id: z.number().nullish() }))
        .optional(),
    })
    .optional(),
});

/**
 * https://docs.github.com/rest/branches/branches#get-a-branch: what the older branch
 * protection requires, which is no rule.
 */
const Branch = z.object({
  protection: z
    .object({
      required_status_checks: z
        .object({
          contexts: z.array(z.string()).optional(),
          checks: z.array(z.object({ context: z.string(), app_id: z.number().nullish() })).optional(),
        })
        .nullish(),
    })
    .optional(),
});

const UNREAD =
  'It takes metadata: read and contents: read. Where both are granted, GitHub failed to answer: run `handback doctor` again.';

type Gate = 'required' | 'of any App' | 'not required' | 'not visible';

/**
 * A check that no rule requires stops nobody, and one that is bound to no App can be set by
 * anybody who may write statuses.
 */
export const gate: Examination = {
  about: 'the required check',

  run: async ({ context: { store }, site, appId }) => {
    if (site === undefined) return [];
    const { id: org } = site.organization;
    const reading = await store.policies.read(org);
    const policy = reading?.policy ?? DEFAULT_POLICY;
    const all = await store.repositories.list(org);
    const blocking = all.filter(
      ({ goneAt, archived, fullName }) =>
        goneAt === undefined && !archived && rulesFor(policy, repositoryName(fullName), matches).mode === 'block',
    );
    if (blocking.length === 0) return [{ state: 'well', says: 'no repository is in mode block, so none needs it' }];
    const few = pLimit(8);
    const gates = await Promise.all(
      blocking.map((repository) =>
        few(async () => [repository.fullName, await gateOf(site.github, repository, appId)] as const),
      ),
    );
    const of = (wanted: Gate) => gates.filter(([, state]) => state === wanted).map(([name]) => name);
    const settings = 'Add a ruleset for the default branch that requires the status check “handback” from this App.';
    return [
      ...say('well', 'rules require it', of('required')),
      ...say('ill', 'no rule requires it, so it stops no merge', of('not required'), settings),
      ...say('ill', 'required, but from any App: whoever may write checks can pass it', of('of any App'), settings),
      ...say('unknown', 'the rules could not be read', of('not visible'), UNREAD),
    ];
  },
};

async function gateOf(github: GitHub, { fullName, defaultBranch }: Repository, appId: number): Promise<Gate> {
  const route = 'GET /repos/{owner}/{repo}/rules/branches/{branch}';
  try {
    const rules = await Array.fromAsync(
      github.pages(route, { ...ownerAndName(fullName), branch: defaultBranch }, Rule),
    );
    const byRules = gateBy(
      rules.flatMap(({ parameters }) => parameters?.required_status_checks ?? []),
      appId,
    );
    if (byRules === 'required') return byRules;
    const byProtection = gateBy(await protecting(github, fullName, defaultBranch), appId);
    return byProtection === 'not required' ? byRules : byProtection;
  } catch (error) {
    if (error instanceof NotVisible || error instanceof GitHubFailure) return 'not visible';
    throw error;
  }
}

interface Required {
  readonly context: string;
  readonly integration_id?: number | null | undefined;
}

function gateBy(required: readonly Required[], appId: number): Gate {
  const ours = required.filter(({ context }) => context === CHECK_NAME);
  if (ours.some(({ integration_id }) => integration_id === appId)) return 'required';
  return ours.length > 0 ? 'of any App' : 'not required';
}

async function protecting(github: GitHub, fullName: string, branch: string): Promise<readonly Required[]> {
  const where = { ...ownerAndName(fullName), branch };
  const found = await github.find('GET /repos/{owner}/{repo}/branches/{branch}', where, Branch);
  const { contexts = [], checks = [] } = found?.protection?.required_status_checks ?? {};
  const named = checks.map(({ context, app_id }) => ({ context, integration_id: app_id }));
  return [...named, ...contexts.map((context) => ({ context, integration_id: null }))];
}

const MOST_NAMED = 5;

function say(state: Checkup['state'], words: string, names: readonly string[], next?: string): Checkup[] {
  if (names.length === 0) return [];
  return [{ state, says: `${words}: ${someOf(names, MOST_NAMED)}`, ...(next === undefined ? {} : { next }) }];
}
