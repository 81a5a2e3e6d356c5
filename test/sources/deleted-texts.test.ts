// A secret in a text that somebody deleted is gone from its place, which proves nothing of its value.
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type ReadTexts, startReading } from '../support/read-texts.ts';

let texts: ReadTexts;
beforeAll(async () => {
  texts = await startReading();
});
afterEach(() => texts.world.github.clearFaults());
afterAll(() => texts.close());

const sightings = async () => {
  const seen = await texts.store.sightings.list(texts.world.acme.id);
  return Object.fromEntries(seen.flatMap((each) => (each.in === 'variable' ? [[each.name, each.goneAt]] : [])));
};

async function leaked() {
  const { github, shop, bob } = texts.world;
  const issue = texts.issue('It fails');
  const comment = github.comment(issue, bob, `use ${texts.newToken()}`);
  await texts.read();
  const name = `comment ${comment.id}`;
  expect(await sightings()).toMatchObject({ [name]: undefined });
  return { issue, comment, name, shop };
}

it('is gone from there when the comment was deleted, and the others stand', async () => {
  const [gone, stands] = [await leaked(), await leaked()];
  texts.world.github.deleteComment(gone.issue, gone.comment, texts.world.bob);
  await texts.deleted(gone.name);
  const seen = await sightings();
  expect(seen[gone.name]).toEqual(expect.any(Number));
  expect(Object.keys(seen)).toContain(stands.name);
  expect(seen[stands.name]).toBeUndefined();
  const observed = await texts.store.observations.list(texts.world.acme.id);
  expect(observed).toEqual([]);
});

it('stands where GitHub refuses to show it, and where the list of its kind is not to be had', async () => {
  const { name } = await leaked();
  const headers = { 'x-accepted-github-permissions': 'issues=read' };
  texts.world.github.fault({ on: /^GET .*\/issues\/comments\/\d+/, status: 403, headers, times: 9 });
  await texts.deleted(name);
  expect((await sightings())[name]).toBeUndefined();
  texts.world.github.clearFaults();
  texts.world.github.fault({ on: /^GET .*\/issues\/comments/, status: 404, times: 99 });
  await texts.deleted(name).catch(() => undefined);
  expect((await sightings())[name]).toBeUndefined();
});

it('costs nothing where no secret was seen in it', async () => {
  const before = texts.world.github.requests.length;
  await texts.deleted('comment 123456');
  expect(texts.world.github.requests.length).toBe(before);
});
