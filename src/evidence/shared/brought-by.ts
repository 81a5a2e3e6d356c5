import { z } from 'zod';
import { branchesHolding, isAncestor, tipsHolding } from '../../git/ancestry.ts';
import { hasCommit } from '../../git/mirror.ts';
import { ownerAndName } from '../../github/github.ts';
import type { Who } from '../../model/person.ts';
import type { Instant } from '../../model/time.ts';
import type { EvidenceWorld, Introduction } from '../evidence-kind.ts';

/**
 * https://docs.github.com/rest/repos/repos#list-repository-activities: who, authenticated,
 * moved which ref from where to where.
 */
const ACTIVITY = 'GET /repos/{owner}/{repo}/activity';

const Activity = z.object({
  id: z.number(),
  before: z.string(),
  after: z.string(),
  ref: z.string(),
  timestamp: z.coerce.date(),
  activity_type: z.string(),
  actor: z.object({ id: z.number(), login: z.string(), type: z.string().optional() }).nullish(),
});
export type Activity = z.infer<typeof Activity>;

export function actorOf({ actor }: Activity): Who | undefined {
  return actor ? { id: actor.id, login: actor.login, ...(actor.type === 'Bot' ? { bot: true } : {}) } : undefined;
}

/** GitHub's clock and ours differ. */
const SLACK = 10 * 60_000;

/** Older updates than this many are not searched; then there simply is no evidence of this kind. */
const MOST = 2000;

/** The first ref update after which the commit was there and before which it was not. */
export function broughtBy(world: EvidenceWorld, introduction: Introduction): Promise<Activity | undefined> {
  const { commit, newSince = 0 } = introduction;
  return world.once(`who brought ${commit} since ${newSince}`, () => searchLog(world, commit, newSince));
}

async function searchLog(world: EvidenceWorld, commit: string, newSince: Instant): Promise<Activity | undefined> {
  const { github, repository, mirror } = world;
  const updates: Activity[] = [];
  for await (const update of github.pages(ACTIVITY, ownerAndName(repository.fullName), Activity)) {
    updates.push(update);
    // Newest first: what happened before a look that did not see the commit did not bring it.
    if (updates.length >= MOST || update.timestamp.getTime() < newSince - SLACK) break;
  }
  // A busy repository has thousands, and asking git about each would take minutes for every value.
  const afters = updates.map(({ after }) => after);
  const holding = await tipsHolding(mirror, commit, afters);
  for (const update of updates.toSorted((a, b) => a.timestamp.getTime() - b.timestamp.getTime() || a.id - b.id)) {
    if (!holding.has(update.after)) continue;
    if (NOTHING.test(update.before)) return (await wasHereBefore(mirror, commit, updates)) ? undefined : update;
    return (await wasIn(world, commit, update.before)) === false ? update : undefined;
  }
  return undefined;
}

const Comparison = z.object({ status: z.string() });

/**
 * Whether the commit was in that tip already. A force push may have replaced one that was
 * never fetched: GitHub has it still, or nobody knows.
 */
async function wasIn(world: EvidenceWorld, commit: string, tip: string): Promise<boolean | undefined> {
  const { github, repository, mirror } = world;
  if (await hasCommit(mirror, tip)) return isAncestor(mirror, commit, tip);
  // The second page, because the first has the changed files.
  const where = { ...ownerAndName(repository.fullName), basehead: `${commit}...${tip}`, per_page: 1, page: 2 };
  const found = await github.find('GET /repos/{owner}/{repo}/compare/{basehead}', where, Comparison);
  return found && (found.status === 'ahead' || found.status === 'identical');
}

/** `before` of a new branch: it says nothing about what was in the repository already. */
const NOTHING = /^0+$/;

/** Whoever branches off brings nothing: was the commit on a branch before the log of that branch begins? */
async function wasHereBefore(mirror: string, commit: string, newestFirst: readonly Activity[]): Promise<boolean> {
  const oldest = new Map(newestFirst.map((update) => [update.ref, update]));
  const holding = await branchesHolding(mirror, commit);
  if (holding.some((ref) => !oldest.has(ref))) return true;
  const before = await tipsHolding(
    mirror,
    commit,
    [...oldest.values()].map((update) => update.before),
  );
  return before.size > 0;
}

const PUSHES: ReadonlySet<string> = new Set(['push', 'force_push', 'branch_creation']);

export interface Pushes {
  readonly pushes: readonly Activity[];
  /** Whether the log reaches back to where the branch began: else others may have pushed before. */
  readonly isAll: boolean;
}

/** Pushes to a branch, newest first, of the branch that had this name then. */
export async function pushesTo(
  { github, repository }: EvidenceWorld,
  branch: string,
  { opened, until }: { readonly opened: Instant; readonly until: Instant },
): Promise<Pushes> {
  const where = { ...ownerAndName(repository.fullName), ref: `refs/heads/${branch}` };
  const pushes: Activity[] = [];
  let read = 0;
  for await (const update of github.pages(ACTIVITY, where, Activity)) {
    const at = update.timestamp.getTime();
    if (PUSHES.has(update.activity_type) && at <= until) pushes.push(update);
    read += 1;
    if (update.activity_type === 'branch_creation' && at <= opened) return { pushes, isAll: true };
    if (read >= MOST) break;
  }
  return { pushes, isAll: false };
}
