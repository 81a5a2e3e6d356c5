import type { FindMachines } from '../../attribute/machines.ts';
import type { Presence, RepositoryAccess, RepositoryInvitations } from '../../model/access.ts';
import type { Case } from '../../model/case.ts';
import type { KnownCredential } from '../../model/credential.ts';
import type { Departure } from '../../model/departure.ts';
import type { Organization } from '../../model/organization.ts';
import type { CredentialFile } from '../../model/violation.ts';
import { type ExposureAmong, exposureFinder } from '../../policy/exposure.ts';
import { machineReasons, madeByMachines } from '../../policy/machines.ts';
import { byOwner } from '../../policy/owner.ts';
import { type ResidualAmong, residualFinder, residualReasons } from '../../policy/residual.ts';
import { lastOf } from '../../policy/teams.ts';
import type { Store } from '../../store/store.ts';
import type { Ground } from './ground.ts';
import { type OwnersAndUsesAmong, ownersAndUses, readUseRecords, type UseRecords } from './owners.ts';

export interface CaseRecords extends UseRecords {
  readonly access: ReadonlyMap<string, RepositoryAccess>;
  readonly invitations: ReadonlyMap<string, RepositoryInvitations>;
  readonly presence: ReadonlyMap<string, Presence>;
  /** What follows from all of these alone, put together once for all that is asked about credentials. */
  readonly finders: Finders;
}

interface Finders {
  readonly ownersAndUses: OwnersAndUsesAmong;
  readonly exposure: ExposureAmong;
  readonly residual: ResidualAmong;
  readonly lastOf: ReadonlyMap<number, readonly string[]>;
}

/** Read only when a case is open; of access and invitations only those of leavers. */
export async function readCaseRecords(store: Store, ground: Ground): Promise<CaseRecords | undefined> {
  const { organization, departures } = ground;
  if (!departures.some(isUnderWay)) return undefined;
  const { id: org } = organization;
  const leavers = new Set(departures.map(({ person }) => person?.id));
  const [known, access, invitations, presence] = await Promise.all([
    readUseRecords(store, org),
    store.records.list(org, 'access', (record) => {
      const people = record.people.filter(({ id }) => leavers.has(id));
      return people.length === 0 ? undefined : { ...record, people };
    }),
    store.records.list(org, 'invitations', (record) => {
      return { ...record, invited: record.invited.filter(({ id }) => leavers.has(id)) };
    }),
    store.records.list(org, 'presence'),
  ]);
  const records = { ...known, access, invitations, presence };
  return { ...records, finders: findersOf(records, ground) };
}

function findersOf(records: Omit<CaseRecords, 'finders'>, { organization: { login }, ...ground }: Ground): Finders {
  const { presence, invitations, codeowners, selected, members } = records;
  const { repositories, decisions, reading } = ground;
  const access = [...records.access.values()];
  return {
    ownersAndUses: ownersAndUses(records, login, { policy: reading.policy, decisions, repositories }),
    exposure: exposureFinder({ access, repositories, selected, teams: members }),
    residual: residualFinder({ presence, access, invitations, codeowners, repositories }),
    lastOf: lastOf(members, login),
  };
}

interface CaseSurroundings {
  readonly files: readonly CredentialFile[];
  /** All that is stored where it can hide, or be hidden by, what is asked about. */
  readonly around: readonly KnownCredential[];
  readonly machinesOf: FindMachines;
}

/**
 * Cases with what a person needs to act on them: who fails without a credential, who owns
 * it, what else the leaver could read.
 */
export function withFacts(
  { finders }: CaseRecords,
  { login }: Organization,
  opened: readonly Case[],
  { files, around, machinesOf }: CaseSurroundings,
): readonly Case[] {
  if (!opened.some(isOpen)) return opened;
  const { ownerOf, usesOf } = finders.ownersAndUses(around);
  const exposureOf = finders.exposure(around);
  const residualOf = finders.residual(around);
  const owners = new Map(files.map((file) => [file.credential.id, ownerOf(file)]));
  const present = files.filter(({ credential }) => credential.goneAt === undefined);
  const ownedBy = byOwner(present, ({ credential }) => owners.get(credential.id), finders.lastOf);

  return opened.map((file) => {
    const { person } = file.departure;
    if (!isOpen(file) || person === undefined) return file;
    const made = new Set(file.items.map((item) => item.file.credential.id));
    const machines = machinesOf(person);
    const theirs = new Set([...ownedBy(person), ...madeByMachines(machines, present)]);
    const owned = [...theirs].filter(({ credential }) => !made.has(credential.id));
    const apart = new Set([...made, ...owned.map(({ credential }) => credential.id)]);
    const items = file.items.map((item) => {
      const found = usesOf(item.file.credential, item.file.sightings);
      return { ...item, owner: owners.get(item.file.credential.id) ?? null, ...(found ? { uses: found } : {}) };
    });
    const residual = residualOf(person, file.departure);
    const kept = [...residualReasons(file.departure, residual, login), ...machineReasons(file.departure, machines)];
    const openReasons = [...file.openReasons, ...kept];
    return { ...file, items, machines, owned, exposed: exposureOf(person, apart), residual, openReasons };
  });
}

function isOpen({ early, departure }: Case): boolean {
  return !early && isUnderWay(departure);
}

export function isUnderWay({ state }: Departure): boolean {
  return state === 'effective' || state === 'scheduled';
}
