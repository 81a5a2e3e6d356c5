// A worker that can be stopped after each of its writes: of facts, of jobs, of what it changes at GitHub.
import type { Context } from '../../src/jobs/context.ts';
import { heldContext } from '../../src/jobs/writing/held.ts';
import { type Hold, type NewJob, RetryLater } from '../../src/model/job.ts';
import type { Queue } from '../../src/queue/queue.ts';
import type { Store } from '../../src/store/store.ts';

/**
 * Heard of each write when it is done, and before the worker hears that it is. One that
 * never returns ends the worker there.
 */
export type Heard = (write: string) => Promise<void>;

const WRITES =
  /^(?:save|saveListing|add|markGone|setScannedTips|replace|forget|conclude|close|end|append|noteClosed|purge)$/;
type Fn = (...args: never[]) => unknown;

/** `isLost`: somebody else was given its jobs and turns. */
export function mortal(context: Context, heard: Heard, isLost: () => boolean): Context {
  const hold: Hold = {
    check: () => {
      if (isLost()) throw new RetryLater('another worker may have begun this job', 0);
    },
  };
  const added = new Map<unknown, NewJob[]>();
  const { queue, store, github } = context;
  const done = async <T>(name: string, work: () => T | Promise<T>): Promise<T> => {
    const result = await work();
    await heard(name);
    return result;
  };
  const add: Queue['add'] = (jobs, tx) => {
    const inside = tx === undefined ? undefined : added.get(tx);
    if (inside !== undefined) return Promise.resolve(inside.push(...jobs));
    return jobs.length === 0 ? Promise.resolve(0) : done(`queue.add ${typesOf(jobs)}`, () => queue.add(jobs));
  };
  const transaction: Store['transaction'] = async (work) => {
    const names: string[] = [];
    let jobs: NewJob[] = [];
    const result = await store.transaction(async (inside) => {
      jobs = [];
      added.set(inside.tx, jobs);
      return work(told(inside, (name, run) => [names.push(name), run()][1]));
    });
    if (jobs.length > 0) await queue.add(jobs);
    await heard(`transaction(${[...names, typesOf(jobs)].join(' ')})`);
    return result;
  };
  const forInstallation: typeof github.forInstallation = async (id) => {
    const door = await github.forInstallation(id);
    return { ...door, send: (route, ...rest) => done(route, () => door.send(route, ...rest)) };
  };
  const worker: Context = {
    ...context,
    store: { ...told(store, done as Tell), transaction },
    queue: { ...queue, add, inTurn: (key, work) => queue.inTurn(key, () => work(hold)) },
    github: { ...github, forInstallation },
  };
  return heldContext(worker, hold);
}

function typesOf(jobs: readonly NewJob[]): string {
  return jobs.map(({ type }) => type).join('+');
}

type Tell = (name: string, work: () => unknown) => unknown;

/** The same store, of which each write is told. */
function told(store: Store, tell: Tell): Store {
  const parts = Object.entries(store).map(([part, methods]: [string, unknown]) => {
    if (typeof methods !== 'object' || methods === null || part === 'tx') return [part, methods];
    const wrapped = Object.entries(methods as Record<string, Fn>).map(([name, method]) => [
      name,
      WRITES.test(name) ? (...args: never[]) => tell(`${part}.${name}`, () => method(...args)) : method,
    ]);
    return [part, Object.fromEntries(wrapped)];
  });
  return Object.fromEntries(parts);
}
