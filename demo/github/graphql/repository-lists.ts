// What a repository has, as the graph counts and lists it.
import type { Repository } from '../model.ts';
import type { Call } from '../rest/call.ts';
import { rolesIn } from '../rest/collaborator-routes.ts';
import { fullName, isPull } from '../world.ts';
import type { Node } from './execute.ts';
import { connection, may, pullNode, userNode } from './nodes.ts';

interface Page {
  first?: number;
  states?: string[];
}

export function listsOf(call: Call, repository: Repository): Node['fields'] {
  const { keys, environments, issues } = repository;
  const counted = (type: string, permission: string, all: readonly unknown[]) => () => {
    may(call, permission);
    return connection(type, shown(call, repository, type, all), 0, () => ({ type, fields: {} }));
  };
  return {
    deployKeys: counted('DeployKeyConnection', 'administration', keys),
    environments: counted('EnvironmentConnection', 'actions', environments),
    issues: counted(
      'IssueConnection',
      'issues',
      issues.filter((one) => !isPull(one)),
    ),
    pullRequests: ({ first = 0, states }: Page) => {
      may(call, 'pull_requests');
      const wanted = issues.filter(isPull).filter((one) => states === undefined || states.includes(stateOf(one)));
      const type = 'PullRequestConnection';
      return connection(type, shown(call, repository, type, wanted), first, (one) => pullNode(call, one));
    },
    collaborators: ({ first = 0 }: Page) => {
      may(call, 'metadata');
      const all = rolesIn(call.world, repository);
      const edges = all.slice(0, first).map(({ user, role }) => ({
        type: 'RepositoryCollaboratorEdge',
        fields: { permission: role.toUpperCase(), node: userNode(user) },
      }));
      return { type: 'RepositoryCollaboratorConnection', fields: { edges, totalCount: all.length } };
    },
  };
}

/** GitHub answers some of what the caller may not see with nothing, and says no word of it. */
function shown<T>({ world }: Call, repository: Repository, type: string, all: readonly T[]): readonly T[] {
  const fault = world.faults.strike(`GRAPHQL ${fullName(repository)} ${type}`);
  return fault?.hide ? [] : all;
}

function stateOf({ state, pull }: { state: string; pull: { mergedAt?: number } }): string {
  return pull.mergedAt === undefined ? state.toUpperCase() : 'MERGED';
}
