import { createHmac } from 'node:crypto';
import { identity } from '../model/identity.ts';
import type { Store } from './store.ts';
import { StoreError } from './store-error.ts';

type Kept = Pick<Store, 'notes' | 'credentials'>;

const NOTE = 'fingerprint-key';

/**
 * Throws where values are named by another key. `replaced`: the word for this very replacement, because
 * the former key is lost or has leaked. It is of use once: left where it was set, it lets no other key in.
 */
export async function refuseOtherKey(
  { notes, credentials }: Kept,
  key: Uint8Array,
  replaced: string | undefined,
): Promise<void> {
  const known = await notes.read(NOTE);
  if (!known || known === checkOf(key) || !(await credentials.anyOfValue())) return;
  const word = wordFor(known, key);
  if (replaced === word) return;
  throw new StoreError(
    'The ledger names values by another fingerprint key. With this one every value that was seen before would look new, and its proof, exceptions and ' +
      'decisions would count for nothing. Set FINGERPRINT_KEY as it was, the same for every process, or restore the file fingerprint.key in DATA_DIR. ' +
      `If the former key is lost for good, or has leaked, start with FINGERPRINT_KEY_REPLACED=${word}.`,
  );
}

/**
 * Only whoever goes on naming values says by which key: a look from outside may come with a
 * wrong one. Where others may work on the same ledger, one that started before and has
 * named nothing yet has its key all the same, and this one is refused.
 */
export async function keepKeyCheck(
  { notes }: Pick<Store, 'notes'>,
  key: Uint8Array,
  { isShared = false, replaced }: { readonly isShared?: boolean; readonly replaced?: string | undefined } = {},
): Promise<void> {
  const own = checkOf(key);
  const known = await notes.claim(NOTE, own);
  if (known === own) return;
  const word = wordFor(known, key);
  if (isShared && known !== '' && replaced !== word)
    throw new StoreError(
      'Another process started on this database with another fingerprint key. With two keys the same value would have two names, and what is known of one ' +
        'would count for nothing to the other. Set the same FINGERPRINT_KEY for every process. ' +
        `If no other process works on this database any more, and this key is meant, start with FINGERPRINT_KEY_REPLACED=${word}.`,
    );
  await notes.save(NOTE, own);
}

function wordFor(known: string, key: Uint8Array): string {
  return identity('replaced', known, checkOf(key)).slice(0, 12);
}

/** Half of a hash under the key tells nothing of it, and is no name of any value. */
function checkOf(key: Uint8Array): string {
  return createHmac('sha256', key).update('handback: the key of the fingerprints').digest('hex').slice(0, 32);
}
