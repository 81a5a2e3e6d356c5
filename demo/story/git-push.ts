import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { World } from './cast.ts';

const run = promisify(execFile);

/** A clone, a commit and a `git push` with the git of this machine. */
export async function gitPush(
  { github, people, repositories }: World,
  login: 'mallory' | 'carol',
  branch: string,
  message: string,
  files: Record<string, string>,
): Promise<void> {
  const { name, email } = people[login];
  const folder = await mkdtemp(join(tmpdir(), 'handback-push-'));
  const git = (...args: string[]) =>
    run('git', ['-c', `user.name=${name}`, '-c', `user.email=${email}`, '-C', folder, ...args], {
      env: { PATH: process.env['PATH'], HOME: folder, GIT_TERMINAL_PROMPT: '0' },
    });
  const token = github.createPersonalAccessToken(people[login]);
  try {
    await git('clone', '--quiet', github.gitUrl(repositories.shop, token), '.');
    await git(
      'checkout',
      '--quiet',
      '-B',
      branch,
      (await git('branch', '-r', '--list', `origin/${branch}`)).stdout ? `origin/${branch}` : 'HEAD',
    );
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    await git('add', '--all');
    await git('commit', '--quiet', '--message', message);
    await git('push', '--quiet', 'origin', branch);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
