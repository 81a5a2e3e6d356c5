import { leavers } from '../../attribute/leavers.ts';
import { directory as directoryOfPeople } from '../../attribute/people.ts';
import type { DepartureNotice } from '../../model/departure.ts';
import type { Directory, DirectoryChange, DirectoryFields, DirectoryUser } from '../../model/directory.ts';
import type { Organization } from '../../model/organization.ts';
import { whoOf } from '../../policy/vendors.ts';
import type { Store } from '../../store/store.ts';
import type { Context } from '../context.ts';
import { enforce, prove } from '../requests.ts';
import { coverVendors } from './vendors.ts';
import { whichOrganization } from './which-organization.ts';

type World = Pick<Context, 'store' | 'queue' | 'now'> & { readonly newId: () => string };

/** The directory of the organisation that SCIM_ORG names, or of the only one there is. */
export async function directoryFor(
  world: World,
  login: string | undefined,
): Promise<Directory | { readonly missing: string }> {
  const which = await whichOrganization(world.store, login, 'Set SCIM_ORG to the one whose directory this is.');
  return 'missing' in which ? which : directoryOf(world, which);
}

/**
 * What the directory of an organisation tells us, kept; whoever is switched off or deleted there leaves at that moment.
 */
function directoryOf(world: World, { id: org }: Organization): Directory {
  const { store } = world;
  return {
    byId: (id) => present(store, org, id),
    byUserName: (userName) => named(store, org, userName),
    list: async () => {
      const users = [...(await store.records.list(org, 'directory-user')).values()];
      return users.filter(({ deletedAt }) => deletedAt === undefined).toSorted(byAge);
    },
    create: (fields) =>
      changing(world, org, async (inside, now) => {
        if ((await named(inside, org, fields.userName)) !== undefined) return 'taken';
        const former = await deletedOne(inside, org, fields);
        // The same entry, restored: both its names are as they were. An old name alone may be another person by now.
        const back = former !== undefined && former.externalId !== undefined && former.externalId === fields.externalId;
        const { id, createdAt } = back ? former : { id: world.newId(), createdAt: now };
        const user = { ...fields, id, createdAt, changedAt: Math.max(now, (former?.changedAt ?? 0) + 1) };
        await keep(world, inside, org, user, former);
        return user;
      }),
    change: (id, to) =>
      changing(world, org, async (inside, now) => {
        const before = await present(inside, org, id);
        if (before === undefined) return 'unknown';
        const user = { ...to(before), id, createdAt: before.createdAt, changedAt: Math.max(now, before.changedAt + 1) };
        const owner = await named(inside, org, user.userName);
        if (owner !== undefined && owner.id !== id) return 'taken';
        await keep(world, inside, org, user, before);
        return user;
      }),
    remove: async (id) => {
      const removed = await changing(world, org, async (inside, now) => {
        const before = await present(inside, org, id);
        if (before === undefined) return 'unknown';
        const user = { ...before, active: false, changedAt: Math.max(now, before.changedAt + 1), deletedAt: now };
        await keep(world, inside, org, user, before);
        return user;
      });
      return removed !== 'unknown';
    },
  };
}

/** Changes wait for each other, so that two entries never get one name. */
async function changing(
  { store, now }: World,
  org: number,
  work: (store: Store, now: number) => Promise<DirectoryChange>,
): Promise<DirectoryChange> {
  return store.transaction(async (inside) => {
    const at = now();
    await inside.records.save(org, 'directory-state', new Map([['directory', { changedAt: at }]]));
    return work(inside, at);
  });
}

async function present(store: Store, org: number, id: string): Promise<DirectoryUser | undefined> {
  const user = await store.records.read(org, 'directory-user', id);
  return user?.deletedAt === undefined ? user : undefined;
}

async function named(store: Store, org: number, userName: string): Promise<DirectoryUser | undefined> {
  const name = await store.records.read(org, 'directory-name', userName.toLowerCase());
  return name?.user ? present(store, org, name.user) : undefined;
}

/** Who had this name last, and was deleted. */
async function deletedOne(store: Store, org: number, { userName }: DirectoryFields) {
  const name = await store.records.read(org, 'directory-name', userName.toLowerCase());
  return name?.user ? store.records.read(org, 'directory-user', name.user) : undefined;
}

/** Saves the entry and its name, and says what follows from the change. */
async function keep(
  { queue }: World,
  store: Store,
  org: number,
  fields: DirectoryUser,
  before: DirectoryUser | undefined,
): Promise<void> {
  const account = before?.id === fields.id ? await accountOf(store, org, before, fields) : undefined;
  const user: DirectoryUser = account === undefined ? fields : { ...fields, account };
  const key = user.userName.toLowerCase();
  const old = before?.id === user.id ? before.userName.toLowerCase() : key;
  await store.records.save(org, 'directory-user', new Map([[user.id, user]]));
  await store.records.save(org, 'directory-name', new Map([[old, { user: null }]]));
  await store.records.save(org, 'directory-name', new Map([[key, { user: user.id }]]));
  const notices = noticesOf(user, before);
  await store.departures.add(org, notices);
  const covered = user.vendor === before?.vendor ? [] : await coverVendors(store, org, user.changedAt);
  if (notices.length + covered.length === 0) return;
  const entries = notices.map(({ says }) => ({
    at: user.changedAt,
    actor: 'directory',
    did: `said that a person ${says}`,
    about: `directory entry ${user.id}`,
  }));
  await store.journal.append(org, entries);
  await queue.add([prove(org), enforce(org)], store.tx);
}

/**
 * Whom the entry was about, kept from when its names change or it is switched off: else an
 * address that is changed would turn the departure into that of a colleague. Not where
 * another entry leads to the same account: then one of them had the address by mistake.
 */
async function accountOf(
  store: Store,
  org: number,
  before: DirectoryUser,
  user: DirectoryUser,
): Promise<number | undefined> {
  if (before.account !== undefined) return before.account;
  if (user.active && namesOf(user) === namesOf(before)) return undefined;
  const [people, roster, users] = [
    await store.people.list(org),
    await store.engagements.list(org),
    await store.records.list(org, 'directory-user'),
  ];
  const find = leavers({ people, known: directoryOfPeople(people, roster), roster, users });
  const person = find(whoOf(before));
  const others = [...users.values()].filter(({ id, deletedAt }) => id !== before.id && deletedAt === undefined);
  return others.some((each) => find(whoOf(each))?.id === person?.id) ? undefined : person?.id;
}

function namesOf({ userName, externalId, emails }: DirectoryFields): string {
  return JSON.stringify([userName, externalId, emails.map(({ value }) => value)]);
}

/** Switched off, deleted, or back again; everything else is no departure. */
function noticesOf(user: DirectoryUser, before: DirectoryUser | undefined): readonly DepartureNotice[] {
  const same = before?.id === user.id ? before : undefined;
  const isNews = same === undefined ? !user.active || before !== undefined : same.active !== user.active;
  if (!isNews) return [];
  const says = user.active ? 'stays' : 'leaves';
  const off = user.deletedAt === undefined ? 'switched off in the directory' : 'deleted from the directory';
  const back = same ? 'active in the directory again' : 'new in the directory under an old name';
  const at = user.changedAt;
  return [
    {
      source: 'directory',
      who: whoOf(user),
      says,
      effectiveAt: at,
      learnedAt: at,
      detail: user.active ? back : off,
    },
  ];
}

function byAge(a: DirectoryUser, b: DirectoryUser): number {
  return a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}
