import { observation, read } from '../github/observation.ts';
import { PLAINTEXT_SECRET } from '../model/credential.ts';
import type { Observation } from '../model/proof.ts';
import type { ProofKind } from './proof-kind.ts';

const PROOF = 'github-token-dead';

/** Asks GitHub, the issuer, whether a GitHub token found in code still works. Only its own 401 is proof. */
export const githubTokenDead: ProofKind = {
  name: PROOF,
  best: 'P4',
  asksIssuer: 'github',
  permission: 'none: the token itself is asked about, read-only, and only with `issuer_probes: true`',
  appliesTo: ({ credential }, probeOf) =>
    credential.kind === PLAINTEXT_SECRET && probeOf(credential.plaintext?.rule ?? '')?.url.startsWith('{api}') === true,

  observe: async (world, file) => {
    const probe = world.probeOf(file.credential.plaintext?.rule ?? '');
    const request = `${probe?.method} ${probe?.url.replace('{api}', '')} (with the token itself)`;
    const token = probe && (await world.value(file));
    if (probe === undefined || token === undefined) {
      const says = 'the value could not be read again where it was seen, so the issuer could not be asked';
      return observation(PROOF, file, { at: world.now, asked: { request, status: 0 }, result: 'unknown', says });
    }
    const { status, verdict, ...rest } = await world.ask(probe, token);
    // The control: the same host answers our own read, so that a gateway's 401 is not taken for GitHub's.
    const control = (await read(world.github, 'GET /meta', {})).asked;
    const saw = (seen: Pick<Observation, 'result' | 'grade' | 'says'>) =>
      observation(PROOF, file, { at: world.now, asked: { request, status, ...rest }, control, ...seen });
    if (verdict === 'dead' && control.status === 200 && rest.requestId !== undefined)
      return saw({ result: 'gone', grade: 'P4', says: 'GitHub, its issuer, refuses the token' });
    if (verdict === 'live') return saw({ result: 'alive', says: 'GitHub, its issuer, still accepts the token' });
    return saw({ result: 'unknown', says: `GitHub answered ${status}, which proves nothing` });
  },
};
