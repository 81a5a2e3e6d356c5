import { setTimeout as sleep } from 'node:timers/promises';
import type { Act, Stage } from './stage.ts';
import { story } from './story.ts';

export interface Performance {
  /** Act by act, whether what must follow was seen. */
  readonly acts: Readonly<Record<string, boolean>>;
}

export interface Staging {
  /** Told before each act, and when it was seen or given up. */
  readonly tell?: (act: Act, stage: 'begins' | 'seen' | 'missed', look?: string) => void;
  /** Before an act: a test stops the App here, so that it misses the act, or switches a fault on. */
  readonly before?: (act: Act) => Promise<void>;
  /** Between an act and what must follow: a test kills and restarts the App here. */
  readonly between?: (act: Act) => Promise<void>;
  readonly patienceMs?: number;
  /** The story without its sequel, unless told otherwise. */
  readonly play?: readonly Act[];
}

/**
 * Plays the story. An act that is not seen in time ends it: what follows would rest on something that did not happen.
 */
export async function perform(
  stage: Stage,
  { tell, before, between, patienceMs = 90_000, play = story }: Staging = {},
): Promise<Performance> {
  const acts: Record<string, boolean> = {};
  for (const act of play) acts[act.name] = false;
  for (const act of play) {
    tell?.(act, 'begins');
    await before?.(act);
    await act.happens(stage);
    await between?.(act);
    const seen = await until(() => act.seen(stage), patienceMs);
    acts[act.name] = seen;
    tell?.(act, seen ? 'seen' : 'missed', seen ? act.look?.(stage) : undefined);
    if (!seen) break;
  }
  return { acts };
}

async function until(seen: () => Promise<boolean> | boolean, patienceMs: number): Promise<boolean> {
  const end = Date.now() + patienceMs;
  while (Date.now() < end) {
    if (await seen()) return true;
    await sleep(100);
  }
  return false;
}
