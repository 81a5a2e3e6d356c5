// The nodes that several parts of the graph lead to.
import type { Account, PullRequest } from '../model.ts';
import type { Review } from '../pull-records.ts';
import type { User } from '../records.ts';
import type { Call } from '../rest/call.ts';
import { iso, isoOrNull } from '../views/view.ts';
import { fullName } from '../world.ts';
import { Forbidden, type Node } from './execute.ts';

/** GitHub does not say which permission a field needs: here it is the one of the route that tells the same. */
export function may(call: Call, permission: string): void {
  const { caller } = call;
  if (caller.kind === 'installation' && caller.permissions[permission] === undefined) throw new Forbidden();
}

export function pullNode(call: Call, one: PullRequest): Node {
  const { pull, repository } = one;
  const reviews = ({ first = 0, states }: { first?: number; states?: string[] }) => {
    const wanted = pull.reviews.filter(({ state }) => states === undefined || states.includes(state));
    return connection('PullRequestReviewConnection', wanted, first, reviewNode);
  };
  const threads = new Set(pull.comments.map(({ path, line }) => `${path}:${line}`));
  const reviewThreads = { type: 'PullRequestReviewThreadConnection', fields: { totalCount: threads.size } };
  return {
    type: 'PullRequest',
    fields: {
      number: one.number,
      url: `${call.world.web}/${fullName(repository)}/pull/${one.number}`,
      createdAt: iso(one.createdAt),
      mergedAt: isoOrNull(pull.mergedAt),
      reviews,
      author: actorNode(one.user),
      mergedBy: actorNode(pull.mergedBy),
      updatedAt: iso(one.updatedAt),
      headRefName: pull.head.ref,
      isCrossRepository: pull.head.repository !== repository,
      headRepositoryOwner: accountNode(pull.head.repository.owner),
      headRefOid: pull.head.sha,
      baseRefOid: pull.base.sha,
      baseRefName: pull.base.ref,
      reviewThreads,
    },
  };
}

function reviewNode({ by, state, at, url }: Review): Node {
  return { type: 'PullRequestReview', fields: { author: actorNode(by), state, submittedAt: iso(at), url } };
}

export function connection<T>(type: string, all: readonly T[], first: number, node: (one: T) => Node): Node {
  return { type, fields: { nodes: all.slice(0, first).map(node), totalCount: all.length } };
}

export const userNode = (user: User | undefined | null): Node | undefined =>
  user?.type === 'User' ? { type: 'User', fields: { databaseId: user.id, login: user.login } } : undefined;

/** Whose a repository is. */
function accountNode({ type, id, login }: Account): Node {
  return { type, fields: { databaseId: id, login } };
}

/** GraphQL names Apps without the `[bot]` that REST gives them; an account that is gone is nobody. */
export const actorNode = (user: User | undefined | null): Node | undefined =>
  user ? { type: user.type, fields: { databaseId: user.id, login: user.login.replace('[bot]', '') } } : undefined;
