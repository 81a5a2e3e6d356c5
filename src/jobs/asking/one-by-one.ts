import { isRefusal } from '../../github/github.ts';
import { RetryLater } from '../../model/job.ts';

type Works<T> = Iterable<() => Promise<T>> | AsyncIterable<() => Promise<T>>;

/**
 * Does one after the other. What fails for one keeps no other from being done, and is
 * thrown when all had their turn; a refusal and a limit end them all.
 */
export async function oneByOne<T>(works: Works<T>): Promise<readonly T[]> {
  const { done, failures } = await tryEach(works);
  const [first] = failures;
  if (first !== undefined) throw first;
  return done;
}

/** The same, and the failures are the caller's to tell. */
export async function tryEach<T>(works: Works<T>): Promise<{ done: readonly T[]; failures: readonly Error[] }> {
  const done: T[] = [];
  const failures: Error[] = [];
  for await (const work of works) {
    try {
      done.push(await work());
    } catch (error) {
      if (error instanceof RetryLater || isRefusal(error) || !(error instanceof Error)) throw error;
      failures.push(error);
    }
  }
  return { done, failures };
}
