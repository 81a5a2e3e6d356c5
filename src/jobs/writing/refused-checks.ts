import type { Store } from '../../store/store.ts';

// Checks that GitHub refused to take: remembered as what was refused, so that a pass goes
// on without them and what says something else is tried.

type Refused = Readonly<Record<string, string>>;

/** Hashes of what was refused in a repository since the last sweep, by the key of their outcome. */
export async function refusedChecks(store: Store, org: number, repositoryId: number): Promise<Refused> {
  return (await store.records.read(org, 'refused-checks', String(repositoryId)))?.hashes ?? {};
}

export async function rememberRefusedCheck(
  store: Store,
  org: number,
  repositoryId: number,
  refused: Refused,
): Promise<void> {
  const hashes = { ...(await refusedChecks(store, org, repositoryId)), ...refused };
  await store.records.save(org, 'refused-checks', new Map([[String(repositoryId), { hashes }]]));
}

/** How many were refused since the last sweep, and where. */
export async function refusedSince(
  store: Store,
  org: number,
): Promise<readonly { readonly repositoryId: number; readonly checks: number }[]> {
  const all = [...(await store.records.list(org, 'refused-checks'))];
  return all.flatMap(([key, { hashes }]) => {
    const checks = Object.keys(hashes).length;
    return checks === 0 ? [] : [{ repositoryId: Number(key), checks }];
  });
}

/** A sweep tries all of them once more. */
export async function forgetRefusedChecks(store: Store, org: number): Promise<void> {
  const all = await store.records.list(org, 'refused-checks');
  const some = [...all].filter(([, { hashes }]) => Object.keys(hashes).length > 0);
  await store.records.save(org, 'refused-checks', new Map(some.map(([key]) => [key, { hashes: {} }])));
}
