import type { Claim } from '../../model/attribution.ts';
import type { Departure } from '../../model/departure.ts';
import { withoutAt } from '../../model/person.ts';
import type { CredentialFile } from '../../model/violation.ts';
import type { Desk } from './desk.ts';

/**
 * What a decision does: `records` says something, `spares` lets a credential stand, `approves` lets it be destroyed.
 */
export type Weight = 'records' | 'spares' | 'approves';

/** Why this person may not decide this; undefined when they may. The first reason is enough. */
export function forbids(desk: Desk, weight: Weight, file?: CredentialFile): string | undefined {
  const { speaker, place, noRight } = desk;
  if (place.at === 'case' && isAbout(place.case.departure, speaker))
    return 'this case is about your own departure, so others decide in it';
  // Heard of by different names, one account may have several.
  const own = new Set(desk.departures.filter((each) => isAbout(each, speaker)).map(({ state }) => state));
  if (own.has('effective')) return 'you have left the organisation';
  if (noRight !== undefined) return noRight;
  // It is in the case of their own departure, wherever it is talked about.
  const theirs = file && whyTheirs(desk, file);
  if (own.has('scheduled') && theirs !== undefined)
    return `${theirs}, and your own last day is set, so others decide about it`;
  if (weight === 'records') return undefined;
  if (own.has('scheduled')) return 'your own last day is set, so others decide this';
  if (sharesVendor(desk, file)) return 'you work for the same vendor as the person who leaves, made it or set it last';
  if (weight === 'spares' && theirs !== undefined) return `${theirs}, so somebody else decides whether it may stand`;
  return undefined;
}

/**
 * By user id. A name that GitHub gave somebody else since then is nobody's, so names count only where no id is known.
 */
export function isAbout({ person, who }: Departure, { id, login }: Desk['speaker']): boolean {
  const known = person?.id ?? who.id;
  return known === undefined ? who.login?.toLowerCase() === login.toLowerCase() : known === id;
}

/**
 * What ties the speaker to it. Who brought a value is learned later than the value, and not
 * at all where GitHub refuses it: who asks to merge it is known at once.
 */
function whyTheirs({ place, speaker }: Desk, file: CredentialFile): string | undefined {
  const claims = makers(file);
  if (claims.some(({ person }) => person?.id === speaker.id)) return 'you made it or set it last';
  const name = speaker.login.toLowerCase();
  if (claims.some(({ service }) => service?.holders.some((each) => withoutAt(each).toLowerCase() === name)))
    return 'you answer for the machine account that made it';
  if (place.at !== 'pull' || !place.found.includes(file.credential.id)) return undefined;
  return place.authors.includes(speaker.id) ? 'you opened the pull request that brings it' : undefined;
}

/** Whoever knows its value because they made or set it. */
function makers({ attribution }: CredentialFile): readonly Claim[] {
  return attribution().claims.filter(({ role }) => role === 'creator' || role === 'setter');
}

/** People of one vendor answer to the same employer, who may want the credential to live. */
function sharesVendor({ place, speaker, vendorOf }: Desk, file: CredentialFile | undefined): boolean {
  const vendor = vendorOf(speaker.id);
  if (vendor === undefined) return false;
  const leaver = place.at === 'case' ? place.case.departure.person?.id : undefined;
  const made = file === undefined ? [] : makers(file).flatMap(({ person }) => person?.id ?? []);
  return [leaver, ...made].some(
    (id) => id !== undefined && id !== speaker.id && vendorOf(id)?.toLowerCase() === vendor.toLowerCase(),
  );
}
