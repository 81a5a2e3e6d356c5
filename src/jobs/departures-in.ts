import { z } from 'zod';
import type { DepartureNotice, VendorWord } from '../model/departure.ts';
import type { DepartureWord, Told } from '../model/departure-word.ts';
import type { Organization } from '../model/organization.ts';
import type { Who } from '../model/person.ts';
import { isSame } from '../policy/roster-notices.ts';
import type { Queue } from '../queue/queue.ts';
import type { Store } from '../store/store.ts';
import { type Context, openSite } from './context.ts';
import { learnNamed } from './people/accounts.ts';
import { coverVendors } from './people/vendors.ts';
import { whichOrganization } from './people/which-organization.ts';
import { enforce, learnPeopleNamed, prove } from './requests.ts';

/** Keeps what somebody says of a departure, and wakes whatever follows from it. All of it, or nothing. */
export async function sayDeparture(
  { store, queue }: { readonly store: Store; readonly queue: Queue },
  { id: org }: Organization,
  word: DepartureWord,
  now: number,
): Promise<Told> {
  return store.transaction(async (inside) => {
    const received = word.id !== undefined && (await isReceived(inside, word.id, now));
    if (received || (await isSaid(inside, org, word))) return { repeated: true, people: [] };
    const { actor, about } = word;
    const notices = about.who === undefined ? [] : [await personNotice(inside, org, word, about.who, now)];
    if (about.vendor !== undefined) await keepVendorWord(inside, org, { ...asSaid(word, now), vendor: about.vendor });
    await inside.departures.add(org, notices);
    const covered = await coverVendors(inside, org, now);
    const whom = about.vendor === undefined ? nameOf(about.who) : `vendor ${about.vendor}`;
    await inside.journal.append(org, [{ at: now, actor, did: `said that ${whom} ${word.says}`, about: word.detail }]);
    await queue.add([learnPeopleNamed(org), prove(org), enforce(org)], inside.tx);
    return { repeated: false, people: [...notices, ...covered].map(({ who }) => who) };
  });
}

/** What `POST /departures` brings. */
export async function receiveDeparture(
  context: Pick<Context, 'store' | 'queue' | 'now' | 'detector'>,
  word: DepartureWord,
  organization: string | undefined,
): Promise<Told | { readonly missing: string }> {
  const which = await whichOrganization(context.store, organization, 'Name one: "organization": "acme".');
  return 'missing' in which ? which : sayDeparture(context, which, keepable(context, word), context.now());
}

/** Its reason is kept and shown; that somebody leaves is kept whatever the reason holds. */
function keepable({ detector }: Pick<Context, 'detector'>, word: DepartureWord): DepartureWord {
  const isHarmless = detector.scan(Buffer.from(word.detail)).findings.length === 0;
  return isHarmless ? word : { ...word, detail: 'its reason holds what looks like a secret, and is not kept' };
}

/** Whom notices name is looked up at GitHub soon, and not only by the next sweep. */
export async function runLearnNamed(context: Context, payload: unknown): Promise<void> {
  const { org } = z.object({ org: z.number() }).parse(payload);
  await learnNamed(context, await openSite(context, org));
  await context.queue.add([prove(org), enforce(org)]);
}

async function isReceived(store: Store, id: string, now: number): Promise<boolean> {
  const delivery = { guid: `departure:${id}`, event: 'departure', receivedAt: now, payload: undefined };
  return (await store.deliveries.add(delivery)) === 'known';
}

/** Whether this is what its source says already: saying it again moves no date. */
async function isSaid(store: Store, org: number, word: DepartureWord): Promise<boolean> {
  const { source, about, overrules = false, effectiveAt, dated, emergency = false } = word;
  if (overrules) return false;
  const last =
    about.vendor === undefined
      ? await lastOf(store, org, source, about.who)
      : await store.records.read(org, 'vendor', vendorKey(source, about.vendor));
  if (last === undefined || last.says !== word.says || (last.emergency ?? false) !== emergency) return false;
  return word.says === 'stays' || last.effectiveAt === effectiveAt || (!dated && last.effectiveAt < effectiveAt);
}

async function lastOf(store: Store, org: number, from: string, about: Who): Promise<DepartureNotice | undefined> {
  const person = await knownAs(store, org, about);
  const own = (await store.departures.list(org)).filter(
    ({ source, vendor }) => source === from && vendor === undefined,
  );
  // By the id more is said than by a login that may be of several.
  return own.findLast(({ who }) => isSame(who, person) && (about.id === undefined || who.id !== undefined));
}

async function personNotice(
  store: Store,
  org: number,
  word: DepartureWord,
  who: Who,
  now: number,
): Promise<DepartureNotice> {
  const overrules = word.overrules ? { overrules: true as const } : {};
  return { ...asSaid(word, now), who: await knownAs(store, org, who), ...overrules };
}

/**
 * By the id, where it is known: the login may change before the last day. A login that two
 * accounts had, one after the other, is neither's.
 */
async function knownAs(store: Store, org: number, who: Who): Promise<Who> {
  const people = await store.people.list(org);
  const [known, other] = people.filter(
    ({ id, login }) => id === who.id || login.toLowerCase() === who.login?.toLowerCase(),
  );
  return known === undefined || other !== undefined ? who : { id: known.id, login: known.login };
}

async function keepVendorWord(store: Store, org: number, word: VendorWord): Promise<void> {
  await store.records.save(org, 'vendor', new Map([[vendorKey(word.source, word.vendor), word]]));
}

function vendorKey(source: string, vendor: string): string {
  return `${source}:${vendor.toLowerCase()}`;
}

function asSaid({ source, says, effectiveAt, detail, emergency }: DepartureWord, learnedAt: number) {
  return { source, says, effectiveAt, learnedAt, detail, ...(emergency ? { emergency: true as const } : {}) };
}

function nameOf({ id, login, email }: Who = {}): string {
  return login ?? email ?? `user ${id}`;
}
