import type { GitHub } from '../github/github.ts';
import type { CaseStep, DigestStep, HeadStep } from '../model/step.ts';

/** Something that is done about a case, a repository's digest or a head. One file each; listed in `index.ts`. */
export type Action = CaseAction | DigestAction | HeadAction;

interface Named {
  readonly name: string;
  /** What the App must be granted, in GitHub's words. */
  readonly permission: string;
}

export interface CaseAction extends Named {
  readonly subject: 'case';
  /**
   * Makes GitHub look like the step. Idempotent, and it looks before it creates: the last answer may have been lost.
   */
  carryOut(world: ActionWorld, step: CaseStep): Promise<Remembered>;
}

export interface DigestAction extends Named {
  readonly subject: 'digest';
  carryOut(world: ActionWorld, step: DigestStep): Promise<Remembered>;
}

export interface HeadAction extends Named {
  readonly subject: 'head';
  carryOut(world: ActionWorld, step: HeadStep): Promise<Remembered>;
}

export interface ActionWorld {
  readonly github: GitHub;
  /** The account that writes what we write. */
  readonly botLogin: string;
  readonly now: number;
  /** Where it stood after the last time, if anything is remembered. */
  readonly remembered?: Remembered;
}

export interface Remembered {
  /** Issue number or check run id. */
  readonly remote: number;
  readonly state: 'open' | 'closed';
  /** Ids of the comments that are its pages, in their order. */
  readonly pages?: readonly number[];
  /** Keys of the reminders that were given. */
  readonly reminded?: readonly string[];
  /** Something was tried after this, and its answer never came: what stands has to be looked at. */
  readonly unsure?: true;
}
