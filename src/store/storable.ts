import { storable } from '../model/identity.ts';

/**
 * What a statement is given, whatever somebody called something. JSON needs none of it:
 * there a backslash stands for what cannot be kept.
 */
export function storableValues<T>(values: readonly T[]): readonly (T | string)[] {
  return values.map((value) => (typeof value === 'string' ? storable(value) : value));
}
