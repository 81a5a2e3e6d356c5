import type { NewJob } from '../model/job.ts';

/**
 * Jobs that come again and again. Time is cut into slots of `everyMs`, and a slot's job has
 * the slot in its key: so it is added once, however many workers there are and however
 * often they start again. Nothing is stored but the job itself.
 */
export class Schedules {
  readonly #add: (jobs: readonly NewJob[]) => Promise<number>;
  readonly #now: () => number;
  readonly #entries = new Map<string, { readonly everyMs: number; readonly job: NewJob; slot?: number }>();

  constructor(add: (jobs: readonly NewJob[]) => Promise<number>, now: () => number) {
    this.#add = add;
    this.#now = now;
  }

  set(name: string, everyMs: number, job: NewJob): void {
    this.#entries.set(name, { everyMs, job });
  }

  /** Adds what is due and not added by this process yet. */
  async tick(): Promise<void> {
    for (const [name, entry] of this.#entries) {
      const slot = Math.floor(this.#now() / entry.everyMs);
      if (slot === entry.slot) continue;
      await this.#add([
        { coalesce: `schedule:${name}`, ...entry.job, key: `schedule:${name}:${entry.everyMs}:${slot}` },
      ]);
      entry.slot = slot;
    }
  }
}
