import { z } from 'zod';
import { GitHubFailure, NotVisible, ownerAndName, type QueryError } from '../../github/github.ts';
import type { Gap } from '../../model/coverage.ts';
import type { Who } from '../../model/person.ts';
import type { EvidenceWorld } from '../evidence-kind.ts';

// https://docs.github.com/graphql/reference/objects#commit: authors, signatures and pull
// requests of many commits in one request.

export const Account = z
  .object({ __typename: z.string(), login: z.string(), databaseId: z.number().nullish() })
  .nullish();
type Account = z.infer<typeof Account>;
const GitActor = z.object({ user: Account }).nullish();

const Review = z.object({ author: Account, submittedAt: z.coerce.date().nullish(), url: z.string() });

const Pull = z.object({
  number: z.number(),
  url: z.string(),
  createdAt: z.coerce.date(),
  author: Account,
  mergedAt: z.coerce.date().nullish(),
  mergedBy: Account,
  headRefName: z.string().nullish(),
  baseRefName: z.string().nullish(),
  isCrossRepository: z.boolean().nullish(),
  headRepositoryOwner: Account,
  reviews: z.object({ nodes: z.array(Review.nullable()) }).nullish(),
});
export type Pull = z.infer<typeof Pull>;

const Commit = z.object({
  author: GitActor,
  signature: z.object({ isValid: z.boolean(), wasSignedByGitHub: z.boolean(), signer: Account }).nullish(),
  associatedPullRequests: z.object({ nodes: z.array(Pull.nullable()) }).nullish(),
});
type Commit = z.infer<typeof Commit>;

const Answer = z.object({
  repository: z.looseObject({ databaseId: z.number().nullish() }).nullish(),
});

const FACTS = `... on Commit {
  author { user { __typename login databaseId } }
  signature { isValid wasSignedByGitHub signer { __typename login databaseId } }
  associatedPullRequests(first: 5) { nodes {
    number url createdAt mergedAt headRefName baseRefName isCrossRepository
    headRepositoryOwner { __typename login ... on User { databaseId } }
    author { __typename login ... on User { databaseId } ... on Bot { databaseId } }
    mergedBy { __typename login ... on User { databaseId } ... on Bot { databaseId } }
    reviews(first: 20, states: [APPROVED]) { nodes {
      url submittedAt author { __typename login ... on User { databaseId } ... on Bot { databaseId } }
    } }
  } }
}`;

/** A request that asks for more takes GitHub too long. */
const AT_A_TIME = 40;

/**
 * What GitHub makes of a commit; undefined for one that it does not have (any more). Throws
 * `NotVisible` where we may not look.
 */
async function commitFacts(world: EvidenceWorld, sha: string, permission: string): Promise<Found | undefined> {
  if (!/^[\da-f]{40,64}$/.test(sha)) return undefined;
  const { github, repository } = world;
  const all = [...new Set(world.commits.includes(sha) ? world.commits : [sha])];
  const start = all.indexOf(sha) - (all.indexOf(sha) % AT_A_TIME);
  const asked = all.slice(start, start + AT_A_TIME);
  const objects = asked.map((each) => `c${each}: object(oid: "${each}") { ${FACTS} }`).join('\n');
  const question = `query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { databaseId\n${objects} } }`;
  const { owner, repo } = ownerAndName(repository.fullName);
  const { data, errors } = await github.query(question, { owner, name: repo }, Answer);
  refuse(errors, ['repository', `c${sha}`], permission);
  // After a rename somebody may have made another repository with the old name.
  if (data.repository?.databaseId !== repository.id)
    throw new NotVisible({ why: 'absent', says: 'not visible: the name of the repository does not lead to it' });
  const at = ['repository', `c${sha}`];
  const object = data.repository[`c${sha}`];
  if (object === null) return undefined;
  const commit = Commit.safeParse(object);
  if (commit.success) return { commit: commit.data, errors, at };
  const [issue] = commit.error.issues;
  const what = issue?.path.join('.') || 'the commit';
  throw new GitHubFailure(`POST /graphql: GitHub's answer lacks what we read (${what}). Nothing was changed.`, 200);
}

interface Found {
  readonly commit: Commit;
  readonly errors: readonly QueryError[];
  readonly at: readonly string[];
}

export async function authorOf(world: EvidenceWorld, sha: string, permission: string): Promise<Who | undefined> {
  return account((await commitFacts(world, sha, permission))?.commit.author?.user);
}

/** Whose own key signed it. A signature by GitHub says only that it was made on the website. */
export async function signerOf(world: EvidenceWorld, sha: string, permission: string): Promise<Who | undefined> {
  const found = await commitFacts(world, sha, permission);
  if (found) refuse(found.errors, [...found.at, 'signature'], permission);
  const signature = found?.commit.signature;
  return signature?.isValid && !signature.wasSignedByGitHub ? account(signature.signer) : undefined;
}

export async function pullsOf(world: EvidenceWorld, sha: string, permission: string): Promise<readonly Pull[]> {
  const found = await commitFacts(world, sha, permission);
  if (found === undefined) return [];
  refuse(found.errors, [...found.at, 'associatedPullRequests'], permission);
  const pulls = found.commit.associatedPullRequests;
  if (!pulls) throw new NotVisible({ why: 'absent', says: 'not visible: GitHub gave no list of pull requests' });
  return pulls.nodes.filter((pull) => pull !== null);
}

/** An account that is gone (GitHub's "ghost") is nobody. */
export function account(found: Account): Who | undefined {
  if (!found) return undefined;
  const { login, databaseId, __typename } = found;
  const id = databaseId ? { id: databaseId } : {};
  // GraphQL leaves out what REST and git say of an App.
  return __typename === 'Bot' ? { ...id, login: `${login}[bot]`, bot: true } : { ...id, login };
}

/**
 * An error above or at the place takes it away, and so does one that names no place; one deeper inside is another's.
 */
function refuse(errors: readonly QueryError[], place: readonly string[], needs: string): void {
  const error = errors.find(
    ({ type, path }) => type !== 'NOT_FOUND' && path.every((name, at) => place[at] === String(name)),
  );
  if (error === undefined) return;
  throw new NotVisible(gapOf(error, needs));
}

export function gapOf({ type, message }: QueryError, needs: string): Gap {
  return type === 'FORBIDDEN'
    ? { why: 'permission', needs, says: `not visible: needs ${needs}` }
    : { why: 'absent', says: `not visible: GitHub did not answer (${message.slice(0, 120)})` };
}
