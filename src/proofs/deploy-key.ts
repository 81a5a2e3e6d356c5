import { ownerAndName } from '../github/github.ts';
import { observation, read } from '../github/observation.ts';
import type { ProofKind } from './proof-kind.ts';

/** GitHub issued the key's access, so GitHub's 404 is the issuer's own answer: but only while the repository itself is readable. */
export const deployKeyGone: ProofKind = {
  name: 'deploy-key-gone',
  best: 'P3',
  permission: 'Administration: read',
  appliesTo: ({ credential }) => credential.kind === 'deploy-key',

  observe: async ({ github, now }, file) => {
    const where = ownerAndName(file.credential.scope.repository ?? '');
    const key = await read(github, 'GET /repos/{owner}/{repo}/keys/{key_id}', {
      ...where,
      key_id: file.credential.facts['keyId'],
    });
    // Listing the keys needs the very permission that a lost permission would take away: a 404 beside a 200 is a real 404.
    const control = await read(github, 'GET /repos/{owner}/{repo}/keys', { ...where, per_page: 1 });
    const looked = { at: now, asked: key.asked, control: control.asked };
    if (control.asked.status !== 200) {
      return observation('deploy-key-gone', file, {
        ...looked,
        result: 'unknown',
        says: 'the keys of the repository could not be listed, so nothing is proved',
      });
    }
    if (key.asked.status === 404) {
      return observation('deploy-key-gone', file, {
        ...looked,
        result: 'gone',
        grade: 'P3',
        says: 'GitHub, which lets the key in, no longer knows it',
      });
    }
    if (key.asked.status === 200)
      return observation('deploy-key-gone', file, {
        ...looked,
        result: 'alive',
        says: 'the key still opens the repository',
      });
    return observation('deploy-key-gone', file, {
      ...looked,
      result: 'unknown',
      says: `GitHub answered ${key.asked.status}, which proves nothing`,
    });
  },
};
