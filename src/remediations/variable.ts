import { z } from 'zod';
import { PLAINTEXT_SECRET } from '../model/credential.ts';
import { isPresent, type VariableSighting } from '../model/sighting.ts';
import type { CredentialFile } from '../model/violation.ts';
import type { Remediation } from './remediation.ts';
import { placeOf, remove } from './shared/remove.ts';

const Variable = z.object({ value: z.string() });

/**
 * https://docs.github.com/rest/actions/variables#delete-a-repository-variable, and those of
 * environments and of the organisation.
 */
export const deleteVariable: Remediation = {
  name: 'variable',
  does: 'delete the Actions variable that holds it in clear',
  warning: 'Workflows that name the variable get an empty text from then on. The value itself is not revoked by this.',
  appliesTo: (file) => onlyVariable(file) !== undefined,
  needs: (file) => {
    const scope = onlyVariable(file)?.scope;
    if (scope?.repositoryId === undefined) return 'organization_actions_variables';
    return scope.environment === undefined ? 'actions_variables' : 'environments';
  },
  where: (file) => onlyVariable(file)?.scope ?? {},
  // It may have been given a new value since it was last looked at: then it is not what was asked about.
  changed: async (world, file) => {
    const now = await world.github.find(...at(world.organization, file, 'GET'), Variable);
    if (now === undefined) return 'it is not there any more';
    return world.holds(file, now.value) ? undefined : 'it holds another value now';
  },
  attempt: (world, file) => remove(world, ...at(world.organization, file)),
};

/** One act, one request: where it stands in several places, or in code as well, deleting one of them is no remedy. */
function onlyVariable({ credential, sightings }: CredentialFile): VariableSighting | undefined {
  if (credential.kind !== PLAINTEXT_SECRET) return undefined;
  const present = sightings.filter(isPresent);
  const [only, ...others] = present;
  // Any other place than a variable of Actions says what it is, in words with a space.
  return only?.in === 'variable' && others.length === 0 && !only.name.includes(' ') ? only : undefined;
}

function at(organization: string, file: CredentialFile, verb = '') {
  const { scope = {}, name = '' } = onlyVariable(file) ?? {};
  const { path, where } = placeOf(organization, scope, 'actions');
  return [`${verb} ${path}/variables/{name}`.trim(), { ...where, name }] as const;
}
