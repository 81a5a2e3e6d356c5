/**
 * What a `retry-after` header asks for, in seconds or as a date (RFC 9110 §10.2.3); undefined where it
 * names no time that is still to come: it would be asked again at once, for as long as the limit lasts.
 */
export function retryAfterMs(header: string | null | undefined, now: number): number | undefined {
  const text = header ?? '';
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return ms > 0 ? ms : undefined;
}
