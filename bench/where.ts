import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoreTarget } from '../src/store/open.ts';
import { startPostgres } from '../test/support/postgres.ts';

/** Empty ledgers of one engine. A ledger is named by one word, so that the name can be given to another process. */
export interface Ledgers extends AsyncDisposable {
  readonly engine: 'sqlite' | 'postgres';
  make(): Promise<string>;
}

export function ledgerAt(where = ''): StoreTarget {
  return where.startsWith('postgres://') ? { databaseUrl: where } : { dataDir: where };
}

/** With a cache as a small server has it, and each commit on the disk: what the tests do without. */
const AS_INSTALLED = ['-c', 'shared_buffers=128MB', '-c', 'fsync=on'];

export async function makeLedgers(postgres: boolean): Promise<Ledgers> {
  if (postgres) {
    const server = await startPostgres(AS_INSTALLED);
    return { engine: 'postgres', make: () => server.createDatabase(), [Symbol.asyncDispose]: () => server.stop() };
  }
  const home = mkdtempSync(join(tmpdir(), 'handback-bench-'));
  return {
    engine: 'sqlite',
    make: async () => mkdtempSync(join(home, 'ledger-')),
    [Symbol.asyncDispose]: async () => rmSync(home, { recursive: true, force: true }),
  };
}
