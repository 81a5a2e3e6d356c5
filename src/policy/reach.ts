import type { Reach } from '../model/decision.ts';
import { isPresent } from '../model/sighting.ts';
import type { CredentialFile } from '../model/violation.ts';

/** What a credential reaches today. */
export function reachOf({ credential, sightings }: CredentialFile): Reach {
  const places = [credential.scope, ...sightings.filter(isPresent).map(({ scope }) => scope)];
  const repositories = [...new Set(places.flatMap(({ repositoryId }) => repositoryId ?? []))].toSorted((a, b) => a - b);
  const { visibility, powers } = credential.facts;
  return {
    ...(typeof visibility === 'string' ? { visibility } : {}),
    ...(typeof powers === 'string' ? { powers } : {}),
    repositories,
  };
}

/** Why what was let stand is not what stands now; undefined when it reaches no further than then. */
export function grown(before: Reach, file: CredentialFile | undefined): string | undefined {
  if (file === undefined) return 'the credential is not known any more';
  const now = reachOf(file);
  const more = now.repositories.filter((id) => !before.repositories.includes(id)).length;
  if (more > 0)
    return `it stands in ${more} more ${more === 1 ? 'repository' : 'repositories'} than when it was excepted`;
  if (now.powers !== before.powers) return 'it has other powers than when it was excepted';
  if (width(now) > width(before)) return `its visibility grew to ${now.visibility} since it was excepted`;
  return undefined;
}

/** From one repository to all: what the organisation's stores call visibility. */
function width({ visibility }: Reach): number {
  return ['selected', 'private', 'all'].indexOf(visibility ?? '');
}
