import { minimatch } from 'minimatch';
import type { Case } from '../model/case.ts';
import type { Decision } from '../model/decision.ts';
import type { Repository } from '../model/organization.ts';
import type { Policy } from '../model/policy.ts';
import type { CredentialFile } from '../model/violation.ts';
import { exposureFinder } from '../policy/exposure.ts';
import { byOwner, ownerFinder } from '../policy/owner.ts';
import type { Store } from '../store/store.ts';
import { usesOfCredentials } from './credential-uses.ts';

export interface Surroundings {
  readonly policy: Policy;
  readonly decisions: readonly Decision[];
  readonly files: readonly CredentialFile[];
  readonly repositories: ReadonlyMap<number, Repository>;
}

/** Cases with what a person needs to act on them: who fails without a credential, who owns it, what else the leaver could read. Read only when a case is open. */
export async function withFacts(
  store: Store,
  org: number,
  opened: readonly Case[],
  { policy, decisions, files, repositories }: Surroundings,
): Promise<readonly Case[]> {
  if (!opened.some(isOpen)) return opened;
  const [uses, access, invitations, codeowners, teams, runs, selected] = await Promise.all([
    store.records.list(org, 'uses'),
    store.records.list(org, 'access'),
    store.records.list(org, 'invitations'),
    store.records.list(org, 'codeowners'),
    store.records.list(org, 'teams'),
    store.records.list(org, 'runs'),
    store.records.list(org, 'selected'),
  ]);
  const usesOf = usesOfCredentials(files, repositories, byNumber(uses), selected, runs);
  const findOwner = ownerFinder({ policy, decisions, codeowners, teams, matches: minimatch });
  const ownerOf = ({ credential, sightings }: CredentialFile) =>
    findOwner({ credential, sightings, dependents: usesOf(credential, sightings)?.dependents ?? [] });
  const credentials = files.map(({ credential }) => credential);
  const exposureOf = exposureFinder({ access: access.values(), invitations, credentials, repositories, selected });
  const owners = new Map(files.map((file) => [file.credential.id, ownerOf(file)]));
  const present = files.filter(({ credential }) => credential.goneAt === undefined);
  const ownedBy = byOwner(present, ({ credential }) => owners.get(credential.id));

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
    return { ...file, items, owned, exposed: exposureOf(person, apart) };
  });
}

function isOpen({ early, departure }: Case): boolean {
  return !early && (departure.state === 'effective' || departure.state === 'scheduled');
}

function byNumber<T>(records: ReadonlyMap<string, T>): ReadonlyMap<number, T> {
  return new Map([...records].map(([id, record]) => [Number(id), record]));
}
