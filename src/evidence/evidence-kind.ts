import type { GitHub } from '../github/github.ts';
import type { Credential } from '../model/credential.ts';
import type { Evidence } from '../model/evidence.ts';
import type { OnceEach } from '../model/once.ts';
import type { Repository } from '../model/organization.ts';
import type { Who } from '../model/person.ts';
import type { AccountKeys } from '../model/records.ts';
import type { Secret } from '../model/secret.ts';
import type { Instant } from '../model/time.ts';
import type { Use, Used } from '../model/use.ts';

/** A way to learn who made a credential. One file each; listed in `index.ts`. */
export interface EvidenceKind {
  readonly name: string;
  /** What the App must be granted, in GitHub's words. */
  readonly permission: string;
  /**
   * When a credential that it was asked about is met again. Left out: never, what it says of a commit does not change.
   * `while-silent`: until it has found something. `always`: there may be more by now, such as a review.
   */
  readonly again?: 'while-silent' | 'always';
  /** Whether it can say anything about such a credential. */
  appliesTo(subject: Subject): boolean;
  /** Throws `NotVisible` when it may not look; an empty answer means that it looked and there is none. */
  gather(world: EvidenceWorld, subject: Subject): Promise<readonly Evidence[]>;
  /** What is known, and how weakly, while it may not look. */
  meanwhile?(subject: Subject): readonly Evidence[];
}

export interface EvidenceWorld {
  readonly github: GitHub;
  readonly organization: string;
  readonly repository: Repository;
  /** The local copy of the repository, up to date. */
  readonly mirror: string;
  /** All commits that this piece of work asks about, so that one request may ask about many. */
  readonly commits: readonly string[];
  /** The same of texts, by their ids in the graph. */
  readonly texts?: readonly string[];
  /** What is found out once for all subjects: a commit may have brought hundreds of values. */
  readonly once: OnceEach;
  /** The public keys of accounts, as far as they were looked at. */
  accountKeys(): Promise<readonly AccountKeys[]>;
  /** What one version of a workflow uses and names: the same reader that tells who uses what today. */
  namedIn(
    file: { readonly path: string; readonly text: string },
    owner: string,
  ): readonly (Used & Pick<Use, 'environment'>)[];
}

export interface Subject {
  readonly credential: Credential;
  /** The earliest commit known to bring the value, for a secret found in code. */
  readonly introduction?: Introduction;
  /** The variable of the repository, or of one of its environments, in which the value was found. */
  readonly variable?: FoundIn;
  /** The text of the repository in which people wrote it. */
  readonly text?: InText;
  /** Reads a plaintext secret again from where it was seen; undefined when it is not readable any more. */
  value?(): Promise<Secret | undefined>;
}

interface FoundIn {
  readonly name: string;
  readonly environment?: string;
  /** When it was last set: whenever it was made, the value is no older there. */
  readonly setAt: Instant;
}

export interface InText {
  /** `issue #7`. */
  readonly name: string;
  /** Its id in GitHub's graph. */
  readonly node?: string;
  readonly author?: Who;
  readonly createdAt: Instant;
  /** When it, or what belongs to it, last changed. */
  readonly updatedAt: Instant;
  readonly title?: string;
  readonly body: string;
  /** Whether a text holds the secret. */
  holds(text: string): boolean;
}

export interface Introduction {
  readonly commit: string;
  readonly path: string;
  readonly author: GitWho;
  readonly committer: GitWho;
  readonly coAuthors: readonly Omit<GitWho, 'at'>[];
  /** No ref led to the commit when the repository was last looked at, then. */
  readonly newSince?: Instant;
}

export interface GitWho {
  readonly name: string;
  readonly email: string;
  readonly at: number;
}

/** Longer than any name or address of a person; a commit may hold one of megabytes. */
const LONGEST = 400;

export function gitWho({ name, email }: Omit<GitWho, 'at'>): Who {
  return { name: clipped(name), email: clipped(email.toLowerCase()) };
}

function clipped(text: string): string {
  return text.slice(0, LONGEST).toWellFormed();
}
