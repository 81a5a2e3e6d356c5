import { z } from 'zod';
import { branchesHolding, isAncestor, tipsHolding } from '../git/ancestry.ts';
import { hasCommit } from '../git/mirror.ts';
import { ownerAndName } from '../github/github.ts';
import type { Evidence } from '../model/evidence.ts';
import { identity } from '../model/identity.ts';
import type { EvidenceKind, EvidenceWorld, Introduction } from './evidence-kind.ts';

/** https://docs.github.com/rest/repos/repos#list-repository-activities: who, authenticated, moved which ref from where to where. */
const Activity = z.object({
  id: z.number(),
  before: z.string(),
  after: z.string(),
  ref: z.string(),
  timestamp: z.coerce.date(),
  activity_type: z.string(),
  actor: z.object({ id: z.number(), login: z.string(), type: z.string().optional() }).nullish(),
});
type Activity = z.infer<typeof Activity>;

/** GitHub's clock and ours differ. */
const SLACK = 10 * 60_000;

/** Older updates than this many are not searched; then there simply is no evidence of this kind. */
const MOST = 2000;

export const refUpdates: EvidenceKind = {
  name: 'ref-update',
  permission: 'Contents: read',
  appliesTo: ({ introduction }) => introduction !== undefined,

  gather: async (world, { credential, introduction }) => {
    if (introduction === undefined) return [];
    const update = await broughtBy(world, introduction);
    if (update === undefined || !update.actor) return [];
    const merged = update.activity_type.includes('merge');
    const branch = update.ref.replace('refs/heads/', '');
    return [
      {
        id: identity('ref-update', credential.id, update.id),
        credential: credential.id,
        kind: 'ref-update',
        role: merged ? 'approver' : 'creator',
        strength: 'authenticated',
        who: { id: update.actor.id, login: update.actor.login, ...(update.actor.type === 'Bot' ? { bot: true } : {}) },
        at: update.timestamp.getTime(),
        did: merged ? `merged the commit into ${branch}` : `pushed the commit to ${branch}`,
        source: "GitHub's activity log of the repository (authenticated)",
      } satisfies Evidence,
    ];
  },
};

/** The first ref update after which the commit was there and before which it was not. */
async function broughtBy(world: EvidenceWorld, { commit, newSince = 0 }: Introduction): Promise<Activity | undefined> {
  const { github, repository, mirror } = world;
  const updates: Activity[] = [];
  const route = 'GET /repos/{owner}/{repo}/activity';
  for await (const update of github.pages(route, ownerAndName(repository.fullName), Activity)) {
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

/** Whether the commit was in that tip already. A force push may have replaced one that was never fetched: GitHub has it still, or nobody knows. */
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
