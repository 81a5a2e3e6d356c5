import { z } from 'zod';
import type { Foretold } from '../../github/foretold.ts';
import type { Coverage } from '../../model/coverage.ts';
import type { KnownCredential } from '../../model/credential.ts';
import { HOUR, type Instant } from '../../model/time.ts';
import { ENVIRONMENTS, KEYS } from './foretold-lists.ts';

/** In the payload of a job. */
export const ForetoldLists = z.object({ at: z.number(), lists: z.record(z.string(), z.array(z.unknown())) });

/** A rate limit may hold a look up for an hour. */
const WORTH_MS = HOUR / 4;

/** What was foretold, as long as it is fresh and nobody looked since: an event may have told of more. */
export function stillWorth(
  foretold: Foretold | undefined,
  now: Instant,
  lastLook: Instant | undefined,
): Foretold | undefined {
  const isLate = foretold === undefined || now - foretold.at > WORTH_MS || (lastLook ?? 0) >= foretold.at;
  return isLate ? undefined : foretold;
}

/** Where something was, that it is not there any more is not taken from a survey: it is asked for. */
export function withoutKnown(
  { at, lists }: Foretold,
  looks: readonly Coverage[],
  here: readonly KnownCredential[],
): Foretold {
  const known = new Set([
    ...(here.some(({ kind, goneAt }) => kind === 'deploy-key' && goneAt === undefined) ? [KEYS] : []),
    ...(looks.some(({ scope }) => scope.environment !== undefined) ? [ENVIRONMENTS] : []),
  ]);
  return { at, lists: Object.fromEntries(Object.entries(lists).filter(([route]) => !known.has(route))) };
}
