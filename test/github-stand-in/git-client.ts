// The machine's own git, as a person uses it.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export async function gitClient() {
  const dir = await mkdtemp(join(tmpdir(), 'git-client-'));
  const env = {
    PATH: process.env['PATH'],
    HOME: dir,
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Mallory',
    GIT_AUTHOR_EMAIL: 'mallory@users.example',
    GIT_COMMITTER_NAME: 'Mallory',
    GIT_COMMITTER_EMAIL: 'mallory@users.example',
  };
  const run = (cwd: string, ...args: string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      execFile('git', args, { cwd: join(dir, cwd), env }, (error, stdout, stderr) => {
        if (error) reject(new Error(stderr));
        else resolve(stdout.trim() + stderr.trim());
      });
    });
  const close = (): Promise<void> => rm(dir, { recursive: true, force: true });
  return { dir, run, close };
}
