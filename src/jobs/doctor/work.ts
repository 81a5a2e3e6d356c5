import type { Coverage } from '../../model/coverage.ts';
import type { Repository } from '../../model/organization.ts';
import { DAY, type Instant, isoDay } from '../../model/time.ts';
import { isNoPlace } from '../../policy/places.ts';
import { count, someOf } from '../../policy/words/markdown.ts';
import type { DeadJob } from '../../queue/queue.ts';
import type { Store } from '../../store/store.ts';
import { allOwed } from '../deciding/unanswered.ts';
import { refusedSince } from '../writing/refused-checks.ts';
import type { Checkup, Examination } from './checkup.ts';

/** Is work done, and was everything looked at lately? */
export const work: Examination = {
  about: 'queue and sweeps',

  run: async ({ context: { queue, store, now }, site }) => {
    const { waiting, running } = await queue.counts();
    const dead = await queue.dead();
    const well = `${count(waiting, 'job')} waiting, ${running} running, none failed for good`;
    const jobsSince = (allLookedAt = 0) => failedJobs(dead, allLookedAt) ?? ({ state: 'well', says: well } as const);
    if (site === undefined) return [jobsSince()];
    const { id: org } = site.organization;
    const refused = [...(await owed(store, org)), ...(await withoutCheck(store, org))];

    const all = await store.repositories.list(org);
    const gone = new Set(all.flatMap(({ id, goneAt }) => (goneAt === undefined ? [] : [id])));
    // Nobody looks there any more, and nothing is the matter.
    const looks = await store.coverage.list(org, ({ scope }) => !gone.has(scope.repositoryId ?? 0));
    const first = codeRead(
      all.filter(({ id }) => !gone.has(id)),
      looks,
    );
    const places = looks.filter(({ source }) => !isNoPlace(source));
    if (places.length === 0)
      return [
        jobsSince(),
        ...refused,
        first,
        { state: 'warning', says: 'nothing was looked at yet', next: 'Start `handback serve`.' },
      ];
    const oldest = places.reduce((before, { lookedAt }) => Math.min(before, lookedAt), now());
    return [jobsSince(oldest), ...refused, first, sweeps(places.length, now() - oldest), ...gapsAmong(looks)];
  },
};

const MOST_NAMED = 5;

function codeRead(repositories: readonly Repository[], looks: readonly Coverage[]): Checkup {
  const withCode = new Set(looks.flatMap(({ source, scope }) => (source === 'code' ? scope.repositoryId : [])));
  const unread = repositories.filter(({ id }) => !withCode.has(id)).map(({ fullName }) => fullName);
  const many = repositories.length;
  if (unread.length === 0)
    return {
      state: 'well',
      says: `the code of ${many === 1 ? 'the one repository' : `all ${many} repositories`} has been read`,
    };
  return {
    state: 'warning',
    says: `the code of ${many - unread.length} of ${many === 1 ? '1 repository' : `${many} repositories`} has been read, not yet that of ${someOf(unread, MOST_NAMED)}`,
    next: 'The first look through a history takes a while; it goes on where it was when Handback is started again. Until all are read no case closes.',
  };
}

function sweeps(places: number, oldestMs: number): Checkup {
  const days = Math.floor(oldestMs / DAY);
  if (days < 2) {
    const all = places === 1 ? 'the one place was' : `all ${places} places were`;
    return { state: 'well', says: `${all} looked at within two days` };
  }
  return {
    state: 'warning',
    says: `the oldest look is ${days} days old`,
    next: 'Is `handback serve` running all the time?',
  };
}

function gapsAmong(looks: readonly Coverage[]): readonly Checkup[] {
  const gaps = looks.filter(({ gap }) => gap !== undefined);
  const byWords = Map.groupBy(gaps, ({ source, gap }) => `${source}: ${gap?.says}`);
  return [...byWords].map(([says, places]) => ({
    state: 'warning',
    says: `${says} (${places.length === 1 ? 'one place' : `${places.length} places`})`,
  }));
}

/** What failed before everything was looked at anew is done, but for what people said. */
function failedJobs(dead: readonly DeadJob[], allLookedAt: Instant): Checkup | undefined {
  const [last] = dead;
  if (last === undefined) return undefined;
  const says = `${count(dead.length, 'job')} failed for good; the last on ${isoDay(last.diedAt)}: ${last.type}: ${last.error.slice(0, 200)}`;
  return last.diedAt < allLookedAt
    ? {
        state: 'warning',
        says: `${says}. Everything was looked at since`,
        next: '`handback retry` does what is left of it, such as commands in comments, and takes this away.',
      }
    : { state: 'ill', says, next: 'Mend the cause; `handback retry` does the work again, and so does the next sweep.' };
}

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

/** What a check would say now is not on its commit. */
async function withoutCheck(store: Store, org: number): Promise<readonly Checkup[]> {
  const all = await refusedSince(store, org);
  const [first] = all;
  if (first === undefined) return [];
  const repository = await store.repositories.byId(org, first.repositoryId);
  const many = all.reduce((sum, { checks }) => sum + checks, 0);
  const elsewhere = all.length === 1 ? '' : ` and ${all.length - 1} more`;
  return [
    {
      state: 'warning',
      says: `GitHub refused ${many === 1 ? 'one check' : `${many} checks`} since the last sweep, in ${repository?.fullName ?? `repository ${first.repositoryId}`}${elsewhere}`,
      next: 'What stands on those commits is old, or nothing: where the check is required, merges wait. The next sweep tries again.',
    },
  ];
}
