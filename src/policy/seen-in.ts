import type { Repository } from '../model/organization.ts';
import { isPresent } from '../model/sighting.ts';
import type { NamedFile } from '../model/violation.ts';

/**
 * As much of a credential as stands in one repository: its readers may not know of the
 * others, nor where they hold the same value.
 */
export function seenIn({ id, fullName }: Pick<Repository, 'id' | 'fullName'>, file: NamedFile): NamedFile {
  const { credential, sightings, title } = file;
  const isHome = credential.scope.repositoryId === id;
  // Mostly it is in a store, and in no other place.
  if (isHome && sightings.length === 0) return file;
  const scope = isHome ? credential.scope : { repositoryId: id, repository: fullName };
  return {
    ...(title === undefined ? {} : { title }),
    credential: { ...credential, scope },
    sightings: sightings.filter((each) => each.scope.repositoryId === id && isPresent(each)),
  };
}
