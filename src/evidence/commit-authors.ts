import type { Evidence } from '../model/evidence.ts';
import { identity } from '../model/identity.ts';
import { type EvidenceKind, gitWho } from './evidence-kind.ts';

/** What the introducing commit says of itself. Anybody can write any name there, so it is a claim. */
export const commitAuthors: EvidenceKind = {
  name: 'commit-author',
  permission: 'Contents: read',
  appliesTo: ({ introduction }) => introduction !== undefined,

  gather: async (_world, { credential, introduction }) => {
    if (introduction === undefined) return [];
    const { commit, author, coAuthors } = introduction;
    const claim = (kind: string, who: typeof author, did: string): Evidence => ({
      id: identity(kind, credential.id, commit, who.email),
      credential: credential.id,
      kind,
      role: 'creator',
      strength: 'claimed',
      who: gitWho(who),
      at: author.at,
      did,
      source: `the commit itself, which is not authenticated (${commit.slice(0, 10)})`,
    });
    return [
      claim('commit-author', author, 'is the author of the commit that brought the value'),
      ...coAuthors.map((who) =>
        claim('commit-co-author', { ...who, at: author.at }, 'is a co-author of the commit that brought the value'),
      ),
    ];
  },
};
