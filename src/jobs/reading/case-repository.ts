import { type Organization, type Repository, shownAs } from '../../model/organization.ts';
import { POLICY_PATH, type Policy, type PolicyProblem } from '../../model/policy.ts';
import type { Store } from '../../store/store.ts';

/**
 * A case is a list of what still works: it must not stand where everybody reads it, and it
 * must be possible to write it.
 */
export async function caseRepositoryProblems(
  store: Store,
  { id, login }: Organization,
  { cases }: Policy,
): Promise<readonly PolicyProblem[]> {
  const all = await store.repositories.list(id);
  const wanted = `${login}/${cases?.repository}`;
  const home = shownAs(all, wanted);
  if (cases === undefined || all.length === 0 || home?.private) return [];
  if (home !== undefined)
    return [problem(`${wanted} is not private, and a case would help an attacker; no case is written there`)];
  const former = await formerHome(store, id, all);
  const renamed = former ? `. Cases were kept in ${former.fullName} so far: if it was renamed, name it so here` : '';
  const unseen = `Handback does not see ${wanted}, and writes no case until it does; create it, or add it to the installation`;
  return [problem(`${unseen}${renamed}`)];
}

/** Whether the last list of the installation lacks it, under whatever name. */
export async function isUnlisted(store: Store, { id, login }: Organization, { cases }: Policy): Promise<boolean> {
  const all = await store.repositories.list(id);
  return (
    shownAs(all, `${login}/${cases?.repository}`) === undefined && (await formerHome(store, id, all)) === undefined
  );
}

async function formerHome(store: Store, org: number, all: readonly Repository[]): Promise<Repository | undefined> {
  const before = (await store.records.read(org, 'case-home', 'home'))?.repositoryId;
  return all.find((each) => each.id === before && each.goneAt === undefined);
}

function problem(says: string): PolicyProblem {
  return { file: POLICY_PATH, says: `cases.repository: ${says}`, inForce: true };
}
