import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Verdict {
  /** How many of the files the linter really looked at: a linter that sees nothing finds nothing. */
  readonly checked: number;
  /** What a file is reported for: the names of rules, and the messages of our own rules in `lint/`. */
  readonly reported: (file: string) => readonly string[];
}

/** Lints a made-up project of these files (path -> text) under the laws of this repository, all at once. */
export async function lint(files: ReadonlyMap<string, string>): Promise<Verdict> {
  return inProject(files, ['biome.json', 'lint', 'package.json'], async (folder) => {
    const { summary, diagnostics } = await run(folder);
    const reports = Map.groupBy(diagnostics, ({ location }) => location.path);
    return {
      checked: summary.changed + summary.unchanged,
      reported: (file) =>
        (reports.get(file) ?? []).map((one) => (one.category === 'plugin' ? one.message : one.category)),
    };
  });
}

/** Runs `work` in a temporary project of these files, with these files and folders of ours copied beside them. */
export async function inProject<T>(
  files: ReadonlyMap<string, string>,
  ours: readonly string[],
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'handback-laws-'));
  try {
    for (const name of ours) await cp(join(ROOT, name), join(folder, name), { recursive: true });
    for (const [path, text] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The standard output of a program of node_modules/.bin, whether it succeeds or finds something to report. */
export async function output(program: string, args: readonly string[], cwd: string): Promise<string> {
  const path = join(ROOT, 'node_modules/.bin', program);
  const { stdout } = await promisify(execFile)(path, args, { cwd, maxBuffer: 2 ** 26 }).catch((error: unknown) => {
    if (error instanceof Error && 'stdout' in error) return { stdout: String(error.stdout) };
    throw error;
  });
  return stdout;
}

interface Report {
  readonly summary: { readonly changed: number; readonly unchanged: number };
  readonly diagnostics: readonly Diagnostic[];
}

interface Diagnostic {
  readonly category: string;
  readonly message: string;
  readonly location: { readonly path: string };
}

async function run(folder: string): Promise<Report> {
  return JSON.parse(
    await output('biome', ['ci', '--reporter=json', '--max-diagnostics=none', '--colors=off', '.'], folder),
  );
}
