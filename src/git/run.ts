import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { programFolders } from './program-folders.ts';

export interface GitOptions {
  /**
   * A header such as `Authorization: Basic ...` for every request: in the environment, so
   * that no URL, file or process list shows it.
   */
  readonly header?: string;
  /** The address of a proxy, with its password: in the environment for the same reason. */
  readonly proxy?: string;
  /** Another index than the usual one, as git names it to a hook. */
  readonly indexFile?: string;
  readonly input?: string | Uint8Array;
  readonly signal?: AbortSignal;
}

/** Longest a single git command may take: a history that takes longer is scanned in pieces. */
export const LIMIT_MS = 30 * 60_000;

/** Runs git on a repository directory and gives its output. A failure carries git's own words. */
export async function git(directory: string, args: readonly string[], options: GitOptions = {}): Promise<string> {
  const child = start(directory, args, options);
  const [out, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), exit(child)]);
  if (code !== 0) throw new GitError(args, code, errors);
  return out;
}

/** Starts git with its output to be read as a stream. The caller awaits `exit`. */
export function start(directory: string, args: readonly string[], options: GitOptions = {}) {
  const { input, signal } = options;
  const child = spawn('git', ['--git-dir', directory, ...HARDENED, ...args], {
    env: environment(options),
    stdio: ['pipe', 'pipe', 'pipe'],
    signal: AbortSignal.any([AbortSignal.timeout(LIMIT_MS), ...(signal ? [signal] : [])]),
  });
  child.stdin.on('error', () => {}); // git may close its input early; its exit code tells the story
  if (input !== undefined) child.stdin.end(input);
  return child;
}

export function exit(child: ChildProcess): Promise<number> {
  const ended = new Promise<number>((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? new GitMissing(error) : error),
    );
    child.on('close', (code) => resolve(code ?? 1));
  });
  // Awaited only when the output has been read: until then a failure must not count as one that nobody handles.
  ended.catch(() => {});
  return ended;
}

/** Nothing can be read without it. */
class GitMissing extends Error {
  override readonly name = 'GitMissing';

  constructor(cause: Error) {
    super('git was not found. Install git 2.38 or newer, or add its folder to PATH, by its whole name.', { cause });
  }
}

export class GitError extends Error {
  constructor(args: readonly string[], code: number, errors: string) {
    const said = errors.trim().split('\n').slice(-3).join(' ').slice(0, 400);
    super(`git ${args[0]} failed (exit ${code}): ${said || 'it said nothing'}`);
    this.name = 'GitError';
  }
}

/** No hooks, no helper programs, no configuration of the machine: the repository is hostile. */
const HARDENED = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.askPass=',
  'credential.helper=',
  'gc.auto=0',
  // Its hint would stand in for what git has to say.
  'advice.graftFileDeprecated=false',
  'http.followRedirects=false',
  'transfer.fsckObjects=false',
  'core.quotePath=false',
  'log.showSignature=false',
  // What we read is parsed as UTF-8, whatever the repository's own configuration asks for.
  'i18n.logOutputEncoding=UTF-8',
].flatMap((setting) => ['-c', setting]);

function environment({ header, proxy, indexFile }: GitOptions): Record<string, string> {
  const base = {
    PATH: programFolders(),
    HOME: '/nonexistent',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    // Not by a setting, as the repository's own would count more: what has no header goes nowhere.
    GIT_ALLOW_PROTOCOL: header === undefined ? '' : 'http:https',
    GIT_NO_REPLACE_OBJECTS: '1',
    // Grafts replace parents, and so hide commits.
    GIT_GRAFT_FILE: '/dev/null',
    // A mirror may claim that its missing objects are to be had from anywhere.
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
    // The password at once, as Node shows it: git asks without it first otherwise, each time.
    ...(proxy === undefined ? {} : { http_proxy: proxy, https_proxy: proxy, GIT_HTTP_PROXY_AUTHMETHOD: 'basic' }),
    ...(indexFile === undefined ? {} : { GIT_INDEX_FILE: indexFile }),
  };
  if (header === undefined) return base;
  return { ...base, GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'http.extraHeader', GIT_CONFIG_VALUE_0: header };
}
