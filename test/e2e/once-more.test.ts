// The same value comes again: whoever brought it first stays its maker.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fake } from '../support/fake-tokens.ts';
import { type Scene, startScene } from '../support/scene.ts';
import { until } from '../support/until.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await startScene({});
  await until('the inventory', () => scene.app.facts());
  await settle();
});
afterAll(() => scene.close());

async function settle(): Promise<void> {
  await scene.github.settled();
  await scene.app.idle();
}

async function push(branch: string, files: Record<string, string>, who: Scene['bob']): Promise<void> {
  await scene.github.push(scene.repositories.shop, who, [{ branch, message: branch, files }]);
  await settle();
}

async function makersOf(path: string) {
  const files = [...((await scene.app.facts())?.files.values() ?? [])];
  const found = files.find(({ sightings }) => sightings.some((each) => each.in === 'code' && each.path === path));
  const makers = found?.attribution().claims.filter(({ role }) => role === 'creator');
  return makers?.map(({ person, level }) => [person?.login, level]);
}

const newToken = (seed: number) => fake('npm_{base62:30}{crc32-base62}', seed);

test('whoever writes a known value once more did not bring it', async () => {
  const token = newToken(5);
  await push('first', { 'first.sh': `TOKEN=${token}\n` }, scene.mallory);
  await push('first', { 'copy.sh': `AGAIN=${token}\n` }, scene.bob);
  expect(await makersOf('first.sh')).toEqual([['mallory', 'certain']]);
});

test('nor did whoever squashed or retyped it elsewhere after it was seen', async () => {
  const { github, repositories, mallory, alice, bob } = scene;
  const token = newToken(6);
  await push('seen', { 'seen.sh': `TOKEN=${token}\n` }, mallory);
  const pull = await github.openPull(repositories.shop, mallory, { title: 'Seen', head: 'seen' });
  await settle();
  await github.mergePull(pull, alice, { method: 'squash' });
  await settle();
  await push('release', { 'other.sh': `export T=${token}\n` }, bob);
  expect(await makersOf('seen.sh')).toEqual([['mallory', 'certain']]);
});
