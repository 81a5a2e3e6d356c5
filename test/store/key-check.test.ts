import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepKeyCheck, refuseOtherKey } from '../../src/store/key-check.ts';
import { type OpenedStore, openStore } from '../../src/store/open.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { makePlaintext } from '../support/make-facts.ts';

let dataDir: string;
let store: OpenedStore;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'key-check-'));
  store = await openStore({ dataDir });
});
afterEach(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true });
});

const [KEY, OTHER] = [randomBytes(32), randomBytes(32)];
const named = () => store.credentials.save(1, [makePlaintext()], 1);
const told = (key: Uint8Array, replaced?: string) =>
  refuseOtherKey(store, key, replaced).then(
    () => 'taken',
    (error: unknown) => error,
  );

test('the key by which values are named is taken again, and another one refused in words', async () => {
  await keepKeyCheck(store, KEY);
  await named();
  expect(await told(KEY)).toBe('taken');
  const error = await told(OTHER);
  expect(error).toBeInstanceOf(StoreError);
  expect(String(error)).toMatch(
    /another fingerprint key.*FINGERPRINT_KEY as it was.*FINGERPRINT_KEY_REPLACED=[\da-f]{12}/,
  );
  for (const key of [KEY, OTHER]) expect(String(error)).not.toContain(key.toString('hex').slice(0, 8));
});

/** What the refusal asks for. */
const wordFor = async (key: Uint8Array) =>
  /FINGERPRINT_KEY_REPLACED=([\da-f]{12})\./.exec(String(await told(key)))?.[1];

test('another one is taken where it was meant, and from then on the former is refused', async () => {
  await keepKeyCheck(store, KEY);
  await named();
  const word = await wordFor(OTHER);
  expect(word).toBeDefined();
  expect(await told(OTHER, word)).toBe('taken');
  await keepKeyCheck(store, OTHER);
  expect(await told(OTHER)).toBe('taken');
  expect(await told(KEY)).toBeInstanceOf(StoreError);
});

test('the word for one replacement, left where it was set, is none for any other', async () => {
  await keepKeyCheck(store, KEY);
  await named();
  const word = await wordFor(OTHER);
  const third = randomBytes(32);
  for (const other of [word, 'yes', '']) expect(await told(third, other)).toBeInstanceOf(StoreError);
  await keepKeyCheck(store, OTHER);
  expect(await told(KEY, word)).toBeInstanceOf(StoreError);
  await keepKeyCheck(store, third);
  expect(await told(OTHER, word)).toBeInstanceOf(StoreError);
});

test('any is taken where no value has a name yet, and where an older version kept no word of its own', async () => {
  await keepKeyCheck(store, KEY);
  expect(await told(OTHER)).toBe('taken');
  await store.notes.save('fingerprint-key', '');
  await named();
  expect(await told(OTHER)).toBe('taken');
});

test('of two workers that start at once on an empty ledger one is refused, before either has named a value', async () => {
  const keys = [randomBytes(32), randomBytes(32)];
  for (const key of keys) expect(await told(key)).toBe('taken');
  const starts = await Promise.allSettled(keys.map((key) => keepKeyCheck(store, key, { isShared: true })));
  const refused = starts.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  expect(refused).toEqual([expect.any(StoreError)]);
  expect(String(refused[0])).toMatch(/the same FINGERPRINT_KEY for every process/);
  const late = keys[starts.findIndex(({ status }) => status === 'rejected')] ?? KEY;
  const replaced = /FINGERPRINT_KEY_REPLACED=([\da-f]{12})\./.exec(String(refused[0]))?.[1];
  await keepKeyCheck(store, late, { isShared: true, replaced });
  await keepKeyCheck(store, late, { isShared: true });
});

test('what is kept tells nothing of the key', async () => {
  await keepKeyCheck(store, KEY);
  expect(await store.notes.read('fingerprint-key')).toMatch(/^[\da-f]{32}$/);
  expect(KEY.toString('hex')).not.toContain(await store.notes.read('fingerprint-key'));
});
