import type { PgBoss } from 'pg-boss';
import { type Hold, RetryLater } from '../model/job.ts';
import { JOBS } from './boss.ts';
import { attemptOf, type Claimed, leaseFrom } from './boss-run.ts';

const BEAT_MS = 3_000;
const AGAIN_MS = 5_000;

/** Tells pg-boss that this worker lives; when it stops, its jobs go to others. */
export function beat(boss: PgBoss, running: () => readonly Claimed[], report: (error: unknown) => void): () => void {
  const timer = setInterval(() => void renew(boss, running()).catch(report), BEAT_MS);
  return () => clearInterval(timer);
}

/** Whatever pg-boss does not find under our name any more was given to somebody else. */
async function renew(boss: PgBoss, claims: readonly Claimed[]): Promise<void> {
  if (claims.length === 0) return;
  const until = leaseFrom(performance.now());
  const { settled } = (await boss.touch(JOBS, claims.map(attemptOf))) as { readonly settled?: readonly string[] };
  const ours = new Set(settled);
  for (const { boss: job, lease } of claims) lease.until = ours.has(job.id) ? until : 0;
}

export function holdOf({ lease }: Claimed): Hold {
  return {
    check() {
      if (performance.now() < lease.until) return;
      throw new RetryLater(
        'PostgreSQL was out of reach, or this process stood still, for so long that another worker may have begun this job. ' +
          'Nothing more is written; whoever has it looks first at what stands.',
        AGAIN_MS,
      );
    },
  };
}
