import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openStore } from '../../src/store/open.ts';

export type Ledger = Awaited<ReturnType<typeof openLedger>>;

/** One real ledger for all histories of a file: each is an organisation of its own in it. */
export async function openLedger() {
  const dataDir = await mkdtemp(join(tmpdir(), 'machine-'));
  const store = await openStore({ dataDir });
  // The disk is not what is tested here.
  await sql`pragma synchronous = off`.execute(store.db);
  let last = 0;
  return {
    store,
    nextOrganization: (): number => {
      last += 1000;
      return last;
    },
    close: async (): Promise<void> => {
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
