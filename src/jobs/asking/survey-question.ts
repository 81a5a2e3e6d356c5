import { z } from 'zod';
import { ownerAndName } from '../../github/github.ts';
import type { Repository } from '../../model/organization.ts';

// One GraphQL question about many repositories: https://docs.github.com/graphql/reference/repos.
// What may not be null takes the whole repository away where it is refused, so each thing that
// has a permission of its own is asked under a name of its own.

/** Pages that are answered whole or not used at all. */
const PEOPLE = 100;
const OPEN = 30;
const PULLS = 10;

const ACCOUNT = '__typename login ... on User { databaseId } ... on Bot { databaseId }';

const FIELDS = {
  keys: 'deployKeys { totalCount }',
  environments: 'environments { totalCount }',
  issues: 'issues { totalCount }',
  pulls: `open: pullRequests(states: [OPEN], first: ${OPEN}) { totalCount nodes {
    number updatedAt headRefOid baseRefOid baseRefName author { ${ACCOUNT} }
  } }
  ever: pullRequests(first: ${PULLS}) { totalCount nodes { reviewThreads { totalCount } } }`,
  people: `collaborators(affiliation: ALL, first: ${PEOPLE}) { totalCount edges { permission node { login databaseId } } }`,
};
type Field = keyof typeof FIELDS;

export function questionAbout(repositories: readonly Pick<Repository, 'id' | 'fullName'>[]): string {
  const each = repositories.flatMap(({ id, fullName }) => {
    const { owner, repo } = ownerAndName(fullName);
    const where = `repository(owner: ${JSON.stringify(owner)}, name: ${JSON.stringify(repo)})`;
    return Object.entries(FIELDS).map(([name, fields]) => `${name}${id}: ${where} { databaseId isPrivate ${fields} }`);
  });
  return `query {\n${each.join('\n')}\n}`;
}

const Count = z.object({ totalCount: z.number() });
const Place = z.object({ databaseId: z.number(), isPrivate: z.boolean() });
const Account = z.object({ __typename: z.string(), login: z.string(), databaseId: z.number() });

const OpenPull = z.object({
  number: z.number(),
  updatedAt: z.string(),
  headRefOid: z.string(),
  baseRefOid: z.string(),
  baseRefName: z.string(),
  author: Account.nullable(),
});
const Person = z.object({
  permission: z.enum(['READ', 'TRIAGE', 'WRITE', 'MAINTAIN', 'ADMIN']),
  node: z.object({ login: z.string(), databaseId: z.number() }),
});

const whole = <T>(items: readonly T[], { totalCount }: z.infer<typeof Count>) =>
  items.length === totalCount ? items : undefined;

const Keys = z.object({ deployKeys: Count });
const Environments = z.object({ environments: Count });
const Issues = z.object({ issues: Count });
const Pulls = z.object({
  open: Count.extend({ nodes: z.array(OpenPull) }),
  ever: Count.extend({ nodes: z.array(z.object({ reviewThreads: Count })) }),
});
const People = z.object({ collaborators: Count.extend({ edges: z.array(Person) }) });

/**
 * What the answer shows of one repository. Missing: it was refused, or there is more than
 * fits, or it is not what we read.
 */
export interface Shown {
  readonly isPrivate: boolean;
  readonly keys?: number | undefined;
  readonly environments?: number | undefined;
  readonly issues?: number | undefined;
  readonly pulls?: number | undefined;
  /** Conversations about lines of code, of all pull requests that ever were. */
  readonly threads?: number | undefined;
  readonly open?: readonly z.infer<typeof OpenPull>[] | undefined;
  readonly people?: readonly z.infer<typeof Person>[] | undefined;
}

/** Undefined where nothing is shown under this name, or another repository has the name by now. */
export function shownOf(answer: Readonly<Record<string, unknown>>, id: number): Shown | undefined {
  const read = <T extends object>(field: Field, schema: z.ZodType<T>): (T & z.infer<typeof Place>) | undefined => {
    const found = answer[`${field}${id}`];
    const [place, parsed] = [Place.safeParse(found), schema.safeParse(found)];
    return place.success && place.data.databaseId === id && parsed.success
      ? { ...parsed.data, ...place.data }
      : undefined;
  };
  const keys = read('keys', Keys);
  const environments = read('environments', Environments);
  const issues = read('issues', Issues);
  const pulls = read('pulls', Pulls);
  const people = read('people', People);
  const [any] = [keys, environments, issues, pulls, people].filter((each) => each !== undefined);
  return (
    any && {
      isPrivate: any.isPrivate,
      keys: keys?.deployKeys.totalCount,
      environments: environments?.environments.totalCount,
      issues: issues?.issues.totalCount,
      pulls: pulls?.ever.totalCount,
      threads:
        pulls && whole(pulls.ever.nodes, pulls.ever)?.reduce((sum, one) => sum + one.reviewThreads.totalCount, 0),
      open: pulls && whole(pulls.open.nodes, pulls.open),
      people: people && whole(people.collaborators.edges, people.collaborators),
    }
  );
}
