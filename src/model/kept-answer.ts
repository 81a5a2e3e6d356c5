/** A former answer of GitHub, kept so that only what changed is sent again. */
export interface KeptAnswer {
  readonly body: string;
  /** The header that leads to the next page. */
  readonly link?: string;
}
