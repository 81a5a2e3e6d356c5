import type { Credential } from '../../model/credential.ts';
import { ANY_NAME, type Use } from '../../model/use.ts';
import type { Store } from '../../store/store.ts';
import { isInReach } from '../../workflows/dependents.ts';
import { takesFrom } from '../../workflows/stores.ts';
import { storeOfKind } from './credential-uses.ts';

/** Each place that is handed a secret of this name: of its own repository, or of all for one of the organisation. */
export async function usesNamed(store: Store, org: number, { kind, name, scope }: Credential): Promise<readonly Use[]> {
  const from = storeOfKind(kind);
  if (from === undefined) return [];
  const isMeant = (use: Use) =>
    use.what === 'secret' &&
    (use.name === name.toUpperCase() || use.name === ANY_NAME) &&
    takesFrom(use, from) &&
    isInReach(scope, use);
  if (scope.repositoryId !== undefined)
    return (await store.records.read(org, 'uses', String(scope.repositoryId)))?.uses.filter(isMeant) ?? [];
  const found: Use[] = [];
  await store.records.list(org, 'uses', ({ uses }) => {
    found.push(...uses.filter(isMeant));
    return undefined;
  });
  return found;
}
