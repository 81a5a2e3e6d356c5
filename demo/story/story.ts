import { closing } from './closing.ts';
import { deciding } from './deciding.ts';
import { departure } from './departure.ts';
import { opening } from './opening.ts';
import { scheduled } from './scheduled.ts';
import { sparing } from './sparing.ts';
import type { Act } from './stage.ts';
import { watching } from './watching.ts';

/** DESIGN: an organisation, a pushed key, a departure, a case, a gate, proof. */
export const story: readonly Act[] = [...opening, ...departure, ...closing];

/**
 * The weeks after, which rest on the whole story: notice, a vendor, keys that come back,
 * exceptions, and who may decide what.
 */
export const sequel: readonly Act[] = [...scheduled, ...watching, ...sparing, ...deciding];
