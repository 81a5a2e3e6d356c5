// Runs git on a bare repository, with nothing of the machine's own configuration.
import { execFile } from 'node:child_process';

export const gitEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
});

/** The standard output of one git command; rejects with its standard error. */
export function git(dir: string, args: string[], input?: string | Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { encoding: 'buffer' as const, maxBuffer: 2 ** 30, env: gitEnvironment() };
    const child = execFile('git', ['--git-dir', dir, ...args], options, (error, stdout, stderr) => {
      if (error) reject(new Error(`git ${args[0]}: ${stderr.toString().trim() || error.message}`));
      else resolve(stdout);
    });
    child.stdin?.on('error', () => {});
    child.stdin?.end(input ?? '');
  });
}

export const gitText = async (dir: string, args: string[], input?: string | Buffer): Promise<string> =>
  (await git(dir, args, input)).toString().trimEnd();
