// Ledgers full of everything, one after the other in one store: to hold what reads a part against what reads the whole.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../src/store/open.ts';
import { type MakingIn, makingIn } from './making-in.ts';

export interface MadeOrganizations extends MakingIn {
  /** As many of these as this store has the time for. */
  share(many: number): number;
  /** More than so many of something must have come up in that share. */
  enough(many: number): number;
  close(): Promise<void>;
}

export async function madeOrganizations(): Promise<MadeOrganizations> {
  const home = mkdtempSync(join(tmpdir(), 'handback-made-'));
  const store = await openStore({ dataDir: home });
  return {
    ...makingIn(store),
    share: (many) => many,
    enough: (many) => many,
    async close() {
      await store.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
