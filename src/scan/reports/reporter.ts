import type { Rule } from '../../detect/rule.ts';
import type { Report } from '../found.ts';

/** Writes a report out; gives the whole text. */
export type Reporter = (report: Report, about: About) => string;

export interface About {
  readonly rules: readonly Rule[];
  readonly now: number;
  readonly version: string;
  /** Adds colour, or nothing. */
  readonly paint: (style: Style, text: string) => string;
}

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan';
