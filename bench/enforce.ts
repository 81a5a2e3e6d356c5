import { execFileSync } from 'node:child_process';
import { fillLedger } from './enforce-world.ts';
import { median } from './measure.ts';
import { startFlags } from './start-flags.ts';
import { type Ledgers, ledgerAt } from './where.ts';

const LEAVERS = 1_000;
const CREDENTIALS = 100_000;
const TARGET_S = 2;
/**
 * Everybody made equally many. Where one in two left, every second credential is a
 * leaver's, and four sizes show that the cost is linear.
 */
const WORLDS = [
  ...[1 / 8, 1 / 4, 1 / 2, 1].map((share) => ({ share, peoplePerLeaver: 2 })),
  { share: 1, peoplePerLeaver: 10 },
];
const ONCE = new URL('./enforce-once.ts', import.meta.url).pathname;

interface Row {
  readonly departures: number;
  readonly credentials: number;
  /** Seconds of the first pass of a process, and of one after it. */
  readonly cpu: number;
  readonly later: number;
  /** Seconds of reading the same facts, and nothing else. */
  readonly reading: number;
  /** Of the first. */
  readonly wall: number;
  readonly rss: number;
  readonly steps: number;
  /** Credentials that somebody who left may have made: of the others nothing is read. */
  readonly derived: number;
}

/**
 * CPU seconds of enforce from a cold store, each round in a process of its own; a linear
 * cost has equal microseconds a credential.
 */
export async function benchEnforce(rounds: number, ledgers: Ledgers): Promise<number> {
  const rows: Row[] = [];
  for (const { share, peoplePerLeaver } of WORLDS) {
    const [departures, credentials] = [LEAVERS * share, CREDENTIALS * share];
    const where = await ledgers.make();
    const people = departures * peoplePerLeaver;
    await fillLedger(ledgerAt(where), { leavers: departures, people, credentials, perRepository: 25 });
    const runs = Array.from({ length: rounds }, () => once(where));
    const of = (read: (run: Run) => number) => median(runs.map(read));
    rows.push({
      departures,
      credentials,
      cpu: of(({ cpu }) => cpu),
      later: of(({ later }) => later),
      reading: of(({ reading }) => reading),
      wall: of(({ wall }) => wall),
      rss: of(({ rss }) => rss),
      steps: runs[0]?.steps ?? 0,
      derived: runs[0]?.derived ?? 0,
    });
  }
  console.table(
    rows.map(({ departures, credentials, cpu, later, reading, wall, rss, steps, derived }) => ({
      departures,
      credentials,
      derived,
      steps,
      'CPU s, new process': cpu.toFixed(2),
      'CPU s, running one': later.toFixed(2),
      'reading alone': reading.toFixed(2),
      'times reading': (later / reading).toFixed(1),
      's, new process': wall.toFixed(2),
      'µs a derived one': ((later / derived) * 1e6).toFixed(1),
      'peak MB': rss.toFixed(0),
    })),
  );
  const whole = rows.filter(({ credentials }) => credentials === CREDENTIALS);
  const isMet = (read: (row: Row) => number) => whole.every((row) => read(row) <= TARGET_S);
  const [running, fresh] = [isMet(({ later }) => later), isMet(({ cpu }) => cpu)];
  const met = running && fresh;
  console.log(
    `Target: ${TARGET_S} CPU seconds for ${LEAVERS} departures and ${CREDENTIALS} credentials from a cold store, whoever made them: ${said(running)} in a process that runs, ${said(fresh)} in one that compiles as it goes; median of ${rounds}.`,
  );
  console.log(JSON.stringify({ bench: 'enforce', engine: ledgers.engine, rounds, target: TARGET_S, met, rows }));
  return met ? 0 : 1;
}

function said(met: boolean): string {
  return met ? 'met' : 'not met';
}

type Run = Pick<Row, 'cpu' | 'later' | 'reading' | 'wall' | 'rss' | 'steps' | 'derived'>;

function once(where: string): Run {
  return JSON.parse(execFileSync(process.execPath, [...startFlags(), ONCE, where], { encoding: 'utf8' })) as Run;
}
