import type { DepartureNotice } from '../../model/departure.ts';
import { vendorMembers, vendorNotices } from '../../policy/vendors.ts';
import type { Store } from '../../store/store.ts';

/** What was said of whole vendors, said to each of their people who have not heard it. */
export async function coverVendors(store: Store, org: number, now: number): Promise<readonly DepartureNotice[]> {
  const words = (await store.records.list(org, 'vendor')).values();
  const users = (await store.records.list(org, 'directory-user')).values();
  const members = vendorMembers(await store.engagements.list(org), users);
  const notices = vendorNotices(words, members, await store.departures.list(org), now);
  await store.departures.add(org, notices);
  return notices;
}
