import type { DepartureNotice, VendorWord } from '../model/departure.ts';
import type { DirectoryUser } from '../model/directory.ts';
import type { Engagement, Who } from '../model/person.ts';
import type { Instant } from '../model/time.ts';

/** Somebody, and the vendor they work for now; none, when they are known to work for no vendor any more. */
export interface VendorMember {
  readonly who: Who;
  readonly vendor?: string;
}

export function vendorMembers(roster: readonly Engagement[], users: Iterable<DirectoryUser>): readonly VendorMember[] {
  const inDirectory = [...users].filter(({ deletedAt }) => deletedAt === undefined);
  return [
    ...roster.map(({ who, vendor }) => ({ who, ...(vendor ? { vendor } : {}) })),
    ...inDirectory.map((user) => ({ who: whoOf(user), ...(user.vendor ? { vendor: user.vendor } : {}) })),
  ];
}

/** How a notice names an entry of the directory. */
export function whoOf({ id, userName, emails, displayName, name }: DirectoryUser): Who {
  const { value } = emails.find(({ primary }) => primary) ?? emails[0] ?? { value: userName };
  const called = displayName ?? name?.formatted ?? [name?.givenName, name?.familyName].filter(Boolean).join(' ');
  return { email: value.toLowerCase(), directory: id, ...(called ? { name: called } : {}) };
}

/**
 * What a word about a whole vendor means for each person, as far as it has not been said to them:
 * those who join are covered while it holds, and those who moved to another employer are let go.
 * Whoever is just no longer listed stays covered: a line that was deleted proves nothing.
 */
export function vendorNotices(
  words: Iterable<VendorWord>,
  members: readonly VendorMember[],
  said: readonly DepartureNotice[],
  now: Instant,
): readonly DepartureNotice[] {
  return [...words].flatMap((word) => {
    const heard = lastHeard(said.filter((notice) => isOf(notice, word)));
    const own = members.filter(({ vendor }) => vendor !== undefined && same(vendor, word.vendor));
    const [listed, covered] = [members, own].map((some) => new Set(some.map(({ who }) => key(who))));
    if (word.says === 'stays') return leaving(heard).map(({ who }) => notice(word, who, now));
    const fresh = own.filter(({ who }) => !repeats(heard.get(key(who)), word));
    // Of two engagements one may be with it still: then they have not moved.
    const moved = leaving(heard).filter(({ who }) => listed?.has(key(who)) && !covered?.has(key(who)));
    return [...fresh.map(({ who }) => notice(word, who, now)), ...moved.map(({ who }) => movedOn(word, who, now))];
  });
}

function notice(word: VendorWord, who: Who, now: Instant): DepartureNotice {
  const { source, vendor, says, effectiveAt, learnedAt, detail, emergency } = word;
  const who_ = says === 'leaves' ? `everybody of ${vendor} leaves` : `${vendor} stays`;
  return {
    source,
    vendor,
    who,
    says,
    effectiveAt,
    learnedAt: Math.max(learnedAt, now),
    detail: `${who_}: ${detail}`,
    ...(emergency ? { emergency } : {}),
  };
}

function movedOn({ source, vendor }: VendorWord, who: Who, now: Instant): DepartureNotice {
  const detail = `does not work for ${vendor} any more, says the roster or the directory`;
  return { source, vendor, who, says: 'stays', effectiveAt: now, learnedAt: now, detail };
}

function isOf(notice: DepartureNotice, { source, vendor }: VendorWord): boolean {
  return notice.source === source && notice.vendor !== undefined && same(notice.vendor, vendor);
}

function repeats(last: DepartureNotice | undefined, { effectiveAt, emergency }: VendorWord): boolean {
  return last?.says === 'leaves' && last.effectiveAt === effectiveAt && last.emergency === emergency;
}

function lastHeard(said: readonly DepartureNotice[]): ReadonlyMap<string, DepartureNotice> {
  return new Map(said.toSorted((a, b) => a.learnedAt - b.learnedAt).map((each) => [key(each.who), each]));
}

function leaving(heard: ReadonlyMap<string, DepartureNotice>): readonly DepartureNotice[] {
  return [...heard.values()].filter(({ says }) => says === 'leaves');
}

function key({ id, login, email, directory }: Who): string {
  if (directory !== undefined) return `directory ${directory}`;
  return id === undefined ? (login ?? email ?? '').toLowerCase() : `id ${id}`;
}

function same(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
