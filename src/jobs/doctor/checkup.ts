import type { Organization } from '../../model/organization.ts';
import type { HttpProxy } from '../../model/proxy.ts';
import type { Context, Site } from '../context.ts';

/** One thing that was looked at. `unknown`: it could not be looked at, which is not the same as well. */
export interface Checkup {
  readonly state: 'well' | 'unknown' | 'warning' | 'ill';
  readonly says: string;
  /** What a person does about it. */
  readonly next?: string;
}

/** What the App should be, as the manifest says. */
export interface Manifest {
  readonly default_events: readonly string[];
  readonly default_permissions: Readonly<Record<string, string>>;
}

export interface Surgery {
  readonly context: Context;
  readonly manifest: Manifest;
  readonly appId: number;
  /** Through which this machine goes out, and to where: hosts with their ports. */
  readonly wayOut?: { readonly proxy: HttpProxy; readonly hosts: readonly string[] };
  /** The one that is looked at; missing before the first installation. */
  readonly organization?: Organization;
  /** Missing too where it lets us in no more. */
  readonly site?: Site;
}

/** One file each; listed in `index.ts`. */
export interface Examination {
  readonly about: string;
  run(surgery: Surgery): Promise<readonly Checkup[]>;
}
