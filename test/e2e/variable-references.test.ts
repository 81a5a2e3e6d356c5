import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweep } from '../../src/jobs/requests.ts';
import { type Scene, settle, startScene } from '../support/scene.ts';
import { until } from '../support/until.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await startScene();
  await until('the inventory', () => scene.app.facts());
  await settle(scene);
});
afterAll(() => scene?.close());

const theFile = async (name: string) =>
  [...((await scene.app.facts())?.files.values() ?? [])].find(({ sightings }) =>
    sightings.some((each) => each.in === 'variable' && each.name === name),
  );

test('a secret in a variable has the hint who first made a workflow use it, and the same value in code loses nothing by that', async () => {
  const { github, acme, alice, bob, mallory, repositories, app } = scene;
  const token = github.createPersonalAccessToken(alice);
  const workflow = `on: push\njobs: { a: { steps: [{ run: "x \${{ vars.API_TOKEN }}" }] } }\n`;
  await github.push(repositories.shop, mallory, [
    { message: 'Call', files: { '.github/workflows/call.yml': workflow }, date: new Date().toISOString() },
  ]);
  github.setVariable(repositories.shop, bob, 'API_TOKEN', token);
  await settle(scene);
  await app.add(sweep(acme.id));
  await settle(scene);
  const first = await until('the value', () => theFile('API_TOKEN'));
  const hint = /inferred: .*mallory.* first made a workflow use the variable API_TOKEN, about when it was last set,/;
  expect(first.attribution().chain.join('\n')).toMatch(hint);
  expect(first.attribution().creator?.level).toBe('weak');

  await github.push(repositories.shop, bob, [{ message: 'Paste', files: { 'call.sh': `curl -u x:${token}\n` } }]);
  await settle(scene);
  for (let round = 0; round < 2; round += 1) {
    await app.add(sweep(acme.id));
    await settle(scene);
  }
  const chain = (await theFile('API_TOKEN'))?.attribution().chain.join('\n');
  expect(chain).toMatch(hint);
  expect(chain).toMatch(/claimed: .*[Bb]ob/);
  expect(await app.dead()).toEqual([]);
});

test('where the same value stands in the variable of another repository, who first named it there is a hint as well', async () => {
  const { github, acme, bob, alice, repositories, app } = scene;
  const token = github.createPersonalAccessToken(bob);
  const workflow = `on: push\njobs: { a: { steps: [{ run: "x \${{ vars.SHARED_TOKEN }}" }] } }\n`;
  for (const [repository, author] of [
    [repositories.shop, bob],
    [repositories.infra, alice],
  ] as const) {
    await github.push(repository, author, [
      { message: 'Share', files: { '.github/workflows/share.yml': workflow }, date: new Date().toISOString() },
    ]);
    github.setVariable(repository, author, 'SHARED_TOKEN', token);
    await settle(scene);
    await app.add(sweep(acme.id));
    await settle(scene);
  }
  const shared = await until('the value in both', async () => {
    const file = await theFile('SHARED_TOKEN');
    return file !== undefined && file.sightings.length === 2 && file;
  });
  const chain = shared.attribution().chain.join('\n');
  expect(chain).toMatch(/inferred: .*[Bb]ob.* first made a workflow use the variable SHARED_TOKEN/);
  expect(chain).toMatch(/inferred: .*[Aa]lice.* first made a workflow use the variable SHARED_TOKEN/);
});
