// A repository goes from one organisation to another, and both have installed the App.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweep } from '../../src/jobs/requests.ts';
import { manifest, type Scene, startScene } from '../support/scene.ts';
import { until } from '../support/until.ts';

let scene: Scene;
let umbrella: Scene['acme'];
beforeAll(async () => {
  scene = await startScene();
  await until('the inventory', () => scene.app.facts());
  const { github, alice } = scene;
  umbrella = github.organization('umbrella', { name: 'Umbrella' });
  github.addMember(umbrella, alice, alice, 'admin');
  await github.createRepository(umbrella, 'docs', { actor: alice });
  github.install(umbrella, {
    appName: 'handback',
    permissions: manifest.default_permissions as never,
    events: manifest.default_events,
    actor: alice,
  } as never);
  await settle();
}, 60_000);
afterAll(() => scene?.close());

const settle = async () => {
  await scene.github.settled();
  await scene.app.idle();
};
const caseOf = () => scene.repositories.security.issues.find(({ title }) => title.includes('mallory'));

test('a transfer proves nothing, and what could not be looked at since the departure is named', async () => {
  const { github, alice, mallory, repositories, acme, app } = scene;
  for (const each of [repositories.shop, repositories.infra]) github.removeCollaborator(each, alice, mallory);
  await until('the case', () => caseOf()?.state === 'open');
  await settle();
  github.transferRepository(repositories.shop, alice, umbrella);
  await settle();
  for (const { id } of [acme, umbrella]) await app.add(sweep(id));
  await settle();
  const body = caseOf()?.body ?? '';
  expect(caseOf()?.state).toBe('open');
  expect(body).toContain('- [ ] deploy key **ci of mallory** of `acme/shop`');
  expect(body).toMatch(/Open because: 1 of 1 credential not proved gone\.\n/);
  expect(body).toMatch(/### Not visible, so not covered\n[\s\S]*- repository of `acme\/shop`: out of sight since 20/);
});

test('the other organisation knows it as its own, and acme’s issues in it are left alone', async () => {
  const { github, repositories, app } = scene;
  const known = await app.store.repositories.list(umbrella.id);
  expect(known.map(({ fullName }) => fullName).toSorted()).toEqual(['umbrella/docs', 'umbrella/shop']);
  const keys = await app.store.credentials.list(umbrella.id);
  expect(keys.map(({ name }) => name)).toContain('ci of mallory');
  expect(github.requests.filter(({ method, path }) => method !== 'GET' && path.startsWith('/repos/umbrella/'))).toEqual(
    [],
  );
  expect(repositories.shop.issues.filter(({ state }) => state === 'open')).toHaveLength(1);
});
