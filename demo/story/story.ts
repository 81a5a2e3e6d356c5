import { closing } from './closing.ts';
import { departure } from './departure.ts';
import { opening } from './opening.ts';
import type { Act } from './stage.ts';

/** DESIGN: an organisation, a pushed key, a departure, a case, a gate, proof. */
export const story: readonly Act[] = [...opening, ...departure, ...closing];
