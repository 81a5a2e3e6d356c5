import type { Examination } from './checkup.ts';

/** Above this, GitHub refuses the App's own tokens: they carry the time at which they were made. */
const REFUSED_MS = 60_000;
const NOTICEABLE_MS = 5_000;

/** Dates of departures and proofs are only as good as this machine's clock. */
export const clock: Examination = {
  about: 'clock',

  run: async ({ context, site }) => {
    if (site === undefined) return [];
    const before = context.now();
    const { date } = await site.github.look('GET /rate_limit', {});
    if (date === undefined) return [{ state: 'unknown', says: 'GitHub’s answer has no date to compare with' }];
    // GitHub's date has whole seconds, and the answer took its time.
    const off = Math.abs(Date.parse(date) + 500 - (before + context.now()) / 2);
    const says = `differs from GitHub’s by ${(off / 1000).toFixed(1)} s`;
    if (off < NOTICEABLE_MS) return [{ state: 'well', says }];
    const next = 'Let the machine’s clock follow a time server (NTP).';
    return [{ state: off < REFUSED_MS ? 'warning' : 'ill', says, next }];
  },
};
