import type { Instant } from './time.ts';

/** A webhook delivery, kept for a week. */
export interface Delivery {
  /** `X-GitHub-Delivery`: the same on redelivery, so it is the idempotency key. */
  readonly guid: string;
  readonly event: string;
  readonly action?: string;
  readonly installationId?: number;
  readonly receivedAt: Instant;
  /** As it came in. The ledger does not keep it: people write secrets in titles and messages. */
  readonly payload: unknown;
}

export function deliveryOf(guid: string, event: string, payload: object, receivedAt: Instant): Delivery {
  const action = 'action' in payload && typeof payload.action === 'string' ? { action: payload.action } : {};
  const installation = 'installation' in payload ? (payload.installation as { id?: unknown } | null) : null;
  const installationId = typeof installation?.id === 'number' ? { installationId: installation.id } : {};
  return { guid, event, ...action, ...installationId, receivedAt, payload };
}
