import type { GitHub } from '../github/github.ts';
import type { Credential } from '../model/credential.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Repository } from '../model/organization.ts';
import type { Who } from '../model/person.ts';

/** A way to learn who made a credential. One file each; listed in `index.ts`. */
export interface EvidenceKind {
  readonly name: string;
  /** What the App must be granted, in GitHub's words. */
  readonly permission: string;
  /** Whether it can say anything about such a credential. */
  appliesTo(subject: Subject): boolean;
  /** Throws `NotVisible` when it may not look; an empty answer means that it looked and there is none. */
  gather(world: EvidenceWorld, subject: Subject): Promise<readonly Evidence[]>;
}

export interface EvidenceWorld {
  readonly github: GitHub;
  readonly repository: Repository;
  /** The local copy of the repository, up to date. */
  readonly mirror: string;
}

export interface Subject {
  readonly credential: Credential;
  /** The earliest commit known to bring the value, for a secret found in code. */
  readonly introduction?: Introduction;
}

export interface Introduction {
  readonly commit: string;
  readonly path: string;
  readonly author: GitWho;
  readonly committer: GitWho;
  readonly coAuthors: readonly Omit<GitWho, 'at'>[];
}

export interface GitWho {
  readonly name: string;
  readonly email: string;
  readonly at: number;
}

export function gitWho({ name, email }: Omit<GitWho, 'at'>): Who {
  return { name, email: email.toLowerCase() };
}
