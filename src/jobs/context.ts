import type { Detector } from '../detect/detector.ts';
import { type GitHub, type GitHubApp, GitHubFailure } from '../github/github.ts';
import type { TokenReports } from '../github/report-tokens.ts';
import type { BlobEngine } from '../history/blob-engine.ts';
import type { AskIssuer } from '../model/issuer.ts';
import type { Organization } from '../model/organization.ts';
import type { Queue } from '../queue/queue.ts';
import type { Store } from '../store/store.ts';
import { counted } from './writing/pace.ts';

/** What every job may use. Made once in `main.ts`; tests make their own. */
export interface Context {
  readonly store: Store;
  readonly queue: Queue;
  readonly github: GitHubApp;
  readonly detector: Detector;
  /** For file versions by the thousand; the detector is for single texts. */
  readonly engine: BlobEngine;
  /** Runs what takes a core and much memory, one at a time. */
  readonly heavy: <T>(work: () => Promise<T>) => Promise<T>;
  readonly fingerprintKey: Uint8Array;
  /** Where the copies of the repositories are. */
  readonly dataDir: string;
  readonly askIssuer: AskIssuer;
  /** Has GitHub revoke tokens of its. */
  readonly tokenReports: TokenReports;
  /** Whether issuers other than GitHub may be asked, where a policy wants it. */
  readonly asksOthers: boolean;
  readonly now: () => number;
  readonly log: Log;
}

/** Fields first, then a fixed message; never a secret in either. */
interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** An organisation with its door to GitHub. */
export interface Site {
  readonly organization: Organization;
  readonly github: GitHub;
}

/**
 * Opens the organisation of a job, or ends the job quietly when Handback is no longer installed
 * there. A job that makes content names its lane as `writer`, so that what it writes is counted.
 */
export async function openSite({ store, github, now }: Context, org: number, writer?: string): Promise<Site> {
  const organization = await store.organizations.byId(org);
  if (organization === undefined) throw new NotKnownYet(`organisation ${org} is not known to have installed Handback`);
  if (organization.state !== 'active')
    throw new NotInstalled(`${organization.login} has ${organization.state} the installation`);
  try {
    const door = await github.forInstallation(organization.installationId, await store.notes.read(grantedKey(org)));
    return { organization, github: writer === undefined ? door : counted(door, { store, now }, org, writer) };
  } catch (error) {
    if (error instanceof GitHubFailure && error.status === 404)
      throw new NotInstalled(`${organization.login} has no installation`);
    throw error;
  }
}

/** The note of what the installation was granted, as the last look at it saw it: all processes go by it. */
export function grantedKey(org: number): string {
  return `granted:${org}`;
}

/**
 * Work for an organisation that has just removed or suspended Handback: there is nothing to do, and nothing went wrong.
 */
export class NotInstalled extends Error {
  override readonly name: string = 'NotInstalled';
}

/** Its installation may be about to be read: an event that comes right behind it must not be lost. */
export class NotKnownYet extends NotInstalled {
  override readonly name = 'NotKnownYet';
}
