import type { Scope } from '../model/credential.ts';
import { keyed } from '../model/identity.ts';

/** Equal for equal places: by repository id, because the name changes with a rename. */
export function scopeKey({ repositoryId, environment }: Scope): string {
  return keyed(`${repositoryId ?? ''}/${environment ?? ''}`);
}
