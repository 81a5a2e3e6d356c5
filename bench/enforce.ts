import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillLedger } from './enforce-world.ts';
import { median } from './measure.ts';

const LEAVERS = 1_000;
const CREDENTIALS = 100_000;
const SHARES = [1 / 8, 1 / 4, 1 / 2, 1];
const TARGET_S = 2;
const ONCE = new URL('./enforce-once.ts', import.meta.url).pathname;

interface Row {
  readonly departures: number;
  readonly credentials: number;
  readonly cpu: number;
  readonly rss: number;
  readonly steps: number;
}

/** CPU seconds of one enforce from a cold store, each round in a process of its own; a linear cost has equal microseconds a credential. */
export async function benchEnforce(rounds: number): Promise<number> {
  const rows: Row[] = [];
  for (const share of SHARES) {
    const [departures, credentials] = [LEAVERS * share, CREDENTIALS * share];
    const directory = mkdtempSync(join(tmpdir(), 'handback-enforce-'));
    try {
      // People who stay made the other half.
      await fillLedger(directory, { leavers: departures, people: departures * 2, credentials, perRepository: 25 });
      const runs = Array.from({ length: rounds }, () => once(directory));
      const of = (read: (run: Run) => number) => median(runs.map(read));
      rows.push({
        departures,
        credentials,
        cpu: of(({ cpu }) => cpu),
        rss: of(({ rss }) => rss),
        steps: runs[0]?.steps ?? 0,
      });
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }
  console.table(
    rows.map(({ departures, credentials, cpu, rss, steps }) => ({
      ...{ departures, credentials, steps },
      'CPU s': cpu.toFixed(2),
      'µs a credential': ((cpu / credentials) * 1e6).toFixed(1),
      'peak MB': rss.toFixed(0),
    })),
  );
  console.log(
    `Target: ${TARGET_S} CPU seconds for ${LEAVERS} departures and ${CREDENTIALS} credentials; median of ${rounds}.`,
  );
  console.log(JSON.stringify({ bench: 'enforce', rounds, target: TARGET_S, rows }));
  return 0;
}

type Run = Pick<Row, 'cpu' | 'rss' | 'steps'>;

function once(directory: string): Run {
  return JSON.parse(execFileSync(process.execPath, [ONCE, directory], { encoding: 'utf8' })) as Run;
}
