import type { Coverage } from '../../model/coverage.ts';
import { tellingSince } from '../../model/departure.ts';
import { type Instant, isoDay } from '../../model/time.ts';
import { isNoPlace } from '../../policy/places.ts';
import type { Store } from '../../store/store.ts';
import { type Ground, isGone } from './ground.ts';

/**
 * Of the places that were looked at after every departure one is enough, to tell that there
 * are some: there may be hundreds of thousands.
 */
export async function coverageThatTells(store: Store, ground: Ground): Promise<readonly Coverage[]> {
  const { id: org } = ground.organization;
  const since = Math.max(0, ...ground.departures.map(tellingSince));
  const isPlace = (look: Coverage) => !isGone(ground, look) && !isNoPlace(look.source);
  const telling = inSight(ground, await store.coverage.behind(org, since));
  if (telling.some(isPlace)) return telling;
  const wide = (await store.coverage.at(org, undefined)).find(isPlace);
  const [one] = wide === undefined ? await store.coverage.list(org, isPlace) : [wide];
  return one === undefined ? telling : [...telling, one];
}

/**
 * The looks at what GitHub shows, and for each repository that it shows no more how long ago all of it was looked at.
 */
export function inSight(ground: Ground, looks: readonly Coverage[]): readonly Coverage[] {
  const visible = looks.filter((look) => !isGone(ground, look));
  if (visible.length === looks.length) return looks;
  const gone = looks.filter((look) => isGone(ground, look) && !isNoPlace(look.source));
  const byRepository = Map.groupBy(gone, ({ scope }) => scope.repositoryId ?? 0);
  const lost = [...byRepository].toSorted(([a], [b]) => a - b).map(([id, all]) => outOfSight(ground, id, all));
  return [...visible, ...lost];
}

function outOfSight({ repositories }: Ground, repositoryId: number, looks: readonly Coverage[]): Coverage {
  const { fullName, goneAt: since = 0 } = repositories.get(repositoryId) ?? {};
  return {
    source: 'repository',
    scope: { repositoryId, ...(fullName === undefined ? {} : { repository: fullName }) },
    lookedAt: Math.min(...looks.map(seenAt)),
    gap: {
      why: 'absent',
      since,
      says: `out of sight since ${isoDay(since)}: deleted, moved to another owner or taken out of the installation. What came into it after the last look is not known`,
    },
  };
}

/**
 * A look to which GitHub said no, or nothing, saw nothing: the last one of a repository
 * that was deleted is mostly such a one.
 */
function seenAt({ lookedAt, gap, answeredAt = 0 }: Coverage): Instant {
  if (gap === undefined) return lookedAt;
  return gap.why === 'failed' ? answeredAt : 0;
}
