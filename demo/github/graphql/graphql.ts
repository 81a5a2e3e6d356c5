// POST /graphql: commits with their authors, signatures and pull requests, what a
// repository has, and who edited a text. The rest of GitHub's graph is not here.
import type { GitCommit } from '../git/bare-repository.ts';
import type { Repository } from '../model.ts';
import { Answer, type Call } from '../rest/call.ts';
import { pullsHolding } from '../rest/network.ts';
import { execute, type Node, NotFound, type QueryError } from './execute.ts';
import { connection, may, pullNode, userNode } from './nodes.ts';
import { BadQuery, parseQuery } from './parse.ts';
import { listsOf } from './repository-lists.ts';
import { textNode } from './texts.ts';

export async function graphql(call: Call): Promise<Answer> {
  const errors: QueryError[] = [];
  const variables = (call.body['variables'] ?? {}) as Record<string, unknown>;
  const query: Node = {
    type: 'Query',
    fields: {
      repository: (args: Record<string, string>) => repositoryNode(call, args, errors),
      node: ({ id = '' }: Record<string, string>) => textNode(call, id) ?? noNode(id),
    },
  };
  try {
    const data = await execute(query, parseQuery(call.text('query') ?? '', variables), [], errors);
    return new Answer(200, errors.length > 0 ? { data, errors } : { data });
  } catch (error) {
    if (!(error instanceof BadQuery)) throw error;
    return new Answer(200, { errors: [{ message: error.message }] });
  }
}

function noNode(id: string): never {
  throw new NotFound(`Could not resolve to a node with the global id of '${id}'`);
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
  const { id, private: isPrivate } = repository;
  return { type: 'Repository', fields: { databaseId: id, isPrivate, object, ...listsOf(call, repository) } };
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
      oid: commit.sha,
      author: actor(commit.author),
      committer: actor(commit.committer),
      committedViaWeb: commit.committer.email === world.webFlow.email,
      associatedPullRequests,
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
