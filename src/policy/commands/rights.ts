import type { Departure } from '../../model/departure.ts';
import type { CredentialFile } from '../../model/violation.ts';
import type { Desk } from './desk.ts';

/** What a decision does: `records` says something, `spares` lets a credential stand, `approves` lets it be destroyed. */
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
  if (own.has('scheduled') && file !== undefined && madeBy(file, speaker.id))
    return 'you made it or set it last, and your own last day is set, so others decide about it';
  if (weight === 'records') return undefined;
  if (own.has('scheduled')) return 'your own last day is set, so others decide this';
  if (sharesVendor(desk, file)) return 'you work for the same vendor as the person who leaves or made it';
  if (weight === 'spares' && file !== undefined && madeBy(file, speaker.id))
    return 'you made it or set it last, so somebody else decides whether it may stand';
  return undefined;
}

/** By user id. A name that GitHub gave somebody else since then is nobody's, so names count only where no id is known. */
export function isAbout({ person, who }: Departure, { id, login }: Desk['speaker']): boolean {
  const known = person?.id ?? who.id;
  return known === undefined ? who.login?.toLowerCase() === login.toLowerCase() : known === id;
}

function madeBy({ attribution }: CredentialFile, id: number): boolean {
  return attribution().claims.some(
    ({ role, person }) => (role === 'creator' || role === 'setter') && person?.id === id,
  );
}

/** People of one vendor answer to the same employer, who may want the credential to live. */
function sharesVendor({ place, speaker, vendorOf }: Desk, file: CredentialFile | undefined): boolean {
  const vendor = vendorOf(speaker.id);
  if (vendor === undefined) return false;
  const leaver = place.at === 'case' ? place.case.departure.person?.id : undefined;
  const makers = file
    ?.attribution()
    .claims.flatMap(({ role, person }) => (role === 'creator' ? (person?.id ?? []) : []));
  return [leaver, ...(makers ?? [])].some(
    (id) => id !== undefined && id !== speaker.id && vendorOf(id)?.toLowerCase() === vendor.toLowerCase(),
  );
}
