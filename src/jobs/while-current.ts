import { type Hold, type Job, RetryLater } from '../model/job.ts';
import { NewerDatabase } from '../store/store-error.ts';

type Run = (job: Job, hold: Hold) => Promise<void>;

/** Jobs run until a newer Handback has been at the database, as where an upgrade forgot a process: then they are left to it, and `ended` is why. */
export function whileCurrent(refuseNewer: () => Promise<void>, run: Run) {
  const { promise: ended, resolve: end } = Promise.withResolvers<Error>();
  const runHere: Run = async (job, hold) => {
    try {
      await refuseNewer();
    } catch (error) {
      if (!(error instanceof NewerDatabase)) throw error;
      end(error);
      throw new RetryLater(error.message, 1_000);
    }
    await run(job, hold);
  };
  return { ended, run: runHere };
}
