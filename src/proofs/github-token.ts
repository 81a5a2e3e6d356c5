import { observation, read } from '../github/observation.ts';
import { PLAINTEXT_SECRET } from '../model/credential.ts';
import type { ProofKind } from './proof-kind.ts';

/** Rules whose tokens authenticate a user at GitHub's own `GET /user`. */
const USER_TOKENS = new Set(['github-pat', 'github-fine-grained-pat', 'github-oauth-token', 'github-app-user-token']);

/** Asks GitHub, the issuer, whether a GitHub token found in code still works. Only its own 401 is proof. */
export const githubTokenDead: ProofKind = {
  name: 'github-token-dead',
  best: 'P4',
  asksIssuer: true,
  permission: 'none: the token itself is asked about, read-only, and only with `issuer_probes: true`',
  appliesTo: ({ credential }) =>
    credential.kind === PLAINTEXT_SECRET && USER_TOKENS.has(credential.plaintext?.rule ?? ''),

  observe: async (world, file) => {
    const request = 'GET /user (with the token itself)';
    const token = await world.value(file);
    if (token === undefined) {
      const says = 'the value could not be read again where it was seen, so the issuer could not be asked';
      return observation('github-token-dead', file, {
        at: world.now,
        asked: { request, status: 0 },
        result: 'unknown',
        says,
      });
    }
    const { status, ...rest } = await world.ask({ host: 'github', path: '/user', token });
    // The control: the same host answers our own read, so that a gateway's 401 is not taken for GitHub's.
    const control = (await read(world.github, 'GET /meta', {})).asked;
    const looked = { at: world.now, asked: { request, status, ...rest }, control };
    if (status === 401 && control.status === 200 && rest.requestId !== undefined) {
      return observation('github-token-dead', file, {
        ...looked,
        result: 'gone',
        grade: 'P4',
        says: 'GitHub, its issuer, refuses the token',
      });
    }
    if (status === 200) {
      return observation('github-token-dead', file, {
        ...looked,
        result: 'alive',
        says: 'GitHub, its issuer, still accepts the token',
      });
    }
    return observation('github-token-dead', file, {
      ...looked,
      result: 'unknown',
      says: `GitHub answered ${status}, which proves nothing`,
    });
  },
};
