// What goes wrong on purpose: matched against "POST /repos/acme/shop/issues", "GIT POST
// /acme/shop.git/...", "WEBHOOK push." or "GRAPHQL acme/shop DeployKeyConnection".

export interface Fault {
  on: RegExp;
  /** How often it strikes; once without it. */
  times?: number;
  /** Answer this instead. */
  status?: number;
  message?: string;
  /** What its answer says beside the message. */
  more?: Record<string, unknown>;
  headers?: Record<string, string>;
  delayMs?: number;
  /** Cut the connection before anything is done. */
  cut?: boolean;
  /** Do it, then cut the connection: the caller cannot know that it was done. */
  lose?: boolean;
  /** GraphQL: says "none", and no word of why. */
  hide?: boolean;
  /** GraphQL: this part may not be seen, and GitHub says so. */
  forbid?: boolean;
  /** Webhooks: never arrives and never answers. */
  drop?: boolean;
  twice?: boolean;
  lateMs?: number;
}

export class Faults {
  #planned: { fault: Fault; left: number }[] = [];

  plan(fault: Fault): void {
    this.#planned.push({ fault, left: fault.times ?? 1 });
  }

  /** The fault that strikes now, if any; it is used up by asking. */
  strike(what: string): Fault | undefined {
    const found = this.#planned.find(({ fault, left }) => left > 0 && fault.on.test(what));
    if (found) found.left--;
    return found?.fault;
  }

  clear(): void {
    this.#planned = [];
  }
}

export const pause = (ms: number | undefined): Promise<void> =>
  ms ? new Promise((resolve) => setTimeout(resolve, ms)) : Promise.resolve();
