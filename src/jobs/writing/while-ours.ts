import { type Hold, type Job, RetryLater } from '../../model/job.ts';
import { NotOurs } from '../../store/store-error.ts';

type Run = (job: Job, hold: Hold) => Promise<void>;

/**
 * Jobs run until the database is not this process's any more, as where an upgrade forgot it
 * or a backup was put back under it: then they are left to others, and `ended` is why.
 */
export function whileOurs(stillOurs: () => Promise<void>, run: Run) {
  const { promise: ended, resolve: end } = Promise.withResolvers<Error>();
  const runHere: Run = async (job, hold) => {
    try {
      await stillOurs();
    } catch (error) {
      if (!(error instanceof NotOurs)) throw error;
      end(error);
      throw new RetryLater(error.message, 1_000);
    }
    await run(job, hold);
  };
  return { ended, run: runHere };
}
