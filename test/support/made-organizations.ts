// Ledgers full of everything, one after the other in one store: to hold what reads a part against what reads the whole.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Organization } from '../../src/model/organization.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { fillMadeLedger } from './make-ledger.ts';
import { createRandom } from './random.ts';

export interface MadeOrganizations {
  readonly store: Store;
  /** An organisation of its own, filled by this seed. */
  make(seed: number): Promise<Organization>;
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

export function makingIn(store: Store): Pick<MadeOrganizations, 'store' | 'make'> {
  let made = 0;
  return {
    store,
    async make(seed) {
      made += 1;
      await fillMadeLedger(store, made, createRandom(`narrow ${seed}`));
      return { id: made, login: 'acme', installationId: made, state: 'active' };
    },
  };
}
