import { afterAll, beforeAll, expect, it } from 'vitest';
import { publicKey } from '../../demo/story/world.ts';
import { enforce, onboard } from '../../src/jobs/requests.ts';
import { type Scene, settle, startScene } from '../support/scene.ts';
import { until } from '../support/until.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await startScene();
  const { github, repositories, mallory, alice } = scene;
  github.addDeployKey(repositories.infra, mallory, 'tunnel of mallory', publicKey());
  await until('the inventory', () => scene.app.facts());
  await settle(scene);
  for (const repository of [repositories.infra, repositories.shop])
    github.removeCollaborator(repository, alice, mallory);
  await settle(scene);
}, 120_000);
afterAll(() => scene.close());

const digestsIn = (name: 'shop' | 'infra') =>
  scene.repositories[name].issues.filter(({ body }) => body?.includes('<!-- handback:digest:'));
function digestOf(name: 'shop' | 'infra') {
  const [issue, ...more] = digestsIn(name);
  if (issue === undefined || more.length > 0) throw new Error(`${more.length + (issue ? 1 : 0)} digests in ${name}`);
  return issue;
}
const caseText = () => scene.repositories.security.issues.find(({ title }) => title.includes('mallory'))?.body ?? '';

it('each private repository that holds what somebody left behind is told, of its own and of nothing else', () => {
  expect(digestOf('shop')).toMatchObject({ state: 'open', title: 'Handback: credentials of people who left' });
  expect(digestOf('shop').body).toContain('deploy key **ci of mallory**');
  expect(digestOf('shop').body).not.toContain('tunnel');
  expect(digestOf('infra').body).toContain('deploy key **tunnel of mallory**');
  expect(digestOf('infra').body).not.toMatch(/shop|security/);
  expect(caseText()).not.toContain('### No digest');
});

it('enforcing again writes nothing, and what somebody does to it is put right', async () => {
  const writes = () => scene.github.requests.filter(({ method }) => method !== 'GET').length;
  await scene.app.add(enforce(scene.acme.id, true));
  await settle(scene);
  const before = writes();
  await scene.app.add(enforce(scene.acme.id, true));
  await settle(scene);
  expect(writes()).toBe(before);
  const issue = digestOf('shop');
  const text = issue.body;
  await scene.github.editIssue(issue, scene.bob, { body: 'All done.' });
  await scene.github.closeIssue(issue, scene.bob);
  await settle(scene);
  expect(digestOf('shop')).toMatchObject({ state: 'open', body: text });
  expect(digestOf('shop').comments.at(-1)?.body).toContain('closing it by hand ends nothing');
});

it('where issues are switched off the case says so, and nothing fails', async () => {
  const { github, repositories, app, installationId } = scene;
  github.setIssues(repositories.infra, false);
  await app.add(enforce(scene.acme.id, true));
  await settle(scene);
  await app.add(onboard(installationId));
  await settle(scene);
  await app.add(enforce(scene.acme.id, true));
  await settle(scene);
  expect(caseText()).toContain('### No digest in\n\n- `acme/infra`: issues are disabled there');
  expect(await app.dead()).toEqual([]);
});

it('a repository that becomes public keeps nothing, and the case says that its people are not told', async () => {
  const { github, repositories, alice } = scene;
  github.setVisibility(repositories.shop, alice, 'public');
  await settle(scene);
  await scene.app.add(enforce(scene.acme.id, true));
  await settle(scene);
  expect(digestOf('shop')).toMatchObject({ state: 'closed', title: 'Handback' });
  expect(digestOf('shop').body).not.toMatch(/mallory|key/);
  expect(caseText()).toContain('- `acme/shop`: it is public');
  github.setVisibility(repositories.shop, alice, 'private');
  await settle(scene);
  await scene.app.add(enforce(scene.acme.id, true));
  await settle(scene);
  expect(digestOf('shop')).toMatchObject({ state: 'open', body: expect.stringContaining('ci of mallory') });
});

it('it closes when the last of it is proved gone', async () => {
  const { github, repositories, alice } = scene;
  const [key] = repositories.shop.keys;
  if (key === undefined) throw new Error('no key');
  github.deleteDeployKey(repositories.shop, alice, key);
  await settle(scene);
  await until('the digest to close', () => digestOf('shop').state === 'closed');
  expect(digestOf('shop').comments.at(-1)?.body).toContain('Nothing is left here');
  await github.settled();
  expect(github.problems).toEqual([]);
});
