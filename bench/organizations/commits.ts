import type { Commit, Pull } from './book.ts';
import { WEB } from './book.ts';
import type { MadeRepository } from './git-repository.ts';
import type { MadeUpOrganization, MadeUpRepository } from './organization.ts';
import { type Account, type GitName, TEAM } from './people.ts';
import { day } from './shapes.ts';

/**
 * What GitHub's GraphQL makes of a commit: its author's account, whose signature it is, the pull requests that hold it.
 */
export function commitOf(
  organization: MadeUpOrganization,
  repository: MadeUpRepository,
  made: MadeRepository,
  ref: string,
  noPulls: boolean,
): object | null {
  const found = repository.book.commits.find(({ number }) => made.sha(number) === ref);
  if (found === undefined) return null;
  const author = { user: actor(accountOf(organization, found.author)) };
  const pulls = repository.book.pulls.filter(({ commits }) => commits.includes(found.number)).map(pull);
  return { author, signature: signatureOf(found), associatedPullRequests: noPulls ? null : { nodes: pulls } };
}

/** What is made in GitHub's pages, GitHub signs. The key of an account that is gone verifies nothing. */
function signatureOf({ committer, signer }: Commit): object | null {
  if (committer === WEB) return { isValid: true, wasSignedByGitHub: true, signer: WEB_FLOW };
  if (signer === undefined) return null;
  return { isValid: !signer.gone, wasSignedByGitHub: false, signer: actor(signer) };
}

const WEB_FLOW = { __typename: 'User', login: 'web-flow', databaseId: 19_864_447 };

function pull({ number, author, branch, at, merger, mergedAt, reviewers }: Pull): object {
  const url = `https://github.com/acme/repo/pull/${number}`;
  return {
    number,
    url,
    createdAt: day(at),
    mergedAt: day(mergedAt),
    mergedBy: actor(merger),
    headRefName: branch ?? 'patch-1',
    baseRefName: 'main',
    isCrossRepository: branch === undefined,
    headRepositoryOwner: branch === undefined ? actor(author) : OWNER,
    author: author.gone ? [null, GHOST][number % 2] : actor(author),
    reviews: { nodes: reviewers.map((each) => ({ author: actor(each), submittedAt: day(at), url })) },
  };
}

const OWNER = { __typename: 'Organization', login: 'acme' };

/**
 * As GraphQL shows accounts: an App without the `[bot]` that REST gives it, and nobody in
 * the place of one that is gone.
 */
export function actor(account: Account | undefined): object | null {
  if (account === undefined || account.gone) return null;
  const { id, login, bot } = account;
  return { __typename: bot ? 'Bot' : 'User', login: login.replace('[bot]', ''), databaseId: id };
}

/** GitHub's stand-in for accounts that were deleted. */
const GHOST = { __typename: 'User', login: 'ghost', databaseId: 10_137 };

/** GitHub ties a commit to the one account that has verified its address. */
function accountOf({ people }: MadeUpOrganization, author: GitName): Account | undefined {
  const email = author.email.toLowerCase();
  if (email === TEAM) return people.humans[1];
  const [, id, login] = /^(?:(\d+)\+)?(.+)@users\.noreply\.github\.com$/.exec(email) ?? [];
  return [...people.humans, ...people.services].find((account) => {
    if (account.gone) return false;
    return id === undefined ? account.email === email || account.login === login : account.id === Number(id);
  });
}
