/** What a `retry-after` header asks for; undefined where it names no time. One of 0 seconds names none: it would be asked again at once, for as long as the limit lasts. */
export function retryAfterMs(header: string | null | undefined): number | undefined {
  const seconds = Number(header ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
}
