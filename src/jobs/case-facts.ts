import type { Case } from '../model/case.ts';
import type { Organization } from '../model/organization.ts';
import { exposureFinder } from '../policy/exposure.ts';
import { byOwner } from '../policy/owner.ts';
import { residualFinder, residualReasons } from '../policy/residual.ts';
import { lastOf } from '../policy/teams.ts';
import type { Store } from '../store/store.ts';
import { ownersAndUses, type Surroundings } from './owners.ts';

/** Cases with what a person needs to act on them: who fails without a credential, who owns it, what else the leaver could read. Read only when a case is open. */
export async function withFacts(
  store: Store,
  { id: org, login }: Organization,
  opened: readonly Case[],
  around: Surroundings,
): Promise<readonly Case[]> {
  if (!opened.some(isOpen)) return opened;
  const { ownerOf, usesOf, selected, members } = await ownersAndUses(store, org, around);
  const [access, invitations, codeowners, presence] = await Promise.all([
    store.records.list(org, 'access'),
    store.records.list(org, 'invitations'),
    store.records.list(org, 'codeowners'),
    store.records.list(org, 'presence'),
  ]);
  const { files, repositories } = around;
  const credentials = files.map(({ credential }) => credential);
  const reached = { access: access.values(), credentials, repositories, selected, teams: members };
  const exposureOf = exposureFinder(reached);
  const left = { presence, access: access.values(), invitations, codeowners, credentials, repositories };
  const residualOf = residualFinder(left);
  const owners = new Map(files.map((file) => [file.credential.id, ownerOf(file)]));
  const present = files.filter(({ credential }) => credential.goneAt === undefined);
  const ownedBy = byOwner(present, ({ credential }) => owners.get(credential.id), lastOf(members, login));

  return opened.map((file) => {
    const { person } = file.departure;
    if (!isOpen(file) || person === undefined) return file;
    const made = new Set(file.items.map((item) => item.file.credential.id));
    const owned = ownedBy(person).filter(({ credential }) => !made.has(credential.id));
    const apart = new Set([...made, ...owned.map(({ credential }) => credential.id)]);
    const items = file.items.map((item) => {
      const found = usesOf(item.file.credential, item.file.sightings);
      return { ...item, owner: owners.get(item.file.credential.id) ?? null, ...(found ? { uses: found } : {}) };
    });
    const residual = residualOf(person, file.departure);
    const openReasons = [...file.openReasons, ...residualReasons(file.departure, residual, login)];
    return { ...file, items, owned, exposed: exposureOf(person, apart), residual, openReasons };
  });
}

function isOpen({ early, departure }: Case): boolean {
  return !early && (departure.state === 'effective' || departure.state === 'scheduled');
}
