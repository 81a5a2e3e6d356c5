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

/** Who may write alerts may set their validity by GitHub's API, and nothing in the answer tells that they did. */
const SET_BY_ANYBODY =
  'GitHub’s alert says “inactive”, but whoever may write alerts can set that as well, so it proves nothing; who knows that it was revoked says so with `/handback rotated`';

/**
 * GitHub asks issuers itself, and shows in its alert what they said. No token is shown to anybody
 * by us. That a value lives is believed at once: to say so takes nobody's proof but their own.
 */
export const alertValidity: ProofKind = {
  name: PROOF,
  permission: 'Secret scanning alerts: read',
  appliesTo: (file) => file.credential.kind === PLAINTEXT_SECRET && alertsOf(file).length > 0,

  observe: async ({ github, now }, file) => {
    const seen: Observation[] = [];
    for (const { scope, number } of alertsOf(file)) {
      const where = { ...ownerAndName(scope.repository ?? ''), alert_number: number, hide_secret: true };
      const alert = await read(github, 'GET /repos/{owner}/{repo}/secret-scanning/alerts/{alert_number}', where);
      const { asked, data } = alert;
      const saw = (result: 'alive' | 'unknown', says: string) =>
        observation(PROOF, file, { at: now, asked, result, says });
      const validity = asked.status === 200 ? Alert.safeParse(data).data?.validity : undefined;
      const doubt = validity === 'active' ? await whyNotThere(github, scope) : notClear(alert, validity);
      if (doubt === undefined) return saw('alive', 'GitHub’s alert says that its issuer still accepts it');
      seen.push(saw('unknown', doubt));
    }
    const [first] = seen.toSorted((a, b) => Number(b.says === SET_BY_ANYBODY) - Number(a.says === SET_BY_ANYBODY));
    if (first === undefined) throw new Error('an alert was seen when the proof was chosen, and none now');
    return first;
  },
};

function notClear(alert: Read, validity: string | null | undefined): string {
  if (validity === 'inactive') return SET_BY_ANYBODY;
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
