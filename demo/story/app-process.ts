import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { World } from './cast.ts';

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const CLOCK_AHEAD = new URL('clock-ahead.ts', import.meta.url).href;

export interface AppOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly databaseUrl?: string;
  /** A `worker` serves nobody: it works beside a `serve` that has the port. */
  readonly role?: 'serve' | 'worker';
  /** Settings that differ from those of the demo. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The App as it runs in production: its own process, knowing of the stand-in only an address. */
export interface AppProcess {
  /** Everything it has written to its log so far goes to this file. */
  readonly logFile: string;
  start(): Promise<void>;
  /** As a crash does it: no time to tidy up. */
  kill(): Promise<void>;
  stop(): Promise<void>;
  /** Runs another command of the App beside it, such as `plan --json`, and gives its output. */
  command(...args: string[]): Promise<string>;
}

export async function appProcess(
  { github, app, clock }: Pick<World, 'github' | 'app' | 'clock'>,
  options: AppOptions,
): Promise<AppProcess> {
  await mkdir(options.dataDir, { recursive: true });
  const logFile = join(options.dataDir, 'handback.log');
  const settings: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    APP_ID: String(app.appId),
    PRIVATE_KEY: app.privateKey,
    WEBHOOK_SECRET: app.webhookSecret,
    FINGERPRINT_KEY: 'ab'.repeat(32),
    GHE_HOST: new URL(github.url).host,
    GHE_PROTOCOL: 'http',
    HOST: '127.0.0.1',
    PORT: String(options.port),
    DATA_DIR: options.dataDir,
    ...(options.databaseUrl ? { DATABASE_URL: options.databaseUrl } : {}),
    // A demo cannot wait six hours for what GitHub sends no event for.
    SWEEP_MINUTES: '0.1',
    PROVE_MINUTES: '0.05',
    RECONCILE_MINUTES: '0.05',
    THROTTLE: 'off',
    // What the demo finds is made up: no real issuer is bothered with it.
    ISSUERS: 'github',
    ...options.env,
  };
  const env = () =>
    clock.aheadMs === 0
      ? settings
      : { ...settings, NODE_OPTIONS: `--import=${CLOCK_AHEAD}`, CLOCK_AHEAD_MS: String(clock.aheadMs) };
  let child: ChildProcess | undefined;
  process.once('exit', () => child?.kill('SIGKILL'));

  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    const ending = child;
    child = undefined;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const exited = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill(signal);
    await exited;
  };

  return {
    logFile,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    start: async () => {
      const log = createWriteStream(logFile, { flags: 'a' });
      child = spawn(process.execPath, [CLI, options.role ?? 'serve'], {
        env: env(),
        cwd: options.dataDir,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child.stdout?.pipe(log, { end: false });
      child.stderr?.pipe(log, { end: false });
      await healthy(options.port, child, logFile);
    },
    command: async (...args) => {
      const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...args], {
        env: env(),
        cwd: options.dataDir,
        maxBuffer: 1 << 28,
      });
      return stdout;
    },
  };
}

async function healthy(port: number, child: ChildProcess, logFile: string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (child.exitCode !== null)
      throw new Error(`the App ended at once (exit ${child.exitCode}); its log is ${logFile}`);
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the App did not become healthy in 30 seconds; its log is ${logFile}`);
}
