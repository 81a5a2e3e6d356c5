import type { Credential } from '../model/credential.ts';
import { ANY_NAME, type Use } from '../model/use.ts';
import type { Store } from '../store/store.ts';
import { takesFrom } from '../workflows/stores.ts';
import { storeOfKind } from './credential-uses.ts';

/** Each place that is handed a secret of this name: of its own repository, or of all for one of the organisation. */
export async function usesNamed(store: Store, org: number, { kind, name, scope }: Credential): Promise<readonly Use[]> {
  const from = storeOfKind(kind);
  if (from === undefined) return [];
  const maps =
    scope.repositoryId === undefined
      ? (await store.records.list(org, 'uses', (record) => ({ ...record, risks: [] }))).values()
      : [await store.records.read(org, 'uses', String(scope.repositoryId))];
  return [...maps]
    .flatMap((map) => map?.uses ?? [])
    .filter((use) => use.what === 'secret' && (use.name === name.toUpperCase() || use.name === ANY_NAME))
    .filter((use) => takesFrom(use, from) && (scope.environment === undefined || isIn(use, scope.environment)));
}

/** GitHub takes the names of environments without regard to case. */
function isIn({ environment }: Use, wanted: string): boolean {
  return environment === ANY_NAME || environment?.toLowerCase() === wanted.toLowerCase();
}
