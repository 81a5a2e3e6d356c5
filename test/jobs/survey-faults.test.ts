import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { asKnown } from '../support/make-door.ts';
import { ALWAYS, makeSurveyed, type Surveyed } from '../support/make-survey.ts';

let world: Surveyed;
beforeAll(async () => {
  world = await makeSurveyed();
}, 60_000);
beforeEach(() => world.changePermissions());
afterEach(() => world.acme.github.clearFaults());
afterAll(async () => {
  expect(world.days.failures.filter((failure) => !/lost|404/.test(failure))).toEqual([]);
  await world.close();
});

it.each([
  ['takes too long', { status: 502 }],
  ['is cut off', { cut: true }],
  ['asks what this GitHub does not know', { status: 200, message: "Field 'x' doesn't exist" }],
  ['is forbidden', { status: 403, message: 'Resource not accessible by integration' }],
])('a survey that %s is tried with half as many, then none, and everything is asked for', async (_, fault) => {
  const { askedOf, acme, blank, lived, pass, days } = world;
  acme.github.fault({ on: /^POST \/graphql/, ...fault, times: 1000 });
  const before = days.jobs.length;
  const asked = await askedOf(blank, () => pass([blank, lived]));
  const spared = ['collaborators', 'environments', 'issues', 'keys', 'pulls'];
  expect(asked).toEqual(expect.arrayContaining([...ALWAYS, ...spared]));
  expect(days.jobs.slice(before).filter((type) => type === 'survey')).toHaveLength(3);
  expect(await world.gapsIn(blank)).toEqual([]);
});

it('a survey that meets a limit is asked again when GitHub says so', async () => {
  const { askedOf, acme, blank, lived, pass, days } = world;
  const limit = { status: 403, message: 'You have exceeded a secondary rate limit', headers: { 'retry-after': '60' } };
  acme.github.fault({ on: /^POST \/graphql/, ...limit });
  const start = days.now();
  expect(await askedOf(blank, () => pass([blank, lived]))).toEqual(ALWAYS);
  expect(days.now() - start).toBeGreaterThanOrEqual(60_000);
});

it('a repository that GitHub does not show is asked for by itself', async () => {
  const { askedOf, blank, lived, pass, days, org } = world;
  const lost = { ...asKnown(blank), id: 4_711, fullName: 'acme/lost' };
  await days.store.repositories.save(org, [lost]);
  expect(await askedOf(blank, () => pass([blank, { ...blank, ...lost }, lived]))).toEqual(ALWAYS);
  expect((await world.gapsIn({ ...blank, id: 4_711 })).length).toBeGreaterThan(5);
  await days.store.repositories.markGone(org, [lost.id], days.now());
});

it('a repository whose name leads elsewhere by now is not taken for the other, and spoils no other answer', async () => {
  const { askedOf, blank, lived, pass, days, org, pull } = world;
  await days.store.repositories.save(org, [{ ...asKnown(blank), fullName: 'acme/lived' }]);
  const asked = await askedOf(lived, () => pass([blank, lived]));
  // Of the first everything is asked under the name that we have; of the second what it has.
  const times = (path: string) => asked.filter((each) => each === path).length;
  expect(['hooks', 'keys', 'pulls', 'collaborators'].map(times)).toEqual([2, 2, 1, 1]);
  await days.store.repositories.save(org, [asKnown(blank)]);
  await days.store.heads.close(org, blank.id, `pull/${pull.number}`);
});

it('a full pass that is under way is not begun again, and ends with proofs and what should stand', async () => {
  const { full, days } = world;
  const before = days.jobs.length;
  await days.add(full(1));
  await days.work(() => days.jobs.slice(before).includes('look'));
  await days.add(full(1));
  await days.work();
  const ran = days.jobs.slice(before);
  expect(ran.filter((type) => type === 'survey')).toHaveLength(2);
  expect(ran.lastIndexOf('prove')).toBeGreaterThan(ran.lastIndexOf('look'));
});

it('more open pull requests than one answer shows are asked for, page by page', async () => {
  const { askedOf, acme, lived, pass, heads } = world;
  const names = Array.from({ length: 31 }, (_, at) => `many-${at}`);
  const commits = names.map((branch) => ({ branch, author: 'B', email: 'b@acme.example', message: branch, files: {} }));
  await acme.github.commit(lived, commits);
  for (const head of names) await acme.github.openPull(lived, acme.bob, { title: head, head });
  expect(await askedOf(lived, () => pass([lived]))).toContain('pulls');
  expect(await heads()).toHaveLength(32);
}, 120_000);

it('repositories are looked at before the next are asked about, so that no answer grows old', async () => {
  const { blank, lived, pass, days } = world;
  const before = days.jobs.length;
  await pass([blank, lived], 1);
  const ran = days.jobs.slice(before).filter((type) => type === 'survey' || type === 'look');
  expect(ran).toEqual(['survey', 'look', 'survey', 'look']);
});
