import type { Organization, Repository } from '../github/model.ts';
import type { DeployKey } from '../github/records.ts';
import type { GitHub } from '../github/stand-in.ts';

export type User = ReturnType<GitHub['user']>;

/** Acme Payments on the morning when it installs Handback. */
export interface World {
  readonly github: GitHub;
  readonly acme: Organization;
  readonly people: {
    readonly alice: User;
    readonly bob: User;
    readonly carol: User;
    readonly mallory: User;
    readonly eve: User;
  };
  readonly repositories: Record<
    'policy' | 'roster' | 'security' | 'shop' | 'infra' | 'ledger' | 'website' | 'docs',
    Repository
  >;
  readonly malloryKey: DeployKey;
  readonly eveKey: DeployKey;
  /** How far the story is ahead of this machine. GitHub follows at once, the App when it starts the next time. */
  readonly clock: { aheadMs: number };
  /** What the App needs to know to be this App. */
  readonly app: { readonly appId: number; readonly privateKey: string; readonly webhookSecret: string };
}
