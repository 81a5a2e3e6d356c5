// POST /graphql: commits with their authors, signatures and pull requests. The rest of GitHub's graph is not here.
import type { GitCommit } from '../git/bare-repository.ts';
import type { PullRequest, Repository } from '../model.ts';
import type { Review } from '../pull-records.ts';
import type { User } from '../records.ts';
import { Answer, type Call } from '../rest/call.ts';
import { pullsHolding } from '../rest/network.ts';
import { iso, isoOrNull } from '../views/view.ts';
import { fullName } from '../world.ts';
import { execute, Forbidden, type Node, type QueryError } from './execute.ts';
import { BadQuery, parseQuery } from './parse.ts';

export async function graphql(call: Call): Promise<Answer> {
  const errors: QueryError[] = [];
  const variables = (call.body['variables'] ?? {}) as Record<string, unknown>;
  const query: Node = {
    type: 'Query',
    fields: { repository: (args: Record<string, string>) => repositoryNode(call, args, errors) },
  };
  try {
    const data = await execute(query, parseQuery(call.text('query') ?? '', variables), [], errors);
    return new Answer(200, errors.length > 0 ? { data, errors } : { data });
  } catch (error) {
    if (!(error instanceof BadQuery)) throw error;
    return new Answer(200, { errors: [{ message: error.message }] });
  }
}

function may(call: Call, permission: string): void {
  const { caller } = call;
  if (caller.kind === 'installation' && caller.permissions[permission] === undefined) throw new Forbidden();
}

function repositoryNode(call: Call, { owner = '', name = '' }: Record<string, string>, errors: QueryError[]) {
  const repository = call.world.repository(owner, name);
  if (repository === undefined || !call.sees(repository)) {
    const message = `Could not resolve to a Repository with the name '${owner}/${name}'.`;
    errors.push({ type: 'NOT_FOUND', path: ['repository'], message });
    return undefined;
  }
  const object = async ({ oid }: { oid?: string }) => {
    may(call, 'contents');
    const commit = await repository.git.commit(oid ?? '');
    return commit && commitNode(call, repository, commit);
  };
  return { type: 'Repository', fields: { databaseId: repository.id, object } };
}

function commitNode(call: Call, repository: Repository, commit: GitCommit): Node {
  const { world } = call;
  const actor = ({ name, email }: GitCommit['author']) => ({
    type: 'GitActor',
    fields: { name, email, user: userNode(world.userByEmail(email)) },
  });
  const associatedPullRequests = async ({ first = 0 }: { first?: number }) => {
    may(call, 'pull_requests');
    const pulls = await pullsHolding(repository, commit.sha);
    return connection('PullRequestConnection', pulls, first, (one) => pullNode(call, one));
  };
  return {
    type: 'Commit',
    fields: {
      ...{ oid: commit.sha, author: actor(commit.author), committer: actor(commit.committer) },
      ...{ committedViaWeb: commit.committer.email === world.webFlow.email, associatedPullRequests },
      signature: signatureNode(repository, commit),
    },
  };
}

function signatureNode({ signatures }: Repository, { sha }: GitCommit): Node | undefined {
  const signed = signatures.get(sha);
  if (signed === undefined) return undefined;
  const { by, reason, byGitHub = false } = signed;
  const isValid = reason === 'valid';
  const state = reason.toUpperCase();
  const fields = { isValid, state, signer: userNode(by), wasSignedByGitHub: byGitHub };
  return { type: 'GitSignature', fields };
}

function pullNode(call: Call, one: PullRequest): Node {
  const { pull, repository } = one;
  const reviews = ({ first = 0, states }: { first?: number; states?: string[] }) => {
    const wanted = pull.reviews.filter(({ state }) => states === undefined || states.includes(state));
    return connection('PullRequestReviewConnection', wanted, first, reviewNode);
  };
  return {
    type: 'PullRequest',
    fields: {
      ...{ number: one.number, url: `${call.world.web}/${fullName(repository)}/pull/${one.number}` },
      ...{ createdAt: iso(one.createdAt), mergedAt: isoOrNull(pull.mergedAt), reviews },
      ...{ author: actorNode(one.user), mergedBy: actorNode(pull.mergedBy) },
    },
  };
}

function reviewNode({ by, state, at, url }: Review): Node {
  return { type: 'PullRequestReview', fields: { author: actorNode(by), state, submittedAt: iso(at), url } };
}

function connection<T>(type: string, all: readonly T[], first: number, node: (one: T) => Node): Node {
  return { type, fields: { nodes: all.slice(0, first).map(node), totalCount: all.length } };
}

const userNode = (user: User | undefined | null): Node | undefined =>
  user?.type === 'User' ? { type: 'User', fields: { databaseId: user.id, login: user.login } } : undefined;

/** GraphQL names Apps without the `[bot]` that REST gives them; an account that is gone is nobody. */
const actorNode = (user: User | undefined | null): Node | undefined =>
  user ? { type: user.type, fields: { databaseId: user.id, login: user.login.replace('[bot]', '') } } : undefined;
