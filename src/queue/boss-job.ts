import { createHash } from 'node:crypto';
import type { JobInsert, JobWithMetadata } from 'pg-boss';
import { keyed } from '../model/identity.ts';
import type { Job, NewJob } from '../model/job.ts';
import { DEFAULT_ATTEMPTS } from './outcome.ts';

/** What pg-boss keeps of a job for us. */
export interface Envelope {
  /**
   * The `NewJob` as JSON in a string: PostgreSQL's jsonb refuses some characters that JSON allows, such as `\u0000`.
   */
  readonly job: string;
  /** Failed runs; pg-boss itself counts only those that ended with their worker's death. */
  readonly failed: number;
  /** Waits because it failed, not because it was told to. */
  readonly failing?: boolean;
}

export type BossJob = JobWithMetadata<Envelope>;

export function toInsert(job: NewJob, place: number): JobInsert<Envelope> {
  return {
    ...(job.key !== undefined && { id: idOf(job.key) }),
    // Higher goes first, and places count down: so the order is that of adding, also within one transaction.
    priority: job.background === true ? inBackground(place) : place,
    ...placement(job, `job:${place}`),
    data: { job: JSON.stringify({ ...job, delayMs: undefined }), failed: 0 },
    startAfter: seconds(job.delayMs ?? 0),
    retryLimit: (job.attempts ?? DEFAULT_ATTEMPTS) - 1,
  };
}

/** Below every job that is not in the background, and among its like in the order of adding. */
function inBackground(place: number): number {
  return Math.max(place - 1_000_000_000, -2_147_483_648);
}

/** The same job once more, with `changes`. */
export function toInsertAgain(it: BossJob, changes: Partial<JobInsert<Envelope>>): JobInsert<Envelope> {
  return {
    id: it.id,
    priority: it.priority,
    ...placement(JSON.parse(it.data.job), `job:${it.id}`),
    data: it.data,
    ...changes,
  };
}

export function toJob(it: BossJob): Job {
  const job: NewJob = JSON.parse(it.data.job);
  return { ...job, id: it.id, attempt: it.data.failed + it.retryCount + 1, attempts: job.attempts ?? DEFAULT_ATTEMPTS };
}

/** The same for every job with the coalescing word. */
export function coalesceKey(word: string): string {
  return `word:${keyed(word)}`;
}

export function seconds(ms: number): string {
  return String(ms / 1000);
}

function placement(job: NewJob, otherwise: string): Partial<JobInsert<Envelope>> {
  return {
    singletonKey: job.coalesce === undefined ? otherwise : coalesceKey(job.coalesce),
    ...(job.lane !== undefined && { group: { id: `lane:${keyed(job.lane)}` } }),
  };
}

/** pg-boss refuses a second job with the same id, for as long as the first is kept. */
function idOf(key: string): string {
  const hex = createHash('sha256').update(`handback job ${key}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
