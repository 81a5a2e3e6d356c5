import type { Decision } from '../../model/decision.ts';
import type { Ruling } from './desk.ts';

/** What every decision of one comment has in common. */
export type Shared = Pick<Decision, 'id' | 'at' | 'by' | 'said'>;

export function done(decision: Decision): Ruling {
  return { is: 'done', decision };
}

/** `why` completes "Not done: ...". */
export function refused(why: string): Ruling {
  return { is: 'refused', says: `Not done: ${why}.` };
}
