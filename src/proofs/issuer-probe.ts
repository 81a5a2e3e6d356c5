import { observation } from '../github/observation.ts';
import { PLAINTEXT_SECRET } from '../model/credential.ts';
import type { Probe } from '../model/issuer.ts';
import type { Observation } from '../model/proof.ts';
import type { ProofKind } from './proof-kind.ts';

const PROOF = 'issuer-probe';

/**
 * Asks any other issuer whether it still takes the value. What a refusal looks like is data of the
 * rule; whatever else comes back, too many requests, a failure, a firewall's page, proves nothing.
 */
export const issuerProbe: ProofKind = {
  name: PROOF,
  best: 'P4',
  asksIssuer: 'others',
  wentToOthers: () => true,
  permission: 'none: the value is shown to its issuer, read-only, and only with `issuer_probes: true`',
  appliesTo: ({ credential }, probeOf) => {
    const probe = credential.kind === PLAINTEXT_SECRET ? probeOf(credential.plaintext?.rule ?? '') : undefined;
    return probe !== undefined && !probe.url.startsWith('{api}');
  },

  observe: async (world, file) => {
    const probe = world.probeOf(file.credential.plaintext?.rule ?? '');
    const value = probe && (await world.value(file));
    const request = probe === undefined ? 'nothing' : `${probe.method} ${hostOf(probe)} (with the value itself)`;
    const saw = (status: number, seen: Pick<Observation, 'result' | 'grade' | 'says'>, date?: string) =>
      observation(PROOF, file, { at: world.now, asked: { request, status, ...(date ? { date } : {}) }, ...seen });
    if (probe === undefined || value === undefined) {
      const says = 'the value could not be read again where it was seen, so the issuer could not be asked';
      return saw(0, { result: 'unknown', says });
    }
    const { status, verdict, date } = await world.ask(probe, value);
    switch (verdict) {
      case 'dead':
        return saw(status, { result: 'gone', grade: 'P4', says: `${hostOf(probe)}, its issuer, refuses it` }, date);
      case 'live':
        return saw(status, { result: 'alive', says: `${hostOf(probe)}, its issuer, still accepts it` }, date);
      case 'unclear':
        return saw(
          status,
          { result: 'unknown', says: `${hostOf(probe)} gave no clear answer, which proves nothing` },
          date,
        );
    }
  },
};

/** The host alone: a path may hold the value. */
function hostOf({ url }: Probe): string {
  return new URL(url.replace('{secret}', '')).host;
}
