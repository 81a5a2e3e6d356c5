import { DAY, HOUR, MINUTE } from '../../model/time.ts';

/** Names, paths and reasons come from anybody: what could steer a terminal or break a line is shown as `?`. */
export function plain(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');
}

export function count(many: number, one: string, more = `${one}s`): string {
  // By hand: asking for a locale loads its tables, which takes longer than a scan of a few files.
  const written = String(many).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
  return `${written} ${many === 1 ? one : more}`;
}

const UNITS = [
  ['year', 365.25 * DAY],
  ['month', (365.25 / 12) * DAY],
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
] as const;

/** "14 months ago": years only from two on. */
export function ago(then: number, now: number): string {
  for (const [unit, length] of UNITS) {
    const many = Math.floor((now - then) / length);
    if (many >= (unit === 'year' ? 2 : 1)) return `${count(many, unit)} ago`;
  }
  return 'just now';
}

export function size(bytes: number): string {
  if (bytes < 1000) return count(bytes, 'byte');
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
