import type { CredentialId } from '../model/credential.ts';
import { ANY_NAME, type Use } from '../model/use.ts';

/** A secret as its store lists it. */
export interface Stored {
  readonly id: CredentialId;
  readonly name: string;
  /** Set for a secret of an environment: only jobs that run there can use it. */
  readonly environment?: string;
}

/** `unknown`: something may use it that the text does not name. */
export interface Verdict {
  readonly id: CredentialId;
  readonly state: 'used' | 'unused' | 'unknown';
  readonly uses: readonly Use[];
}

/**
 * Which of these secrets no workflow uses. Give it the uses of every repository that may use them; `complete` says that all of their
 * workflows were read: without it nothing is called unused.
 */
export function verdicts(stored: readonly Stored[], uses: readonly Use[], complete: boolean): readonly Verdict[] {
  const secrets = uses.filter(({ what }) => what === 'secret');
  const byName = Map.groupBy(secrets, ({ name }) => name);
  return stored.map(({ id, name, environment }) => {
    const here = (use: Use) => environment === undefined || mayBe(environment, use.environment);
    const sure = (byName.get(name.toUpperCase()) ?? []).filter(here);
    const perhaps = (byName.get(ANY_NAME) ?? []).filter(here);
    const state = sure.length > 0 ? 'used' : perhaps.length > 0 || !complete ? 'unknown' : 'unused';
    return { id, state, uses: sure.length > 0 ? sure : perhaps };
  });
}

/** GitHub takes names of environments without regard to case. */
function mayBe(environment: string, used: string | undefined): boolean {
  return used === ANY_NAME || used?.toLowerCase() === environment.toLowerCase();
}
