import { writeSync } from 'node:fs';
import type { NewJob } from '../../src/model/job.ts';
import { doWork, openEngine } from './kill-engine.ts';

/**
 * A process that is killed: takes in deliveries, each with its jobs in one transaction as
 * the webhook intake does, and works the jobs beside that. Says `try <n>` before and `ack
 * <n>` after each commit. Arguments: the target as JSON, and the first number.
 */
const [target = '{}', first = '0'] = process.argv.slice(2);
const engine = await openEngine(JSON.parse(target));
const { store, queue } = engine;
queue.work(({ payload }) => doWork(engine, String(payload['name'])), { concurrency: 3 });
say('ready');
await Promise.all([takeIn(0), takeIn(1)]);

async function takeIn(offset: number): Promise<void> {
  for (let number = Number(first) + offset; ; number += 2) {
    say(`try ${number}`);
    await store.transaction(async (inside) => {
      await inside.deliveries.add({ guid: `guid-${number}`, event: 'push', receivedAt: number, payload: {} });
      await inside.journal.append(1, [{ at: number, actor: 'handback', did: 'took in', about: `guid-${number}` }]);
      await queue.add(jobsOf(number), inside.tx);
    });
    say(`ack ${number}`);
  }
}

function jobsOf(number: number): readonly NewJob[] {
  return ['a', 'b'].map((part) => ({
    type: 'work',
    payload: { name: `${number}${part}` },
    key: `guid-${number}:${part}`,
    lane: `lane-${number % 5}`,
    attempts: 100,
  }));
}

/** Not lost when the process is killed: it has left the process when this returns. */
function say(line: string): void {
  writeSync(1, `${line}\n`);
}
