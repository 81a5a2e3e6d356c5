import { z } from 'zod';
import { ownerAndName } from '../github/github.ts';
import type { Scope } from '../model/credential.ts';
import type { CredentialFile } from '../model/violation.ts';
import type { Remediation } from './remediation.ts';

const Alert = z.object({ number: z.number() });

/**
 * https://docs.github.com/rest/secret-scanning/secret-scanning#update-a-secret-scanning-alert:
 * "revoked" is said of what is proved, and of nothing else.
 */
export const resolveAlert: Remediation = {
  name: 'secret-scanning-alert',
  does: 'resolve GitHub’s alert about it as revoked',
  warning: 'The alert leaves the list of open ones; the proof is written into it.',
  appliesTo: (file) => file.proof.state === 'proved' && alertOf(file) !== undefined,
  needs: () => 'secret_scanning_alerts',
  where: (file) => alertOf(file)?.scope ?? {},
  attempt: async ({ github }, file) => {
    const { number = 0, scope = {} } = alertOf(file) ?? {};
    const { grade = '', at = 0 } = file.proof.best ?? {};
    const resolution_comment = `Handback: proved (${grade}) on ${new Date(at).toISOString().slice(0, 10)}.`;
    const said = { state: 'resolved', resolution: 'revoked', resolution_comment };
    const route = 'PATCH /repos/{owner}/{repo}/secret-scanning/alerts/{alert_number}';
    await github.send(route, { ...ownerAndName(scope.repository ?? ''), alert_number: number, ...said }, Alert);
    return 'GitHub shows the alert as resolved';
  },
};

/** The first alert that is still open, as the source of alerts calls it. */
function alertOf({ sightings }: CredentialFile): { number: number; scope: Scope } | undefined {
  for (const each of sightings) {
    if (each.in !== 'variable' || each.goneAt !== undefined) continue;
    const [, number] = /^secret-scanning alert #(\d+)$/.exec(each.name) ?? [];
    if (number !== undefined && each.scope.repository !== undefined)
      return { number: Number(number), scope: each.scope };
  }
  return undefined;
}
