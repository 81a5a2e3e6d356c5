import { askIssuer } from '../../src/github/ask-issuer.ts';
import type { KnownCredential } from '../../src/model/credential.ts';
import type { Observation } from '../../src/model/proof.ts';
import type { CredentialFile } from '../../src/model/violation.ts';
import { proofKinds } from '../../src/proofs/index.ts';
import type { ProofWorld } from '../../src/proofs/proof-kind.ts';
import type { Door } from '../support/make-door.ts';
import { makeFile } from '../support/make-facts.ts';
import { probeOf } from '../support/probes.ts';

/** The day from which on a change counts as a rotation. */
export const DEPARTED = Date.UTC(2026, 10, 1);

/** Looks at a credential in the stand-in as the job does: with the first kind of proof that applies. */
export function observing(acme: () => Door) {
  return (
    credential: KnownCredential,
    more: Partial<ProofWorld> = {},
    sightings: CredentialFile['sightings'] = [],
    sameKey: NonNullable<CredentialFile['sameKey']> = [],
  ): Promise<Observation> => {
    const file = { ...makeFile({ credential, sightings }), sameKey };
    const kind = proofKinds.find((each) => each.appliesTo(file, probeOf));
    if (kind === undefined) throw new Error(`nothing proves a ${credential.kind}`);
    const ask = askIssuer({ github: `${acme().github.url}/api/v3`, restMs: 0, now: Date.now });
    const shared = { github: acme().door, organization: 'acme', now: Date.now(), since: DEPARTED, ask };
    const nothing = async () => undefined;
    return kind.observe(
      {
        ...shared,
        probeOf,
        value: nothing,
        surroundings: nothing,
        deletion: nothing,
        before: [],
        asksOthers: false,
        ...more,
      },
      file,
    );
  };
}
