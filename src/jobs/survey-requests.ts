import { identity } from '../model/identity.ts';
import type { NewJob } from '../model/job.ts';
import { partsOf } from '../model/parts.ts';

// The jobs that have many repositories looked at, as they are asked for.

/**
 * Chosen ones, or in a full pass every one: when these were looked at, what is gone and
 * what should stand is looked at too.
 */
export type Surveyed = { readonly ids: readonly number[] } | 'all';

/** `unanswered`: how many in a row GitHub did not answer about, each asked about alone. */
export interface SurveyPace {
  readonly atATime: number;
  readonly unanswered: number;
}

/** GitHub gives a question ten seconds: it is asked about so many repositories. */
export const USUAL: SurveyPace = { atATime: 20, unanswered: 0 };

/**
 * Has repositories looked at, some at a time, after one question about all of these. While a full pass
 * is under way this goes on with it: one that takes longer than the time between sweeps would never end.
 */
export function survey(org: number, which: Surveyed, pace: SurveyPace = USUAL): NewJob {
  const what = which === 'all' ? 'full' : identity(...which.ids);
  const coalesce = `survey:${org}:${what}`;
  return { type: 'survey', payload: { org, which, ...pace }, lane: `survey:${org}`, coalesce };
}

/** What one job hands on to the next: of more, the ids alone would fill the queue. */
const CHOSEN = 200;

export function surveysOf(org: number, ids: readonly number[]): readonly NewJob[] {
  return partsOf(ids, CHOSEN).map((part) => survey(org, { ids: part }));
}
