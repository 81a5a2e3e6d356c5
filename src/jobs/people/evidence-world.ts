import type { EvidenceWorld } from '../../evidence/evidence-kind.ts';
import { mirrorDirectory } from '../../git/mirror.ts';
import { once, onceEach } from '../../model/once.ts';
import type { Repository } from '../../model/organization.ts';
import type { AccountKeys } from '../../model/records.ts';
import type { Store } from '../../store/store.ts';
import { namedIn } from '../../workflows/named.ts';
import type { Context, Site } from '../context.ts';

/** What evidence about a repository is gathered from. Whoever asks about many commits or texts at once says which. */
export function evidenceWorld(
  { store, dataDir }: Pick<Context, 'store' | 'dataDir'>,
  { organization, github }: Site,
  repository: Repository,
): EvidenceWorld {
  return {
    github,
    organization: organization.login,
    repository,
    namedIn,
    commits: [],
    mirror: mirrorDirectory(dataDir, repository.id),
    once: onceEach(),
    accountKeys: once(() => knownAccountKeys(store, organization.id)),
  };
}

export async function knownAccountKeys(store: Store, org: number): Promise<readonly AccountKeys[]> {
  return [...(await store.records.list(org, 'account-keys')).values()];
}
