import { CREDENTIAL_KINDS } from '../../src/model/credential.ts';
import { sources } from '../../src/sources/index.ts';
import type { Listing } from '../../src/sources/source.ts';
import { asKnown, type Door } from '../support/make-door.ts';

/** Everything that the source of this name lists: in the organisation, or in shop. */
export async function listingsOf(name: string, { door, organization, shop }: Door): Promise<readonly Listing[]> {
  const source = sources.find((each) => each.name === name);
  if (source === undefined) throw new Error(`no source ${name}`);
  const repository = source.level === 'repository' ? { repository: asKnown(shop) } : {};
  const listings = await Array.fromAsync(source.list(door, { organization, now: Date.now(), ...repository }));
  const kinds = new Set<string>(CREDENTIAL_KINDS);
  const unnamed = listings.flatMap(({ credentials }) => credentials).find(({ kind }) => !kinds.has(kind));
  if (unnamed !== undefined) throw new Error(`no policy can name the kind ${unnamed.kind}`);
  return listings;
}

/** The same for a source that looks at one scope. */
export async function listingOf(name: string, door: Door): Promise<Listing> {
  const [listing, ...more] = await listingsOf(name, door);
  if (listing === undefined || more.length > 0) throw new Error(`${more.length} more listings than one`);
  return listing;
}
