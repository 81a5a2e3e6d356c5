import type { Foretold } from '../../github/foretold.ts';
import type { Shown } from './survey-question.ts';

export const KEYS = 'GET /repos/{owner}/{repo}/keys';
export const ENVIRONMENTS = 'GET /repos/{owner}/{repo}/environments';
export const PULLS = 'GET /repos/{owner}/{repo}/pulls';
export const COLLABORATORS = 'GET /repos/{owner}/{repo}/collaborators';
const ISSUES = 'GET /repos/{owner}/{repo}/issues';
const COMMENTS = 'GET /repos/{owner}/{repo}/issues/comments';
const REVIEW_COMMENTS = 'GET /repos/{owner}/{repo}/pulls/comments';

/** Which job takes which lists along. */
const OF = {
  look: [KEYS, ENVIRONMENTS, ISSUES, COMMENTS, REVIEW_COMMENTS],
  access: [COLLABORATORS],
  heads: [PULLS],
};

export function partFor(job: keyof typeof OF, foretold: Foretold | undefined): Foretold | undefined {
  const lists = Object.entries(foretold?.lists ?? {}).filter(([route]) => OF[job].includes(route));
  return foretold && lists.length > 0 ? { at: foretold.at, lists: Object.fromEntries(lists) } : undefined;
}

/** What the answer counts. */
export const COUNTED = ['keys', 'environments', 'issues', 'pulls', 'threads'] as const;
export type Counted = (typeof COUNTED)[number];

/**
 * What can be seen at all: something of it was shown, in a private repository. GraphQL says
 * of some things "none" where it means "not for you", GitHub does not document of which,
 * and a permission holds for every repository of the installation.
 */
export function seenIn(all: readonly Shown[]): readonly Counted[] {
  return COUNTED.filter((one) => all.some((shown) => shown.isPrivate && (shown[one] ?? 0) > 0));
}

/** "None" counts where such a thing can be seen; what is shown counts as it is. */
export function listsOf(shown: Shown, seen: ReadonlySet<Counted>): Foretold['lists'] {
  const none = (one: Counted) => shown[one] === 0 && seen.has(one);
  const { open, people } = shown;
  const silent = none('issues') && none('pulls');
  return {
    ...(none('keys') ? { [KEYS]: [] } : {}),
    ...(none('environments') ? { [ENVIRONMENTS]: [] } : {}),
    ...(silent ? { [ISSUES]: [], [COMMENTS]: [] } : {}),
    ...(none('pulls') || none('threads') ? { [REVIEW_COMMENTS]: [] } : {}),
    ...(open && (open.length > 0 || seen.has('pulls')) ? { [PULLS]: open.map(pullOf) } : {}),
    // Whoever owns the organisation is among them, so there is always somebody.
    ...(people && people.length > 0 ? { [COLLABORATORS]: people.flatMap(writerOf) } : {}),
  };
}

type OpenPull = NonNullable<Shown['open']>[number];

function pullOf({ number, updatedAt, headRefOid, baseRefOid, baseRefName, author }: OpenPull) {
  const bot = author?.__typename === 'Bot';
  return {
    number,
    // GraphQL leaves out what REST says of an App.
    user: author && {
      id: author.databaseId,
      login: bot ? `${author.login}[bot]` : author.login,
      type: author.__typename,
    },
    head: { sha: headRefOid },
    base: { sha: baseRefOid, ref: baseRefName },
    updated_at: updatedAt,
  };
}

/** Who can only read is left out: thousands may. */
function writerOf({ permission, node }: NonNullable<Shown['people']>[number]) {
  if (permission === 'READ' || permission === 'TRIAGE') return [];
  const maintain = permission !== 'WRITE';
  const permissions = { push: true, maintain, admin: permission === 'ADMIN' };
  return [{ id: node.databaseId, login: node.login, permissions }];
}
