import type { Organization } from '../../src/model/organization.ts';
import type { Store } from '../../src/store/store.ts';
import { fillMadeLedger } from './make-ledger.ts';
import { createRandom } from './random.ts';

export interface MakingIn {
  readonly store: Store;
  /** An organisation of its own, filled by this seed. */
  make(seed: number): Promise<Organization>;
}

export function makingIn(store: Store): MakingIn {
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
