import type { Evidence } from '../model/evidence.ts';
import { identity } from '../model/identity.ts';
import type { Who } from '../model/person.ts';
import { type EvidenceKind, type GitWho, gitWho } from './evidence-kind.ts';
import { authorOf } from './shared/commit-facts.ts';

const PERMISSION = 'Contents: read';

/**
 * Anybody can name as many as they like: behind these it is no list of people any more, and
 * the ledger keeps each of them.
 */
const MOST_CO_AUTHORS = 100;

/** What the introducing commit says of itself. Anybody can write any name there, so it is a claim. */
export const commitAuthors: EvidenceKind = {
  name: 'commit-author',
  permission: PERMISSION,
  appliesTo: ({ introduction }) => introduction !== undefined,

  gather: async (world, { credential, introduction }) => {
    if (introduction === undefined) return [];
    const { commit, author, coAuthors } = introduction;
    // GitHub ties the commit's address to an account by itself, when the account has verified it.
    const matched = await authorOf(world, commit, PERMISSION);
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
    return [
      claim('commit-author', author, 'is the author of the commit that brought the value', matched),
      ...coAuthors
        .slice(0, MOST_CO_AUTHORS)
        .map((who) => claim('commit-co-author', who, 'is a co-author of the commit that brought the value')),
    ];
  },
};
