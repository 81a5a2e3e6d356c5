import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openObjectStore } from '../src/history/pack/object-store.ts';
import { BASELINE, type Contender, contenders, LOG } from './contenders.ts';
import { allBlobs } from './full-scan.ts';
import { type Measurement, measure, median } from './measure.ts';

interface Row {
  readonly name: string;
  readonly cpu: number;
  readonly wall: number;
  readonly rss: number | undefined;
  readonly values: number | string | undefined;
  /** It ended with an error in some round, so its figures say nothing. Git does so in a clone that lacks blobs. */
  readonly failed: boolean;
  readonly cpuToCatFile: number;
  readonly cpuToLog: number;
}

/** All contenders in turn, round after round, so that a busy minute hits all of them; then the medians. */
export async function benchScan(repository: string, rounds: number): Promise<number> {
  const { gitDirectory } = openObjectStore(repository);
  const folder = mkdtempSync(join(tmpdir(), 'handback-bench-'));
  try {
    const blobs = await allBlobs(gitDirectory);
    const bytes = blobs.reduce((sum, { size }) => sum + size, 0);
    console.log(`${blobs.length} blobs, ${(bytes / 1e6).toFixed(0)} MB; ${rounds} rounds`);
    writeFileSync(join(folder, 'blobs'), blobs.map(({ id }) => `${id}\n`).join(''));
    const all = contenders(process.env['PATH'] ?? '');
    if (all.some(({ command }) => command.includes('$TREE'))) checkOut(gitDirectory, join(folder, 'tree'));
    const env = {
      ...process.env,
      REPO: gitDirectory,
      BLOBS: join(folder, 'blobs'),
      OUT: join(folder, 'out'),
      TREE: join(folder, 'tree'),
    };
    const runs = new Map<Contender, Measurement[]>(all.map((one) => [one, []]));
    for (let round = 0; round < rounds; round++) {
      for (const [contender, done] of runs) {
        const run = await measure(contender.command, env);
        done.push(run);
        console.log(`  round ${round + 1}  ${contender.name}: ${run.cpu.toFixed(2)} s CPU, ${run.wall.toFixed(2)} s`);
      }
    }
    print([...runs], { repository, blobs: blobs.length, bytes, rounds });
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The files of HEAD, as far as the repository has them: mirrors may lack some blobs. */
function checkOut(repository: string, tree: string): void {
  mkdirSync(tree);
  const env = { ...process.env, GIT_INDEX_FILE: `${tree}.index`, GIT_NO_LAZY_FETCH: '1' };
  const git = (...args: string[]) => spawnSync('git', ['--git-dir', repository, ...args], { env, stdio: 'ignore' });
  git('read-tree', 'HEAD');
  git('checkout-index', '--all', '--force', `--prefix=${tree}/`);
}

function print(runs: readonly [Contender, readonly Measurement[]][], about: object): void {
  const cpuOf = (name: string): number => {
    const found = runs.find(([contender]) => contender.name === name)?.[1] ?? [];
    return found.some(({ code }) => code !== 0) ? Number.NaN : median(found.map(({ cpu }) => cpu));
  };
  const [catFile, log] = [cpuOf(BASELINE), cpuOf(LOG)];
  const rows = runs.map(([contender, done]): Row => {
    const cpu = median(done.map((run) => run.cpu));
    const rss = done.flatMap((run) => run.rss ?? []);
    return {
      name: contender.name,
      cpu,
      wall: median(done.map((run) => run.wall)),
      rss: rss.length === 0 ? undefined : Math.round(Math.max(...rss)),
      values: countValues(contender, done.at(-1)),
      failed: done.some(({ code }) => code !== 0),
      cpuToCatFile: cpu / catFile,
      cpuToLog: cpu / log,
    };
  });
  console.log(
    '\n| what | CPU s | wall s | peak RSS MB | values | CPU / cat-file | CPU / log -p |\n|---|---|---|---|---|---|---|',
  );
  for (const row of rows) {
    const ratios = [row.cpuToCatFile, row.cpuToLog].map((ratio) => ratio.toFixed(2));
    const cells = [
      row.failed ? `${row.name} (failed)` : row.name,
      row.cpu.toFixed(2),
      row.wall.toFixed(2),
      row.rss ?? '',
      row.values ?? '',
      ...ratios,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
  console.log(JSON.stringify({ ...about, rows }));
}

function countValues({ values }: Contender, run: Measurement | undefined): number | string | undefined {
  try {
    return run === undefined ? undefined : values?.(run.output);
  } catch {
    return undefined; // it failed; its time says nothing either
  }
}
