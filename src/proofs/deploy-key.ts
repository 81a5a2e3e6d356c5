import { ownerAndName } from '../github/github.ts';
import type { ProofKind } from './proof-kind.ts';
import { observeEntry } from './shared/entry.ts';

/** GitHub issued the key's access, so GitHub's 404 is the issuer's own answer: but only while the repository itself is readable. */
export const deployKeyGone: ProofKind = {
  name: 'deploy-key-gone',
  best: 'P3',
  permission: 'Administration: read',
  appliesTo: ({ credential }) => credential.kind === 'deploy-key',

  observe: (world, file) =>
    observeEntry(world, file, {
      proof: 'deploy-key-gone',
      list: 'GET /repos/{owner}/{repo}/keys',
      where: ownerAndName(file.credential.scope.repository ?? ''),
      called: 'the keys of the repository',
      key: 'key_id',
      value: file.credential.facts['keyId'],
      gone: { result: 'gone', grade: 'P3', says: 'GitHub, which lets the key in, no longer knows it' },
      there: () => ({ result: 'alive', says: 'the key still opens the repository' }),
    }),
};
