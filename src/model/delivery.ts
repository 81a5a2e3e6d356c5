import type { Instant } from './time.ts';

/** A webhook delivery as it came in, kept for a week. */
export interface Delivery {
  /** `X-GitHub-Delivery`: the same on redelivery, so it is the idempotency key. */
  readonly guid: string;
  readonly event: string;
  readonly action?: string;
  readonly installationId?: number;
  readonly receivedAt: Instant;
  readonly payload: unknown;
}
