import type { Departure } from '../../model/departure.ts';
import type { CertificateFacts } from '../../policy/certificate.ts';
import { type Seen, withLook } from '../../policy/certificate-seen.ts';
import { isOwnerless } from '../../policy/certificate-title.ts';
import type { Store } from '../../store/store.ts';
import { type Ground, isGone } from './ground.ts';
import { situationOf } from './narrow.ts';
import { everyFile } from './watched-files.ts';

/**
 * What is certified of one of these departures, the one with incidents before the others.
 * Passes over every credential, and keeps none.
 */
export async function certificateFacts(
  store: Store,
  ground: Ground,
  departures: readonly [Departure, ...Departure[]],
): Promise<CertificateFacts> {
  const { organization, reading, decisions, attempts } = ground;
  const cases = [];
  for (const each of departures) cases.push(...(await situationOf(store, ground, each)).cases);
  const [file] = cases.toSorted((a, b) => Number(b.incidents !== undefined) - Number(a.incidents !== undefined));
  if (file === undefined) throw new Error('a departure has no case');
  const [seen, ownerless] = [await seenIn(store, ground), await ownerlessIn(store, ground)];
  return { organization, file, reading, seen, decisions, attempts, ownerless };
}

async function seenIn(store: Store, ground: Ground): Promise<Seen> {
  let seen: Seen = { places: 0 };
  await store.coverage.list(ground.organization.id, (look) => {
    if (!isGone(ground, look)) seen = withLook(seen, look);
    return false;
  });
  return seen;
}

async function ownerlessIn(store: Store, ground: Ground): Promise<number> {
  let many = 0;
  for await (const files of everyFile(store, ground)) many += files.filter(isOwnerless).length;
  return many;
}
