import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { StoreTarget } from '../../src/store/open.ts';
import type { Random } from '../support/random.ts';

const CHILD = fileURLToPath(new URL('kill-child.ts', import.meta.url));
const NUMBERS_EACH = 100_000;

export interface KillReport {
  readonly kills: number;
  /** Killed before they were ready. */
  readonly early: number;
  readonly tried: ReadonlySet<number>;
  readonly acknowledged: ReadonlySet<number>;
  /** What the children said on stderr. */
  readonly complaints: string;
}

/**
 * Starts children on `target` again and again, `atOnce` at a time, and kills each with SIGKILL at a
 * moment drawn from `random`: one in five while it starts, the others some commits after it was ready.
 */
export async function killAgainAndAgain(
  target: StoreTarget,
  options: { readonly kills: number; readonly atOnce: number; readonly random: Random },
): Promise<KillReport> {
  const tried = new Set<number>();
  const acknowledged = new Set<number>();
  let [started, early, complaints] = [0, 0, ''];

  const one = async (): Promise<void> => {
    const first = started++ * NUMBERS_EACH;
    const isEarly = options.random.below(5) === 0;
    const pauseMs = options.random.below(isEarly ? 500 : 15);
    const commits = 1 + options.random.below(25);
    const child = spawn(process.execPath, [CHILD, JSON.stringify(target), String(first)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stderr.on('data', (chunk) => {
      complaints += chunk;
    });
    const moment = Promise.withResolvers<void>();
    if (isEarly) moment.resolve();
    let seen = 0;
    const lines = createInterface(child.stdout).on('line', (line) => {
      const [word, number] = line.split(' ');
      if (word === 'try') tried.add(Number(number));
      if (word !== 'ack') return;
      acknowledged.add(Number(number));
      if (++seen === commits) moment.resolve();
    });
    const drained = once(lines, 'close');
    await Promise.race([moment.promise, endedByItself(child, () => complaints)]);
    await kill(child, pauseMs);
    await drained;
    if (seen === 0) early++;
  };

  const inTurn = async () => {
    while (started < options.kills) await one();
  };
  await Promise.all(Array.from({ length: options.atOnce }, inTurn));
  return { kills: started, early, tried, acknowledged, complaints };
}

async function kill(child: ChildProcess, afterMs: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  const ended = child.exitCode === null ? once(child, 'exit') : Promise.resolve([child.exitCode]);
  child.kill('SIGKILL');
  await ended;
  if (child.signalCode !== 'SIGKILL') throw new Error(`The child ended by itself with ${child.exitCode}.`);
}

async function endedByItself(child: ChildProcess, complaints: () => string): Promise<never> {
  const [code] = await once(child, 'exit');
  if (child.signalCode === 'SIGKILL') return new Promise<never>(() => undefined);
  throw new Error(`The child ended by itself with ${code}:\n${complaints()}`);
}
