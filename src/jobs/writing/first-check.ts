import { actionNames } from '../../actions/index.ts';
import { GitHubFailure, NotVisible } from '../../github/github.ts';
import type { Head } from '../../model/head.ts';
import type { Repository } from '../../model/organization.ts';
import { DEFAULT_POLICY, NO_FILE } from '../../model/policy.ts';
import { plan, type Situation } from '../../policy/plan.ts';
import { isNo } from '../asking/visible.ts';
import { type Context, openSite, type Site } from '../context.ts';
import { tipsLane } from '../head-requests.ts';
import { matches } from '../reading/matches.ts';
import { situationIn } from '../reading/narrow.ts';
import { carryOut } from './carry-out.ts';

/**
 * The check of a head that waits to be scanned: there at once, without a conclusion, so that no
 * merge slips through. Where GitHub refuses it the commits are scanned all the same: a required
 * check that is not there blocks too, and the check that follows the scan is tried anew.
 */
export async function firstCheck(context: Context, org: number, repositoryId: number, sha: string): Promise<void> {
  const site = await openSite(context, org, tipsLane(repositoryId));
  const repository = await context.store.repositories.byId(org, repositoryId);
  if (repository === undefined) return;
  const heads = await context.store.heads.listOpen(org, repositoryId, sha);
  const now = context.now();
  // Only where another pull request of the same commit is judged already does it take all
  // facts to say which verdict is worse.
  const facts = heads.every(({ scan }) => scan.state === 'waiting')
    ? await aboutNobody(context, site, repository, heads)
    : { ...(await situationIn(context.store, site.organization, repositoryId, now)), heads };
  try {
    for (const step of plan(facts, now)) if (step.subject === 'head') await carryOut(context, site, step);
  } catch (error) {
    if (!(error instanceof NotVisible || (error instanceof GitHubFailure && isNo(error)))) throw error;
    context.log.warn({ repository: repository.fullName, sha, says: error.message }, 'a first check is refused');
  }
}

/** That commits are being looked at follows from policy and repository alone, however much else the ledger holds. */
async function aboutNobody(
  { store }: Context,
  { organization }: Site,
  repository: Repository,
  heads: readonly Head[],
): Promise<Situation> {
  const reading = await store.policies.read(organization.id);
  return {
    organization: organization.login,
    reading: reading ?? { policy: DEFAULT_POLICY, origin: NO_FILE, problems: [] },
    cases: [],
    violations: [],
    files: new Map(),
    heads,
    repositories: new Map([[repository.id, repository]]),
    home: undefined,
    actions: { case: [], head: actionNames('head') },
    matches,
  };
}
