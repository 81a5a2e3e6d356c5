import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface Measurement {
  /** User and system time of the command and all that it started. */
  readonly cpu: number;
  readonly wall: number;
  /** Most memory that the command and all that it started held at once, in MB; undefined where /proc does not tell. */
  readonly rss: number | undefined;
  readonly output: string;
  readonly code: number;
}

const SAMPLE_MS = 50;

/** Runs a shell command. POSIX `times` gives what the shell's children used. */
export async function measure(command: string, env: NodeJS.ProcessEnv): Promise<Measurement> {
  const started = performance.now();
  const shell = spawn('sh', ['-c', `${command}\ncode=$?\necho\ntimes\nexit $code`], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let rss: number | undefined;
  const sampling = setInterval(() => {
    const now = residentBelow(shell.pid ?? 0);
    if (now !== undefined) rss = Math.max(rss ?? 0, now);
  }, SAMPLE_MS);
  let output = '';
  shell.stdout.on('data', (chunk: Buffer) => (output += chunk));
  const code = await new Promise<number>((resolve) => shell.on('close', (exit) => resolve(exit ?? 1)));
  clearInterval(sampling);
  const wall = (performance.now() - started) / 1000;
  const lines = output.trimEnd().split('\n');
  return { cpu: seconds(lines.at(-1) ?? ''), wall, rss, output: lines.slice(0, -2).join('\n').trim(), code };
}

/** `0m1.23s 0m0.45s`: user and system. */
function seconds(line: string): number {
  const parts = [...line.matchAll(/(\d+)m([\d.,]+)s/g)];
  return parts.reduce((sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest?.replace(',', '.')), 0);
}

function residentBelow(pid: number): number | undefined {
  try {
    const parents = new Map<number, number[]>();
    for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
      const parent = Number(statOf(name)?.split(' ')[1]);
      parents.set(parent, [...(parents.get(parent) ?? []), Number(name)]);
    }
    let total = 0;
    const pending = [...(parents.get(pid) ?? [])];
    for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
      total += Number(statOf(String(id))?.split(' ')[21] ?? 0) * PAGE_MB;
      pending.push(...(parents.get(id) ?? []));
    }
    return total;
  } catch {
    return undefined;
  }
}

const PAGE_MB = 4096 / 1e6;

/** The fields of /proc/<pid>/stat from the third (state) on: the second is a name that may hold anything. */
function statOf(pid: string): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2);
  } catch {
    return undefined;
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
