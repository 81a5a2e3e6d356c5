import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweep } from '../../src/jobs/requests.ts';
import { type Scene, startScene } from '../support/scene.ts';
import { until } from '../support/until.ts';

const DAY = 86_400_000;
// A minute behind until the person has left, so that nothing happens in the second of the
// departure: GitHub's dates have whole seconds.
let ahead = -60_000;
let scene: Scene;
beforeAll(async () => {
  scene = await startScene({ now: () => Date.now() + ahead });
  await until('the inventory', () => scene.app.facts());
  await scene.app.idle();
});
afterAll(() => scene?.close());

const settle = async () => {
  await scene.github.settled();
  await scene.app.idle();
};
const caseOf = () => scene.repositories.security.issues.find(({ title }) => title.includes('mallory'));
const keyLooks = async () => {
  const files = await scene.app.facts();
  return [...(files?.files.values() ?? [])].find(({ credential }) => credential.name === 'ci of mallory')?.proof;
};
const asksForKey = () =>
  scene.github.requests.filter(({ method, path }) => method === 'GET' && path.includes(`/keys/${scene.malloryKey.id}`))
    .length;
const pass = async () => {
  await scene.app.add(sweep(scene.acme.id));
  await settle();
};

test('a use after the departure stands on top of the case, and names nobody', async () => {
  const { github, alice, mallory, malloryKey, repositories } = scene;
  for (const each of [repositories.shop, repositories.infra]) github.removeCollaborator(each, alice, mallory);
  await until('the case', () => caseOf()?.state === 'open');
  ahead = 0;
  malloryKey.lastUsedAt = Date.now();
  await pass();
  const body = await until('the incident', () => caseOf()?.body?.includes('used by unknown') && caseOf()?.body);
  expect(body?.split('\n\n')[3]).toMatch(
    /^> \[!CAUTION\]\n> \*\*Since the departure:\*\*\n>\n> - deploy key \*\*ci of mallory\*\*/,
  );
});

test('the key goes, is proved gone, and its case closes', async () => {
  const { github, alice, malloryKey, repositories } = scene;
  github.deleteDeployKey(repositories.shop, alice, malloryKey);
  await settle();
  github.deleteSecret(repositories.shop, alice, 'DEPLOY_TOKEN');
  await pass();
  expect(await keyLooks()).toMatchObject({ state: 'proved' });
  expect((await scene.app.facts())?.cases.map(({ openReasons }) => openReasons)).toEqual([[]]);
  await until('the case to close', () => caseOf()?.state === 'closed');
});

test('nobody asks again before the day after, and then once', async () => {
  const before = asksForKey();
  await pass();
  expect(asksForKey()).toBe(before);
  ahead = DAY + 1000;
  await pass();
  expect(asksForKey()).toBe(before + 1);
  await pass();
  expect(asksForKey()).toBe(before + 1);
  expect(caseOf()?.state).toBe('closed');
});

test('the key is added again, elsewhere and by somebody else: the case opens with the reason', async () => {
  const { github, bob, malloryKey, repositories } = scene;
  ahead = 3 * DAY;
  github.addDeployKey(repositories.infra, bob, 'a new name', malloryKey.key);
  await until('the case to open', () => caseOf()?.state === 'open');
  expect(caseOf()?.comments.at(-1)?.body).toContain('1 of them was gone and is back');
  expect(caseOf()?.comments.at(-1)?.body).toContain('the same public key opens acme/infra');
  expect(caseOf()?.body).toContain('- [ ] deploy key **ci of mallory**');
});

test('and closes when it is gone there too', async () => {
  const { github, alice, repositories } = scene;
  const [again] = repositories.infra.keys;
  if (again === undefined) throw new Error('the key was not added');
  github.deleteDeployKey(repositories.infra, alice, again);
  await settle();
  await pass();
  await until('the case to close', () => caseOf()?.state === 'closed');
  expect(await scene.app.dead()).toEqual([]);
});
