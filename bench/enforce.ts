import { execFileSync } from 'node:child_process';
import { fillLedger } from './enforce-world.ts';
import { median } from './measure.ts';
import { type Ledgers, ledgerAt } from './where.ts';

const LEAVERS = 1_000;
const CREDENTIALS = 100_000;
const SHARES = [1 / 8, 1 / 4, 1 / 2, 1];
const TARGET_S = 2;
/** As `npm start` has them. */
const FLAGS = ['--max-semi-space-size=16'];
const ONCE = new URL('./enforce-once.ts', import.meta.url).pathname;

interface Row {
  readonly departures: number;
  readonly credentials: number;
  /** Seconds of the first pass of a process, and of one after it. */
  readonly cpu: number;
  readonly later: number;
  /** Of the first. */
  readonly wall: number;
  readonly rss: number;
  readonly steps: number;
  /** Credentials that somebody who left may have made: of the others nothing is read. */
  readonly derived: number;
}

/** CPU seconds of enforce from a cold store, each round in a process of its own; a linear cost has equal microseconds a credential. */
export async function benchEnforce(rounds: number, ledgers: Ledgers): Promise<number> {
  const rows: Row[] = [];
  for (const share of SHARES) {
    const [departures, credentials] = [LEAVERS * share, CREDENTIALS * share];
    const where = await ledgers.make();
    // People who stay made the other half.
    const size = { leavers: departures, people: departures * 2, credentials, perRepository: 25 };
    await fillLedger(ledgerAt(where), size);
    const runs = Array.from({ length: rounds }, () => once(where));
    const of = (read: (run: Run) => number) => median(runs.map(read));
    rows.push({
      departures,
      credentials,
      cpu: of(({ cpu }) => cpu),
      later: of(({ later }) => later),
      wall: of(({ wall }) => wall),
      rss: of(({ rss }) => rss),
      steps: runs[0]?.steps ?? 0,
      derived: runs[0]?.derived ?? 0,
    });
  }
  console.table(
    rows.map(({ departures, credentials, cpu, later, wall, rss, steps, derived }) => ({
      ...{ departures, credentials, derived, steps },
      'CPU s, new process': cpu.toFixed(2),
      'CPU s, running one': later.toFixed(2),
      's, new process': wall.toFixed(2),
      'µs a credential': ((later / credentials) * 1e6).toFixed(1),
      'µs a derived one': ((later / derived) * 1e6).toFixed(1),
      'peak MB': rss.toFixed(0),
    })),
  );
  console.log(
    `Target: ${TARGET_S} CPU seconds for ${LEAVERS} departures and ${CREDENTIALS} credentials; median of ${rounds}.`,
  );
  console.log(JSON.stringify({ bench: 'enforce', engine: ledgers.engine, rounds, target: TARGET_S, rows }));
  return 0;
}

type Run = Pick<Row, 'cpu' | 'later' | 'wall' | 'rss' | 'steps' | 'derived'>;

function once(where: string): Run {
  return JSON.parse(execFileSync(process.execPath, [...FLAGS, ONCE, where], { encoding: 'utf8' })) as Run;
}
