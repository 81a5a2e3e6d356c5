/** The commit that first brought a blob into a history, and the path that it had there. */
export interface FirstPlace {
  readonly blob: string;
  readonly commit: string;
  readonly path: string;
  /** Grows with time, ancestors before descendants: the smallest of several is the earliest. */
  readonly order: number;
}
