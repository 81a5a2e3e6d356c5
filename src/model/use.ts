import type { CredentialId } from './credential.ts';
import type { Instant } from './time.ts';

/** Stands for all names: the whole context is handed on, or the name is computed and cannot be told from the text. */
export const ANY_NAME = '*';

/** GitHub's stores of names that files may use. Who starts a run decides from which of them it takes a name. */
export type StoreName = 'actions' | 'dependabot' | 'agents';

/** Dependabot's configuration, whose registries take secrets as the jobs of a workflow do. */
export function isDependabot(path: string): boolean {
  return /^\.github\/dependabot\.ya?ml$/.test(path);
}

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
  /** `*`: every job, what the workflow as a whole takes. */
  readonly job: string;
  /**
   * The environment that the job runs in; `*` when its name is computed. Each environment of
   * a matrix is a use of its own.
   */
  readonly environment?: string;
  /** The step's own name, or its number from 1. */
  readonly step?: string;
  readonly receiver: Receiver;
  readonly how: 'environment variable' | 'input' | 'script' | 'secret of a called workflow' | 'setting';
  /** What the receiver knows it by: the environment variable or input. */
  readonly as?: string;
  /**
   * Taken from its environment, and from nothing above it, by a job of a called workflow. `perhaps`: nobody
   * passes a secret of that name, so documents and what is seen differ; or the workflow was not read.
   */
  readonly fromEnvironment?: 'surely' | 'perhaps';
  /** The stores that its runs take the name from; missing where that is Actions alone. */
  readonly stores?: readonly StoreName[];
}

export type Receiver =
  | { readonly kind: 'action' | 'workflow'; readonly called: Called }
  /** Its text is looked at and not kept: people write secrets in it. */
  | { readonly kind: 'script' }
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
  readonly unread: readonly Unread[];
}

/** A file, or a part of one, that nobody may take for one without uses. */
export interface Unread {
  readonly path: string;
  readonly why: string;
}

/** A secret that stands in a workflow in clear, and the job that gets it; without one every job does. */
export interface LiteralUse {
  readonly credential: CredentialId;
  readonly workflow: string;
  readonly line: number;
  readonly job?: string;
}

/** What the default branch of a repository says, as it was read last. */
export interface RepositoryUses extends UseMap {
  readonly lookedAt: Instant;
  /** Missing for a repository without a default branch. */
  readonly commit?: string;
  readonly risks: readonly UseRisk[];
  readonly literals: readonly LiteralUse[];
  /** Whether what Dependabot and agents use was read as well: an older version did not. */
  readonly everyStore?: true;
}

/** Something about a use that a person should change, and what to write instead. */
export interface UseRisk {
  readonly risk: 'unpinned-action' | 'static-cloud-key' | 'secret-dump' | 'every-secret';
  readonly use: Use;
  readonly says: string;
  readonly instead: string;
}

/** A workflow, or the configuration of Dependabot, that takes a credential from its store, and so fails without it. */
export interface Dependent {
  readonly repositoryId: number;
  /** `owner/name`. */
  readonly repository: string;
  readonly workflow: string;
  readonly jobs: readonly string[];
  readonly environments: readonly string[];
  /** Actions and workflows that get it, as `uses:` names them. */
  readonly receivers: readonly string[];
  /** False where every secret is handed on, or its name is computed. */
  readonly sure: boolean;
  /** When GitHub says that it ran last; `null` when it never did. Missing: nobody asked. */
  readonly lastRunAt?: Instant | null;
  /** Only runs that these start take it; missing for whatever starts a run. */
  readonly startedBy?: Exclude<StoreName, 'actions'>;
}

/** Who needs a credential. `unused` only when every file could be read that could say otherwise. */
export interface CredentialUses {
  readonly state: 'used' | 'unused' | 'unknown';
  readonly dependents: readonly Dependent[];
  /** Files, and repositories, that could not be read. */
  readonly unread: number;
  /** Who else gets it without any file saying so. */
  readonly beyond?: string;
}

/** When the workflows of one repository ran last, by path, as far as somebody asked. */
export interface WorkflowRuns {
  readonly asked: Readonly<Record<string, { readonly at: Instant; readonly lastRunAt?: Instant | null }>>;
}
