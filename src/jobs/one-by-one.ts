import { NotVisible } from '../github/github.ts';
import { RetryLater } from '../model/job.ts';

/** Does one after the other. What fails for one keeps no other from being done, and is thrown when all had their turn; a refusal and a limit end them all. */
export async function oneByOne<T>(works: Iterable<() => Promise<T>>): Promise<readonly T[]> {
  const done: T[] = [];
  const failures: Error[] = [];
  for (const work of works) {
    try {
      done.push(await work());
    } catch (error) {
      if (error instanceof RetryLater || error instanceof NotVisible || !(error instanceof Error)) throw error;
      failures.push(error);
    }
  }
  const [first] = failures;
  if (first !== undefined) throw first;
  return done;
}
