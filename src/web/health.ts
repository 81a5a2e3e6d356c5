import { type Instant, MINUTE } from '../model/time.ts';

export interface Health {
  readonly ok: boolean;
}

interface Organs {
  readonly notes: { save(key: string, value: string): Promise<void> };
  readonly queue: { counts(): Promise<object> };
  readonly now: () => Instant;
  readonly onError: (error: unknown, where: string) => void;
}

/** What anybody may know: why it is so stands in the log. */
const UNWELL = { ok: false, says: 'the ledger cannot be read and written, so webhooks are refused; the log says why' };

/**
 * Whether a webhook would be kept. The ledger is written for it, but once a minute at most
 * while that goes well: anybody may ask as often as they like.
 */
export function healthOf({ notes, queue, now, onError }: Organs): () => Promise<Health> {
  let written: Instant | undefined;
  let isWell = true;
  return async () => {
    try {
      const isTried = written !== undefined && Math.abs(now() - written) < MINUTE;
      if (!isTried) await notes.save('health', String(now()));
      const counts = await queue.counts();
      written = isTried ? written : now();
      isWell = true;
      return { ok: true, ...counts };
    } catch (error) {
      if (isWell) onError(error, 'GET /healthz');
      written = undefined;
      isWell = false;
      return UNWELL;
    }
  };
}
