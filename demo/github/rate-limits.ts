// So many requests an hour for each installation and person, and few for an address that
// does not say who it is; a 304 costs nothing.
import type { Caller } from './caller.ts';

interface Budget {
  used: number;
  resetsAt: number;
}

const hour = 3_600_000;

/** Whoever does not say who they are, counted by address. */
const ANONYMOUS = 60;

export class RateLimits {
  readonly #limit: number;
  readonly #now: () => number;
  readonly #budgets = new Map<string, Budget>();

  constructor(limit: number, now: () => number) {
    this.#limit = limit;
    this.#now = now;
  }

  /** False when nothing is left. */
  spend(caller: Caller): boolean {
    const budget = this.#budget(caller);
    if (budget.used >= this.#most(caller)) return false;
    budget.used++;
    return true;
  }

  giveBack(caller: Caller): void {
    this.#budget(caller).used--;
  }

  state(caller: Caller): { limit: number; remaining: number; used: number; reset: number } {
    const { used, resetsAt } = this.#budget(caller);
    const limit = this.#most(caller);
    return { limit, remaining: limit - used, used, reset: Math.ceil(resetsAt / 1000) };
  }

  headers(caller: Caller): Record<string, string> {
    const state = Object.entries({ ...this.state(caller), resource: 'core' });
    return Object.fromEntries(state.map(([name, value]) => [`x-ratelimit-${name}`, String(value)]));
  }

  #most({ kind }: Caller): number {
    return kind === 'nobody' ? Math.min(ANONYMOUS, this.#limit) : this.#limit;
  }

  #budget(caller: Caller): Budget {
    const who = nameOf(caller);
    const known = this.#budgets.get(who);
    if (known && known.resetsAt > this.#now()) return known;
    const fresh = { used: 0, resetsAt: this.#now() + hour };
    this.#budgets.set(who, fresh);
    return fresh;
  }
}

export function nameOf(caller: Caller): string {
  if (caller.kind === 'installation') return `installation ID ${caller.installation.id}`;
  if (caller.kind === 'user') return `user ID ${caller.user.id}`;
  return caller.kind === 'app' ? `app ID ${caller.app.id}` : '127.0.0.1';
}
