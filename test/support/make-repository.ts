// A real bare repository to read from, written with the machine's own git.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const WHO = {
  GIT_AUTHOR_NAME: 'Mallory',
  GIT_AUTHOR_EMAIL: 'mallory@vendor.example',
  GIT_AUTHOR_DATE: '2026-03-01T12:00:00Z',
  GIT_COMMITTER_NAME: 'GitHub',
  GIT_COMMITTER_EMAIL: 'noreply@github.com',
  GIT_COMMITTER_DATE: '2026-03-02T12:00:00Z',
};

export function makeGit() {
  const home = mkdtempSync(join(tmpdir(), 'git-'));
  const work = join(home, 'work');
  const env = { PATH: process.env['PATH'], HOME: home, GIT_CONFIG_NOSYSTEM: '1', ...WHO };
  const run = (args: readonly string[], more: { input?: string | Buffer; env?: Record<string, string> } = {}): string =>
    execFileSync('git', ['-C', work, ...args], {
      env: { ...env, ...more.env },
      stdio: ['pipe', 'pipe', 'pipe'],
      encoding: 'utf8',
      ...(more.input === undefined ? {} : { input: more.input }),
    }).trim();
  execFileSync('git', ['init', '--quiet', '-b', 'main', work], { env });
  const commit = async (
    files: Readonly<Record<string, string>>,
    message = 'Change',
    asWho: Record<string, string> = {},
  ): Promise<string> => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(work, path)), { recursive: true });
      await writeFile(join(work, path), text);
    }
    run(['add', '--all']);
    run(['commit', '--quiet', '--allow-empty', '-m', message], { env: asWho });
    return run(['rev-parse', 'HEAD']);
  };
  /** A commit object of any content: what no git client would write, and everybody may push. */
  const raw = (content: string): string =>
    run(['hash-object', '-t', 'commit', '-w', '--stdin', '--literally'], { input: content });
  return {
    home,
    /** The bare side, for our own reading code. */
    directory: join(work, '.git'),
    run,
    commit,
    raw,
    write: (path: string, text: string) => writeFileSync(join(work, path), text),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}
