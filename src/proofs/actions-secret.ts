import { z } from 'zod';
import { ownerAndName, type Parameters } from '../github/github.ts';
import { observation, read } from '../github/observation.ts';
import type { Credential } from '../model/credential.ts';
import type { Observation } from '../model/proof.ts';
import { isoDay } from '../model/time.ts';
import type { ProofKind } from './proof-kind.ts';

const Entry = z.object({ updated_at: z.coerce.date() });

/** The store's entry is gone or newer than the departure. What the old value still opens, only its issuer knows: so P1 and no more. */
export const actionsSecretReplaced: ProofKind = {
  name: 'actions-secret-replaced',
  best: 'P1',
  permission: 'Secrets: read',
  appliesTo: ({ credential }) => credential.kind === 'actions-secret',

  observe: async ({ github, organization, now, since }, file) => {
    const { store, where } = storeOf(file.credential, organization);
    const entry = await read(github, `${store}/{secret_name}`, { ...where, secret_name: file.credential.name });
    const control = await read(github, store, { ...where, per_page: 1 });
    const looked = { at: now, asked: entry.asked, control: control.asked };
    const saw = (seen: Pick<Observation, 'result' | 'grade' | 'says'>) =>
      observation('actions-secret-replaced', file, { ...looked, ...seen });

    if (control.asked.status !== 200) {
      return saw({ result: 'unknown', says: 'the store could not be listed, so nothing is proved' });
    }
    if (entry.asked.status === 404) {
      return saw({
        result: 'gone',
        grade: 'P1',
        says: 'removed from the store; whether its issuer still accepts the value is not proved',
      });
    }
    const parsed = Entry.safeParse(entry.data);
    if (entry.asked.status !== 200 || !parsed.success) {
      return saw({ result: 'unknown', says: `GitHub answered ${entry.asked.status}, which proves nothing` });
    }
    const updated = parsed.data.updated_at.getTime();
    if (updated <= since) {
      return saw({ result: 'alive', says: `last saved on ${isoDay(updated)}, before the departure` });
    }
    return saw({
      result: 'replaced',
      grade: 'P1',
      says: `saved again on ${isoDay(updated)}; saving the same value again would look the same, and the old value's fate is not proved`,
    });
  },
};

function storeOf({ scope }: Credential, organization: string): { store: string; where: Parameters } {
  if (scope.repository === undefined) return { store: 'GET /orgs/{org}/actions/secrets', where: { org: organization } };
  const where = ownerAndName(scope.repository);
  if (scope.environment === undefined) return { store: 'GET /repos/{owner}/{repo}/actions/secrets', where };
  return {
    store: 'GET /repos/{owner}/{repo}/environments/{environment_name}/secrets',
    where: { ...where, environment_name: scope.environment },
  };
}
