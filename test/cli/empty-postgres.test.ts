import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepKeyCheck } from '../../src/store/key-check.ts';
import { openStore } from '../../src/store/open.ts';
import { makePlaintext } from '../support/make-facts.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { serverEnv } from './server-env.ts';

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

let home: string;
let postgres: TestPostgres;
let empty: string;
/** A GitHub that knows no App. */
const github = createServer((_, response) => response.writeHead(401).end('{}'));
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'empty-postgres-'));
  postgres = await startPostgres();
  empty = await postgres.createDatabase();
  github.listen(0, '127.0.0.1');
  await once(github, 'listening');
}, 120_000);
afterAll(async () => {
  github.close();
  await postgres.stop();
  rmSync(home, { recursive: true });
});

function run(env: Record<string, string>, command: string): Promise<{ code: number; said: string }> {
  const whole = { ...serverEnv(join(home, 'data'), 0, `127.0.0.1:${(github.address() as AddressInfo).port}`), ...env };
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, command], { cwd: home, env: whole, timeout: 45_000 }, (error, out, errors) =>
      resolve({ code: error ? Number(error.code ?? Number.NaN) : 0, said: out + errors }),
    );
  });
}

async function tablesIn(databaseUrl: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query(
    "select tablename from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
  );
  await client.end();
  return rows;
}

const key = { FINGERPRINT_KEY: 'ab'.repeat(32) };

test('doctor makes nothing in a database without a ledger, and says that none is there', async () => {
  const { said } = await run({ DATABASE_URL: empty, ...key }, 'doctor');
  expect(said).toMatch(/^ledger\n {2}warning {2}There is no ledger in the database of DATABASE_URL/);
  expect(await tablesIn(empty)).toEqual([]);
  expect(existsSync(join(home, 'data'))).toBe(false);
}, 60_000);

test('no command that asks the ledger makes one there', async () => {
  const { code, said } = await run({ DATABASE_URL: empty, ...key }, 'plan');
  expect({ code, said }).toEqual({
    code: 2,
    said: expect.stringMatching(/^There is no ledger in the database of DATABASE_URL/),
  });
  expect(await tablesIn(empty)).toEqual([]);
}, 60_000);

test('doctor looks at the ledger that is there, and needs no folder for it', async () => {
  const used = await postgres.createDatabase();
  await (await openStore({ databaseUrl: used })).close();
  const { said } = await run({ DATABASE_URL: used, ...key }, 'doctor');
  expect(said).not.toContain('There is no ledger');
  expect(said).toContain('queue');
  expect(existsSync(join(home, 'data'))).toBe(false);
}, 60_000);

test('what cannot serve there ends, and does not go on with nothing to do', async () => {
  const used = await postgres.createDatabase();
  const store = await openStore({ databaseUrl: used });
  await store.credentials.save(1, [makePlaintext()], 1);
  await keepKeyCheck(store, Buffer.from(key.FINGERPRINT_KEY, 'hex'));
  await store.close();
  const { code, said } = await run({ DATABASE_URL: used, FINGERPRINT_KEY: 'cd'.repeat(32) }, 'serve');
  expect({ code, said }).toEqual({ code: 2, said: expect.stringMatching(/^The ledger names values by another/) });
}, 60_000);

test('so does what may not make the tables of the queue', async () => {
  const databaseUrl = await postgres.createDatabase();
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query("create role narrow login password 'narrow'");
  await client.query('grant create on schema public to narrow');
  await client.end();
  const narrow = new URL(databaseUrl);
  [narrow.username, narrow.password] = ['narrow', 'narrow'];
  const { code, said } = await run({ DATABASE_URL: narrow.href, ...key }, 'serve');
  expect({ code, said }).toEqual({
    code: 2,
    said: expect.stringMatching(
      /^The job queue's tables cannot be used: permission denied for database .*\. .*grant create on database/,
    ),
  });
  expect(said).not.toMatch(/\n\s+at /);
}, 60_000);

test('doctor leaves no fingerprint key where none was', async () => {
  const dataDir = join(home, 'sqlite');
  mkdirSync(dataDir);
  await (await openStore({ dataDir })).close();
  await run({ DATA_DIR: dataDir }, 'doctor');
  expect(readdirSync(dataDir)).toContain('handback.db');
  expect(readdirSync(dataDir)).not.toContain('fingerprint.key');
}, 60_000);
