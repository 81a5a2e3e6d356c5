import { NotVisible } from '../../github/github.ts';
import type { Gap } from '../../model/coverage.ts';
import { type NewJob, RetryLater } from '../../model/job.ts';
import { DAY, type Instant } from '../../model/time.ts';
import type { Unanswered } from '../../model/unanswered.ts';
import { ANSWERS, waitMs } from '../../policy/pace.ts';
import type { Store } from '../../store/store.ts';
import type { Context } from '../context.ts';
import { decisionsLane } from '../requests.ts';
import { recentWrites } from '../writing/pace.ts';

/** What is refused for so long is answered by nobody who waits for it. */
const PATIENCE = 30 * DAY;

export type Ruled = NonNullable<Unanswered['ruled']>;

/** What GitHub refused, and what is known by then of what was said. */
export interface Refused extends Pick<Unanswered, 'said' | 'ruled'> {
  readonly gap: Gap;
}

/** It is ruled on, and there is no room for the answer within GitHub's limits. */
export interface Paced extends Pick<Unanswered, 'said'> {
  readonly ruled: Ruled;
  readonly waitMs: number;
}

interface Asked extends Pick<Unanswered, 'job'> {
  readonly key: string;
  /** What it is about, for the journal: "read a command". */
  readonly does: string;
}

/**
 * Reads and answers what a person said. Where GitHub refuses it, the journal tells, and each sweep tries
 * again. What was ruled on before, while nobody could be told, is handed in: it is not ruled on again.
 */
export async function answering(
  context: Context,
  org: number,
  { key, job, does }: Asked,
  work: (ruled: Ruled | undefined) => Promise<Refused | Paced | 'asked again' | undefined>,
): Promise<void> {
  const kept = await context.store.records.read(org, 'unanswered', key);
  // Something else that was said in its place, by an edit, is owed for itself.
  const owed = kept?.endedAt === undefined && JSON.stringify(kept?.job) === JSON.stringify(job) ? kept : undefined;
  const left = await orRefused(() => work(owed?.ruled), owed?.said ?? key);
  if (left === 'asked again') return;
  if (left !== undefined && 'waitMs' in left) return putOff(context, org, { key, job }, left, owed);
  if (left !== undefined) return owe(context, org, { key, job, does }, left, owed);
  if (owed !== undefined)
    await context.store.records.save(org, 'unanswered', new Map([[key, { ...owed, endedAt: context.now() }]]));
}

/** What is ruled is not ruled on again when the answer has its turn. */
async function putOff(
  { store, now }: Context,
  org: number,
  { key, job }: Pick<Asked, 'key' | 'job'>,
  { said, ruled, waitMs }: Paced,
  before: Unanswered | undefined,
): Promise<never> {
  const says = 'it waits for its turn within GitHub’s limits';
  const kept: Unanswered = { job, said, says, since: before?.since ?? now(), ruled, paced: true };
  await store.records.save(org, 'unanswered', new Map([[key, kept]]));
  throw new RetryLater(
    `The answer to ${said} waits for ${Math.ceil(waitMs / 1000)} s: GitHub takes 80 a minute.`,
    waitMs,
  );
}

/** How long until there is room for so many writes that answer people. */
export async function untilRoom(context: Context, org: number, writes: number): Promise<number> {
  return waitMs(await recentWrites(context, org), ANSWERS, context.now(), writes);
}

async function orRefused<T>(work: () => Promise<T>, said: string): Promise<T | Refused> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NotVisible) return { gap: error.gap, said };
    throw error;
  }
}

async function owe(
  { store, now, log }: Context,
  org: number,
  { key, job, does }: Asked,
  { gap, said, ruled }: Refused,
  before: Unanswered | undefined,
): Promise<void> {
  const known = ruled ?? before?.ruled;
  const kept: Unanswered = {
    job,
    said,
    says: gap.says,
    since: before?.since ?? now(),
    ...(known === undefined ? {} : { ruled: known }),
  };
  const did = `was not let ${known === undefined ? does : 'answer'}`;
  const isNew = before === undefined || before.paced === true || (before.ruled === undefined && known !== undefined);
  await store.transaction(async (inside) => {
    await inside.records.save(org, 'unanswered', new Map([[key, kept]]));
    if (isNew) await inside.journal.append(org, [{ at: now(), actor: 'handback', did, about: said }]);
  });
  log.warn({ said, gap: gap.says }, `${did}; the next sweep tries again`);
}

/** All that is owed, once more. What was tried for long enough is given up, and the journal tells. */
export async function oweAgain(context: Context, org: number): Promise<readonly NewJob[]> {
  const { store, now } = context;
  const jobs: NewJob[] = [];
  for (const [key, owed] of await allOwed(store, org)) {
    const { type, payload } = owed.job;
    const asked = { type, payload: { ...payload, again: true } };
    if (now() - owed.since > PATIENCE) await giveUp(context, org, key, owed, now());
    else jobs.push({ ...asked, lane: decisionsLane(org), coalesce: `again:${org}:${key}` });
  }
  return jobs;
}

export function allOwed(store: Store, org: number): Promise<ReadonlyMap<string, Unanswered>> {
  return store.records.list(org, 'unanswered', (each) => (each.endedAt === undefined ? each : undefined));
}

async function giveUp({ store, log }: Context, org: number, key: string, owed: Unanswered, at: Instant) {
  const did = 'gave up on answering what somebody said';
  await store.transaction(async (inside) => {
    await inside.records.save(org, 'unanswered', new Map([[key, { ...owed, endedAt: at }]]));
    await inside.journal.append(org, [{ at, actor: 'handback', did, about: owed.said }]);
  });
  log.warn({ said: owed.said, gap: owed.says }, did);
}
