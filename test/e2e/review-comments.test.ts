import { afterAll, beforeAll, expect, test } from 'vitest';
import { prove, sweep } from '../../src/jobs/requests.ts';
import { type Scene, settle, startScene } from '../support/scene.ts';
import { until } from '../support/until.ts';

let scene: Scene;
let token: string;
let address: string;
beforeAll(async () => {
  scene = await startScene();
  const { github, mallory, repositories, app, acme } = scene;
  await until('the inventory', () => app.facts());
  await settle(scene);
  token = github.createPersonalAccessToken(mallory);
  const files = { 'README.md': '# infra, faster\n' };
  await github.push(repositories.infra, mallory, [{ branch: 'faster', message: 'Faster', files }]);
  const pull = await github.openPull(repositories.infra, mallory, { title: 'Faster', head: 'faster' });
  const said = github.reviewComment(pull, mallory, { path: 'README.md', body: `Try it with ${token}` });
  address = `/repos/acme/infra/pulls/comments/${said.id}`;
  await settle(scene);
  await app.add(sweep(acme.id));
  await settle(scene);
});
afterAll(() => scene?.close());

const theFile = async () =>
  [...((await scene.app.facts())?.files.values() ?? [])].find(({ sightings }) =>
    sightings.some((each) => each.in === 'variable' && each.name.startsWith('review comment ')),
  );
const asked = () => scene.github.requests.filter(({ path }) => path.endsWith(address)).length;

test('a token that somebody wrote on a line of a pull request is known, and whose it is', async () => {
  const file = await until('the value', theFile);
  expect(file.attribution().creator?.person?.login).toBe('mallory');
  expect(file.credential.plaintext?.rule).toMatch(/^github/);
});

test('when they leave it is read again at its own address to ask its issuer, and stands while it lives', async () => {
  const { github, alice, mallory, repositories, app, acme } = scene;
  for (const each of [repositories.infra, repositories.shop]) github.removeCollaborator(each, alice, mallory);
  await settle(scene);
  await app.add(prove(acme.id));
  await until('the reading', () => asked() > 0);
  await settle(scene);
  expect((await theFile())?.proof.latest).toMatchObject({ result: 'alive' });
});

test('it is proved dead by its issuer, also while the comment still stands', async () => {
  const { github, app, acme } = scene;
  github.revokePersonalAccessToken(token);
  await app.add(prove(acme.id));
  await until('the proof', async () => (await theFile())?.proof.state === 'proved');
  expect((await theFile())?.proof.best).toMatchObject({ grade: 'P4' });
});

test('no word of Handback holds the token, and GitHub has nothing against what was asked', async () => {
  const { github, repositories, app } = scene;
  const written = repositories.security.issues.map(({ body, comments }) => JSON.stringify([body, comments]));
  expect(written.join('')).toContain('review comment');
  expect(`${written.join('')}${JSON.stringify(app.log)}${JSON.stringify(await app.journal())}`).not.toContain(token);
  expect(github.problems).toEqual([]);
  expect(await app.dead()).toEqual([]);
});
