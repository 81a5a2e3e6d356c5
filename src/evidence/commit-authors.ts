import { z } from 'zod';
import { GitHubFailure, ownerAndName } from '../github/github.ts';
import type { Evidence } from '../model/evidence.ts';
import { identity } from '../model/identity.ts';
import type { Who } from '../model/person.ts';
import { type EvidenceKind, type GitWho, gitWho } from './evidence-kind.ts';

/** GitHub ties the commit's address to an account by itself, when the account has verified it. */
const Matched = z.object({ author: z.object({ id: z.number().optional(), login: z.string().optional() }).nullish() });

/** What the introducing commit says of itself. Anybody can write any name there, so it is a claim. */
export const commitAuthors: EvidenceKind = {
  name: 'commit-author',
  permission: 'Contents: read',
  appliesTo: ({ introduction }) => introduction !== undefined,

  gather: async ({ github, repository }, { credential, introduction }) => {
    if (introduction === undefined) return [];
    const { commit, author, coAuthors } = introduction;
    const where = { ...ownerAndName(repository.fullName), ref: commit };
    const matched = await github.find('GET /repos/{owner}/{repo}/commits/{ref}', where, Matched).catch(notThere);
    const claim = (kind: string, who: Omit<GitWho, 'at'>, did: string, account?: Who): Evidence => ({
      id: identity(kind, credential.id, commit, who.email.toLowerCase()),
      credential: credential.id,
      kind,
      role: 'creator',
      strength: 'claimed',
      who: { ...gitWho(who), ...account },
      at: author.at,
      did,
      source: `the commit itself, which is not authenticated (${commit.slice(0, 10)})`,
    });
    const { id, login } = matched?.author ?? {};
    const account = id !== undefined && login !== undefined ? { id, login } : {};
    return [
      claim('commit-author', author, 'is the author of the commit that brought the value', account),
      ...coAuthors.map((who) => claim('commit-co-author', who, 'is a co-author of the commit that brought the value')),
    ];
  },
};

/** GitHub answers 422 for a commit that it no longer has; our own copy has it all the same. */
function notThere(error: unknown): undefined {
  if (error instanceof GitHubFailure && error.status === 422) return undefined;
  throw error;
}
