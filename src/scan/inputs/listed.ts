import type { Unread } from '../input.ts';

/** A listed path from the root, or one that could not even be listed. */
export type Listed = string | Unread;

export const SUBMODULE = 'it is a submodule: scan it by itself';

export const NO_UTF8_NAME = 'its name is no UTF-8: pipe it in (handback scan - < file), or rename it';
