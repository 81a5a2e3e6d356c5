import { identity } from '../model/identity.ts';
import type { EvidenceKind } from './evidence-kind.ts';
import { signerOf } from './shared/commit-facts.ts';

const PERMISSION = 'Contents: read';

/**
 * A signature that GitHub verified with a key of the signer's own account. What the website
 * signs, GitHub signed: that names nobody.
 */
export const commitSignatures: EvidenceKind = {
  name: 'commit-signature',
  permission: PERMISSION,
  appliesTo: ({ introduction }) => introduction !== undefined,

  gather: async (world, { credential, introduction }) => {
    if (introduction === undefined) return [];
    const { commit, committer } = introduction;
    const signer = await signerOf(world, commit, PERMISSION);
    if (signer === undefined) return [];
    return [
      {
        id: identity('commit-signature', credential.id, commit, signer.id ?? signer.login),
        credential: credential.id,
        kind: 'commit-signature',
        role: 'creator',
        strength: 'signed',
        who: signer,
        at: committer.at,
        did: 'signed the commit that brought the value, with a key of their own,',
        source: `the signature of ${commit.slice(0, 10)}, verified by GitHub`,
      },
    ];
  },
};
