import type { IncidentName } from './decision.ts';
import type { Instant } from './time.ts';

/** The issue that a break-glass is bound to, as last seen. What is not visible or gone does not count as open. */
export interface Incident {
  /** "acme/ops#12". */
  readonly name: string;
  readonly state: 'open' | 'closed' | 'not visible';
  readonly lookedAt: Instant;
  /**
   * The last time it was seen to be closed: what was bound to it before then has ended, also when it is opened again.
   */
  readonly endedAt?: Instant;
}

export function incidentKey({ repositoryId, issue }: IncidentName): string {
  return `${repositoryId}#${issue}`;
}
