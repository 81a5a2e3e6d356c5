// What GitHub refused to tell is owed, and written down up to a bound: what goes beyond it
// is told, and not left out in silence.
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Context } from '../../src/jobs/context.ts';
import { kindsOwed, oweEvidence } from '../../src/jobs/people/owed-evidence.ts';
import { isNoPlace } from '../../src/policy/places.ts';
import { openAcme } from '../audit/ledger.ts';
import { makePlaintext } from '../support/make-facts.ts';

const NOW = Date.parse('2026-03-01T09:00:00Z');
const SHOP = { id: 11, fullName: 'acme/shop' };

let acme: Awaited<ReturnType<typeof openAcme>>;
let context: Context;
beforeEach(async () => {
  acme = await openAcme();
  context = { store: acme.store, queue: acme.queue, now: () => NOW } as unknown as Context;
});
afterEach(() => acme.close());

/** As the version before wrote it down. */
const owe = (many: number) => {
  const found = Array.from({ length: many }, (_, n) => ({ credential: `c${n}`, commit: 'a'.repeat(40), kinds: ['x'] }));
  return acme.store.notes.save('owed-evidence:1:11', JSON.stringify({ at: NOW, found }));
};
const credential = makePlaintext();
const refused = (kinds: readonly string[]) =>
  oweEvidence(context, 1, SHOP, { credential, text: { name: 'issue #1' } as never }, kinds);
const gaps = async () =>
  (await acme.store.coverage.at(1, SHOP.id)).flatMap(({ source, gap, scope }) => (gap ? [{ source, scope, gap }] : []));

it('what finds no room is a gap with its number, about who made it and not about where credentials live', async () => {
  await owe(1000);
  await refused(['text-author']);
  await refused(['text-author']);
  expect(await kindsOwed(context, 1, SHOP.id)).toEqual(new Set(['x']));
  const [gap, ...others] = await gaps();
  expect(others).toEqual([]);
  expect(gap?.scope).toEqual({ repositoryId: 11, repository: 'acme/shop' });
  expect(gap?.gap.says).toContain('up to 2 more values');
  expect(isNoPlace(gap?.source ?? '')).toBe(true);
});

it('there is none where there is room, and nothing more to tell where GitHub answered', async () => {
  await owe(999);
  await refused(['text-author']);
  await refused([]);
  expect(await gaps()).toEqual([]);
  await owe(1000);
  await refused([]);
  expect(await gaps()).toEqual([]);
});
