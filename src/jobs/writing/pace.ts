import type { GitHub } from '../../github/github.ts';
import { HOUR, type Instant } from '../../model/time.ts';
import type { Store } from '../../store/store.ts';

interface Book {
  readonly store: Store;
  readonly now: () => Instant;
}

/**
 * The same door, with every change written down before it is sent: a lost answer counts too. GitHub does not say
 * what all it counts as content, so reactions and acts on credentials count like issues, comments and checks.
 * `writer` is a name under which only one job runs at a time, its lane, so that no two overwrite each other's count.
 */
export function counted(github: GitHub, { store, now }: Book, org: number, writer: string): GitHub {
  return {
    ...github,
    send: async (route, parameters, schema) => {
      const before = (await store.records.read(org, 'writes', writer))?.at ?? [];
      const at = [...before.filter(within(now())), now()];
      await store.records.save(org, 'writes', new Map([[writer, { at }]]));
      return github.send(route, parameters, schema);
    },
  };
}

/** When content was written lately, by all jobs of all processes. */
export async function recentWrites({ store, now }: Book, org: number): Promise<readonly Instant[]> {
  const writers = await store.records.list(org, 'writes');
  return [...writers.values()].flatMap(({ at }) => at.filter(within(now())));
}

/** The last hour. What was written by a clock that was further ahead says nothing of it. */
function within(now: Instant): (at: Instant) => boolean {
  return (at) => Math.abs(now - at) < HOUR;
}
