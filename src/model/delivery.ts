import type { Instant } from './time.ts';

/** A webhook delivery, kept for a week. */
export interface Delivery {
  /** `X-GitHub-Delivery`: the same on redelivery, so it is the idempotency key. */
  readonly guid: string;
  readonly event: string;
  readonly action?: string;
  readonly installationId?: number;
  readonly receivedAt: Instant;
  /** As it came in; the ledger keeps an outline of it, without anything that people wrote. */
  readonly payload: unknown;
}
