// A ledger of which one statement fails: the connection is cut before it or after it, or it
// lost to another transaction.
import { StatementSync } from 'node:sqlite';
import type { Context } from '../../src/jobs/context.ts';
import { type Job, type NewJob, RetryLater } from '../../src/model/job.ts';
import type { Queue } from '../../src/queue/queue.ts';
import type { Store } from '../../src/store/store.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { type Machine, work } from './machine.ts';

/**
 * `cut`: it is not carried out. `unheard`: it is, and nobody hears of it. `lost`: another
 * transaction was let through in its place.
 */
export type Breach = 'cut' | 'unheard' | 'lost';

/** Which statement it is, from 1; counted over a whole story, and of jobs alone. */
export interface Break {
  readonly breach: Breach;
  readonly at: number;
}

type Run = (this: StatementSync, ...values: never[]) => unknown;

/**
 * The work of a job during which one statement may fail, or a job is not added. What fails
 * with it is tried again, as the queue does.
 */
export async function workOver(
  machine: Machine,
  context: Context,
  job: Job,
  statements: string[],
  broken: Break | undefined,
): Promise<void> {
  let struck: string | undefined;
  const strike = <T>(kind: string, real: () => T): T => {
    statements.push(`${job.type}: ${kind}`);
    if (statements.length !== broken?.at) return real();
    struck = kind;
    if (broken.breach === 'unheard') real();
    throw errorOf(broken.breach);
  };
  const [run, all] = [StatementSync.prototype.run, StatementSync.prototype.all] as unknown as [Run, Run];
  const kindOf = kinds();
  const through = (real: Run): Run =>
    function statement(this: StatementSync, ...values) {
      return strike(kindOf(this.sourceSQL), () => real.apply(this, values));
    };
  Object.assign(StatementSync.prototype, { run: through(run), all: through(all) });
  try {
    await work(
      machine,
      addingOnCommit(context, strike, () => isUnheard(broken, struck)),
      job,
    );
  } catch (error) {
    if (struck === undefined) throw error;
    throw new RetryLater('the ledger failed', 0);
  } finally {
    Object.assign(StatementSync.prototype, { run, all });
  }
}

function isUnheard(broken: Break | undefined, struck: string | undefined): boolean {
  return broken?.breach === 'unheard' && struck?.startsWith('commit') === true;
}

function errorOf(breach: Breach): Error {
  if (breach !== 'lost') return new StoreError('The connection to PostgreSQL was lost.');
  return Object.assign(new Error('deadlock detected'), { code: '40P01' });
}

/** Without what only tells how many rows there are; and of a commit, what it keeps. */
function kinds(): (sql: string) => string {
  let written: string[] = [];
  return (sql) => {
    if (sql.startsWith('begin')) written = [];
    const [what] = /^(?:insert into|update|delete from) "\w+"/.exec(sql) ?? [];
    if (what !== undefined) written.push(what);
    if (sql === 'commit') return `commit of ${[...new Set(written)].join(', ')}`;
    return sql.replaceAll(/\((?:\?, )+\?\)(?:, )?/g, '(?)').replaceAll(/(?:\(\?\))+/g, '(?)');
  };
}

/**
 * The machine's queue has no table in the ledger: what was added in a transaction is added
 * when that is kept, heard of or not.
 */
function addingOnCommit(
  context: Context,
  strike: <T>(kind: string, real: () => T) => T,
  isKeptUnheard: () => boolean,
): Context {
  const { queue, store } = context;
  const added = new Map<unknown, NewJob[]>();
  const add: Queue['add'] = async (jobs, tx) => {
    if (jobs.length === 0) return 0;
    const kind = `insert into the queue ${[...new Set(jobs.map(({ type }) => type))].join(', ')}`;
    return strike(kind, () => added.get(tx)?.push(...jobs) ?? queue.add(jobs));
  };
  const transaction: Store['transaction'] = async (work) => {
    let jobs: NewJob[] = [];
    const keep = () => queue.add(jobs);
    try {
      const result = await store.transaction((inside) => {
        jobs = [];
        added.set(inside.tx, jobs);
        return work(inside);
      });
      await keep();
      return result;
    } catch (error) {
      if (isKeptUnheard()) await keep();
      throw error;
    }
  };
  return { ...context, store: { ...store, transaction }, queue: { ...queue, add } };
}
