import type { PullRequest } from '../github/model.ts';
import type { AppProcess } from './app-process.ts';
import type { World } from './cast.ts';

/** What the acts leave for one another. */
export interface Stage {
  readonly world: World;
  readonly app: AppProcess;
  leak?: { readonly pull: PullRequest; readonly token: string; readonly firstSha: string };
  harmless?: PullRequest;
  /** Carol's pull request in the ledger, which Eve's key can open. */
  audited?: PullRequest;
}

/** One act: somebody does something on GitHub, and then something must be seen there. */
export interface Act {
  readonly name: string;
  readonly tells: string;
  readonly happens: (stage: Stage) => Promise<void> | void;
  /** True as soon as what must follow is there: on GitHub's side, or in the App's ledger. */
  readonly seen: (stage: Stage) => Promise<boolean> | boolean;
  readonly look?: (stage: Stage) => string | undefined;
}
