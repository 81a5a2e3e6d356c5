/** What an action remembers of the last step that it carried out. */
export interface Outcome {
  /** Hash of what was last written to GitHub. */
  readonly hash: string;
  /** Issue number or check run id. */
  readonly remote: number;
  readonly state: 'open' | 'closed';
}

export interface KeyedOutcome extends Outcome {
  readonly key: string;
}
