import type { Departure } from '../../model/departure.ts';

/** Behind "not looked at": from when on a look tells of this departure. */
export function sinceThen({ effectiveAt, learnedAt }: Pick<Departure, 'effectiveAt' | 'learnedAt'>): string {
  return learnedAt > effectiveAt ? 'since Handback learned of the departure' : 'since the departure';
}
