import { Writable } from 'node:stream';
import { pino } from 'pino';
import type { Context } from '../../src/jobs/context.ts';
import { type FullSituation, situation } from '../../src/jobs/reading/situation.ts';
import { build, listen, work } from '../../src/main.ts';
import type { NewJob } from '../../src/model/job.ts';
import type { JournalEntry } from '../../src/model/journal.ts';
import type { Store } from '../../src/store/store.ts';
import { until } from './until.ts';

interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** The whole App in this process: as `handback serve`, but what it logs and knows can be read. */
export interface RunningApp {
  readonly url: string;
  readonly log: readonly LogLine[];
  /** All that `handback plan` starts from; undefined before an organisation is known. */
  facts(): Promise<FullSituation | undefined>;
  readonly store: Store;
  journal(): Promise<readonly JournalEntry[]>;
  /** No job is waiting or under way: everything that happened so far is dealt with. */
  idle(patienceMs?: number): Promise<void>;
  dead(): Promise<readonly { readonly type: string; readonly error: string }[]>;
  add(...jobs: readonly NewJob[]): Promise<void>;
  stop(): Promise<void>;
}

/** `parts`: what takes the place of the real thing, such as issuers that nobody may bother in a test. */
export async function runApp(env: Readonly<Record<string, string>>, parts: Partial<Context> = {}): Promise<RunningApp> {
  const built = await build({ LOG_LEVEL: 'silent', ...env });
  const lines: LogLine[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()) as LogLine);
      done();
    },
  });
  const log = pino({ level: 'debug', base: null }, sink);
  const handback = { ...built, log, context: { ...built.context, ...parts, log } };
  const { store, queue } = handback.context;
  const worker = await work(handback);
  const server = await listen(handback);

  return {
    url: `http://127.0.0.1:${server.port}`,
    log: lines,
    store,
    facts: async () => {
      const [organization] = await store.organizations.list();
      return organization && situation(store, organization, handback.context.now());
    },
    journal: async () => {
      const [organization] = await store.organizations.list();
      return organization === undefined ? [] : store.journal.list(organization.id);
    },
    idle: async (patienceMs) => {
      const isIdle = async () => {
        const { waiting, running } = await queue.counts();
        return waiting + running === 0;
      };
      await until('an idle queue', isIdle, patienceMs);
    },
    dead: () => queue.dead(),
    add: async (...jobs) => void (await queue.add(jobs)),
    stop: async () => {
      await server.close();
      await worker.stop();
      await handback.close();
    },
  };
}
