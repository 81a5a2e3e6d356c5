import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something can be seen and gives it back; what was waited for is in the error. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  patienceMs = 50_000,
): Promise<Exclude<T, undefined | null | false>> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== null && seen !== false) return seen as Exclude<T, undefined | null | false>;
    if (performance.now() > end) throw new Error(`Not seen within ${patienceMs} ms: ${what}`);
    await sleep(50);
  }
}
