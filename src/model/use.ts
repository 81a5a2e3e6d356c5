/** Stands for all names: the whole context is handed on, or the name is computed and cannot be told from the text. */
export const ANY_NAME = '*';

/** What a workflow takes from a store by its name, upper-cased as GitHub keeps it. */
export interface Used {
  readonly what: 'secret' | 'variable';
  readonly name: string;
}

/** One place where a workflow hands a secret or variable to something that runs. */
export interface Use extends Used {
  /** Path of the workflow that starts it. */
  readonly workflow: string;
  /** Reusable workflows and local actions on the way from there to where it is handed over. */
  readonly through: readonly string[];
  readonly job: string;
  /** The environment that the job runs in; `*` when its name is computed. Each environment of a matrix is a use of its own. */
  readonly environment?: string;
  /** The step's own name, or its number from 1. */
  readonly step?: string;
  readonly receiver: Receiver;
  readonly how: 'environment variable' | 'input' | 'script' | 'secret of a called workflow' | 'setting';
  /** What the receiver knows it by: the environment variable or input. */
  readonly as?: string;
}

export type Receiver =
  | { readonly kind: 'action' | 'workflow'; readonly called: Called }
  | { readonly kind: 'script'; readonly text: string }
  /** The runner itself: credentials of a container, a condition. */
  | { readonly kind: 'job' };

/** What `uses:` names. */
export interface Called {
  readonly text: string;
  /** `owner/name`, or the image of `docker://`. Missing for what is in the repository itself. */
  readonly repository?: string;
  /** A commit or an image digest: what it runs today is what it runs tomorrow. */
  readonly pinned: boolean;
  /** Neither GitHub's nor the organisation's own. */
  readonly foreign: boolean;
}

/** All that the workflows of one repository use, and what could not be read. */
export interface UseMap {
  readonly uses: readonly Use[];
  readonly unread: readonly { readonly path: string; readonly why: string }[];
}

/** Something about a use that a person should change, and what to write instead. */
export interface UseRisk {
  readonly risk: 'unpinned-action' | 'static-cloud-key' | 'secret-dump' | 'every-secret';
  readonly use: Use;
  readonly says: string;
  readonly instead: string;
}
