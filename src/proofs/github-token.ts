import { observation, read } from '../github/observation.ts';
import { PLAINTEXT_SECRET } from '../model/credential.ts';
import type { Probe } from '../model/issuer.ts';
import type { Observation } from '../model/proof.ts';
import type { Secret } from '../model/secret.ts';
import { serverAddress } from '../model/server.ts';
import type { ProofKind, ProofWorld } from './proof-kind.ts';

const PROOF = 'github-token-dead';

const GITHUB_COM = 'https://api.github.com';

/** Asks GitHub, the issuer, whether a GitHub token found in code still works. Only its own 401 is proof. */
export const githubTokenDead: ProofKind = {
  name: PROOF,
  best: 'P4',
  asksIssuer: 'github',
  wentToOthers: ({ asked }) => asked.request.includes(GITHUB_COM),
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
    const asked = { request, status, ...rest };
    const saw = (seen: Seen) => observation(PROOF, file, { at: world.now, asked, control, ...seen });
    if (verdict === 'dead' && control.status === 200 && rest.requestId !== undefined)
      return saw(await refused(world, { probe, token, request }));
    if (verdict === 'live') return saw({ result: 'alive', says: 'GitHub, its issuer, still accepts the token' });
    return saw({ result: 'unknown', says: `GitHub answered ${status}, which proves nothing` });
  },
};

type Seen = Pick<Observation, 'result' | 'grade' | 'says'> & Partial<Pick<Observation, 'asked'>>;

interface Question {
  readonly probe: Probe;
  readonly token: Secret;
  readonly request: string;
}

/**
 * Tokens of github.com and of every other server look alike, and none of them knows the others': a
 * server's refusal is its issuer's where it took the token before, or where github.com refuses it too.
 */
async function refused({ github, before, ask, asksOthers }: ProofWorld, question: Question): Promise<Seen> {
  const isIssuer = before.some(
    ({ proof, result, asked }) => proof === PROOF && result === 'alive' && asked.request === question.request,
  );
  if (isIssuer) return { result: 'gone', grade: 'P4', says: 'GitHub, its issuer, refuses the token' };
  if (github.serverUrl === serverAddress())
    return {
      result: 'gone',
      grade: 'P4',
      says: 'github.com refuses the token; that it is none of an Enterprise Server, whose tokens look the same, is not proved',
    };
  const here = `${new URL(github.serverUrl).host} refuses the token`;
  const alike = 'tokens of github.com look the same';
  if (!asksOthers) return { result: 'unknown', says: `${here}; ${alike}, and github.com may not be asked (ISSUERS)` };
  const { url, method } = question.probe;
  const there = { ...question.probe, url: url.replace('{api}', GITHUB_COM) };
  const { status, verdict, ...rest } = await ask(there, question.token);
  const asked = { request: `${method} ${there.url} (with the token itself)`, status, ...rest };
  if (verdict === 'live') return { asked, result: 'alive', says: 'github.com, its issuer, still accepts the token' };
  if (verdict === 'dead' && rest.requestId !== undefined)
    return { result: 'gone', grade: 'P4', says: `${here}, and so does github.com` };
  return { asked, result: 'unknown', says: `${here}; ${alike}, and github.com gave no clear answer` };
}
