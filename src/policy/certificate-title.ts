import type { Case } from '../model/case.ts';
import { lastDay } from '../model/time.ts';
import type { CredentialFile } from '../model/violation.ts';
import { count } from './words/markdown.ts';

/** Never better news than the worst of what is known. */
export function titleOf(
  { departure, items, gaps, openReasons, early, incidents = [] }: Case,
  ownerless: number,
): string {
  const { state, effectiveAt } = departure;
  if (state === 'cancelled') return 'nothing certified: the departure was cancelled';
  if (state === 'rehired') return 'nothing certified: this person is here again';
  if (early || state === 'scheduled') return `nothing certified yet: the last day is ${lastDay(effectiveAt)}`;
  const used = incidents.length > 0 ? [`${count(incidents.length, 'incident')} since the departure`] : [];
  const unproved = items.filter(({ done }) => !done).length;
  if (unproved > 0) return [`open: ${unproved} of ${items.length} not proved`, ...used].join('; ');
  if (openReasons.length > 0) return [`open: ${openReasons.join('; ')}`, ...used].join('; ');
  const what =
    items.length === 0 ? 'no credential known to be of this person' : `${items.length} of ${items.length} proved`;
  const unseen = [
    ...(gaps.length > 0 ? [`${count(gaps.length, 'place')} not visible`] : []),
    ...(ownerless > 0 ? [`${count(ownerless, 'credential')} of unknown maker`] : []),
  ];
  return [what, ...(unseen.length > 0 ? [`not covered: ${unseen.join(', ')}`] : []), ...used].join('; ');
}

/** It stands, and may be anybody's: the leaver's too. */
export function isOwnerless({ attribution, credential, proof }: CredentialFile): boolean {
  return credential.goneAt === undefined && proof.state !== 'proved' && attribution().creator === undefined;
}
