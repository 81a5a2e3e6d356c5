import type { OpenedStore } from '../../../src/store/open.ts';

/** What a test needs: one store for all, and an organisation that no other test uses. */
export interface Bench {
  readonly store: () => OpenedStore;
  /** Opens the same database once more, as another process would. */
  readonly openAgain: () => Promise<OpenedStore>;
  readonly newOrg: () => number;
}
