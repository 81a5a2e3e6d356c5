import { DAY, startOfDay } from '../../model/time.ts';
import { FINGERPRINT } from '../fingerprints.ts';
import { createUsage, type Ignorer } from './ignorer.ts';

interface Entry {
  readonly fingerprint: string;
  readonly where: string;
}

/**
 * `hb1_… until 2026-12-31 # reason`, one a line. An entry that has expired, or that nobody can read, ignores nothing.
 */
export function handbackIgnore(name: string, text: string, now: number): Ignorer {
  const entries: Entry[] = [];
  const problems: string[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const where = `${name}:${index + 1}`;
    const words = line.replace(/(?:^|\s)#.*$/, '').trim();
    if (words === '') continue;
    const [fingerprint = '', until, day, ...more] = words.split(/\s+/);
    const problem = wrong(fingerprint, until, day, more, now);
    if (problem === undefined) entries.push({ fingerprint, where });
    else problems.push(`${where}: ${problem}`);
  }
  const usage = createUsage(entries);
  return {
    name,
    problems,
    ignores: ({ fingerprint }) => usage.use(entries.filter((entry) => entry.fingerprint === fingerprint)),
    unused: usage.unused,
  };
}

function wrong(
  fingerprint: string,
  until: string | undefined,
  day: string | undefined,
  more: readonly string[],
  now: number,
): string | undefined {
  if (!FINGERPRINT.test(fingerprint)) return 'this is no fingerprint; copy one of a report, it begins with hb1_';
  if (until === undefined) return undefined;
  if (until !== 'until' || day === undefined || more.length > 0) {
    return 'write "until YYYY-MM-DD" behind the fingerprint, or "# reason", and nothing else';
  }
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(startOfDay(day))) return `"${day}" is no date; write YYYY-MM-DD`;
  return now >= startOfDay(day) + DAY ? `it has expired on ${day}` : undefined;
}
