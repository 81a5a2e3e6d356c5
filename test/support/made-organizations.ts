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
  close(): Promise<void>;
}

export async function madeOrganizations(): Promise<MadeOrganizations> {
  const home = mkdtempSync(join(tmpdir(), 'handback-made-'));
  const store = await openStore({ dataDir: home });
  let made = 0;
  return {
    store,
    async make(seed) {
      made += 1;
      await fillMadeLedger(store, made, createRandom(`narrow ${seed}`));
      return { id: made, login: 'acme', installationId: made, state: 'active' };
    },
    async close() {
      await store.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
