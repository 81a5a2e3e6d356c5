import { minimatch } from 'minimatch';
import type { Matches } from '../../policy/exceptions.ts';

/**
 * Patterns as people mean them who write `*` for all: `.github` among them, and in
 * whichever letters, as GitHub tells no names apart by these.
 */
export const matches: Matches = (name, pattern) => minimatch(name, pattern, { dot: true, nocase: true });
