import { DAY } from '../../model/time.ts';
import type { Store } from '../../store/store.ts';
import { allOwed } from '../unanswered.ts';
import type { Checkup, Examination } from './checkup.ts';

/** Is work done, and was everything looked at lately? */
export const work: Examination = {
  about: 'queue and sweeps',

  run: async ({ context: { queue, store, now }, site }) => {
    const { waiting, running } = await queue.counts();
    const dead = await queue.dead();
    const [firstDead] = dead;
    const jobs: Checkup =
      firstDead === undefined
        ? { state: 'well', says: `${waiting} jobs wait, ${running} run, none failed for good` }
        : {
            state: 'ill',
            says: `${dead.length} jobs failed for good; the first: ${firstDead.type}: ${firstDead.error.slice(0, 200)}`,
            next: 'Mend the cause; the next sweep does the work again.',
          };
    if (site === undefined) return [jobs];
    const unanswered = await owed(store, site.organization.id);

    const looks = await store.coverage.list(site.organization.id);
    const repositories = (await store.repositories.list(site.organization.id)).filter(
      ({ goneAt }) => goneAt === undefined,
    );
    const withCode = new Set(looks.flatMap(({ source, scope }) => (source === 'code' ? scope.repositoryId : [])));
    const read = repositories.filter(({ id }) => withCode.has(id));
    const first: Checkup =
      read.length === repositories.length
        ? { state: 'well', says: `the code of all ${repositories.length} repositories has been read` }
        : {
            state: 'warning',
            says: `the code of ${read.length} of ${repositories.length} repositories has been read`,
            next: 'The first look through a history takes a while; it goes on where it was when Handback is started again.',
          };
    const oldest = Math.min(...looks.map(({ lookedAt }) => lookedAt));
    if (looks.length === 0)
      return [
        jobs,
        ...unanswered,
        first,
        { state: 'warning', says: 'nothing was looked at yet', next: 'Start `handback serve`.' },
      ];
    const days = Math.floor((now() - oldest) / DAY);
    const sweeps: Checkup =
      days < 2
        ? { state: 'well', says: `all ${looks.length} places were looked at within two days` }
        : {
            state: 'warning',
            says: `the oldest look is ${days} days old`,
            next: 'Is `handback serve` running all the time?',
          };
    const gaps = looks.filter(({ gap }) => gap !== undefined);
    const byWords = [...Map.groupBy(gaps, ({ source, gap }) => `${source}: ${gap?.says}`)].map(
      ([says, places]): Checkup => ({
        state: 'warning',
        says: `${says} (${places.length === 1 ? 'one place' : `${places.length} places`})`,
      }),
    );
    return [jobs, ...unanswered, first, sweeps, ...byWords];
  },
};

async function owed(store: Store, org: number): Promise<readonly Checkup[]> {
  const all = [...(await allOwed(store, org)).values()].filter(({ paced }) => paced !== true);
  const [first] = all;
  if (first === undefined) return [];
  const many = all.length === 1 ? 'one person waits' : `${all.length} people wait`;
  return [
    {
      state: 'warning',
      says: `${many} for an answer that GitHub refuses us: ${first.said}: ${first.says}`,
      next: 'Grant what it needs; the next sweep answers.',
    },
  ];
}
