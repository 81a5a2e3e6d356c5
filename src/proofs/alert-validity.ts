import { z } from 'zod';
import { ownerAndName } from '../github/github.ts';
import { observation, type Read, read, sayAnswer, whyNotThere } from '../github/observation.ts';
import { PLAINTEXT_SECRET } from '../model/credential.ts';
import type { Observation } from '../model/proof.ts';
import type { Sighting } from '../model/sighting.ts';
import type { CredentialFile } from '../model/violation.ts';
import type { ProofKind } from './proof-kind.ts';

const PROOF = 'alert-validity';

/** `resolution` is not read: that somebody closed the alert as "revoked" is a word, not a look. */
const Alert = z.object({ validity: z.string().nullish() });

/** GitHub asks issuers itself, and shows in its alert what they said. No token is shown to anybody by us. */
export const alertValidity: ProofKind = {
  name: PROOF,
  best: 'P4',
  permission: 'Secret scanning alerts: read',
  appliesTo: (file) => file.credential.kind === PLAINTEXT_SECRET && alertsOf(file).length > 0,

  observe: async ({ github, now }, file) => {
    const seen: Observation[] = [];
    for (const { scope, number } of alertsOf(file)) {
      const where = { ...ownerAndName(scope.repository ?? ''), alert_number: number, hide_secret: true };
      const alert = await read(github, 'GET /repos/{owner}/{repo}/secret-scanning/alerts/{alert_number}', where);
      const { asked, data } = alert;
      const saw = (what: Pick<Observation, 'result' | 'grade' | 'says'>) =>
        observation(PROOF, file, { at: now, asked, ...what });
      const validity = asked.status === 200 ? Alert.safeParse(data).data?.validity : undefined;
      const isClear = validity === 'active' || validity === 'inactive';
      const says = isClear ? await whyNotThere(github, scope) : notClear(alert);
      if (says !== undefined) {
        seen.push(saw({ result: 'unknown', says }));
      } else if (validity === 'active') {
        return saw({ result: 'alive', says: 'GitHub’s alert says that its issuer still accepts it' });
      } else {
        seen.push(saw({ result: 'gone', grade: 'P4', says: 'GitHub’s alert says that its issuer refuses it' }));
      }
    }
    // The same value has one fate: any alert that knows it speaks for all; one that says "active" has spoken above.
    const [first] = seen.toSorted((a, b) => Number(a.result === 'unknown') - Number(b.result === 'unknown'));
    if (first === undefined) throw new Error('an alert was seen when the proof was chosen, and none now');
    return first;
  },
};

function notClear(alert: Read): string {
  return alert.asked.status === 200
    ? 'GitHub’s alert does not know whether its issuer still accepts it'
    : `${sayAnswer(alert)} for its alert, which proves nothing`;
}

/** What the source calls such a place: `secret-scanning alert #7`. */
function alertsOf({ sightings }: CredentialFile): { scope: Sighting['scope']; number: number }[] {
  return sightings.flatMap((sighting) => {
    const [, number] = sighting.in === 'variable' ? (/^secret-scanning alert #(\d+)$/.exec(sighting.name) ?? []) : [];
    return number === undefined ? [] : [{ scope: sighting.scope, number: Number(number) }];
  });
}
