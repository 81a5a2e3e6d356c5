// The repository of the cases under another name and open to everybody, while the policy
// keeps the old name, which GitHub leads on from.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publicKey } from '../../demo/story/world.ts';
import { enforce } from '../../src/jobs/requests.ts';
import { type CaseScene, startCase } from '../support/case-scene.ts';

let scene: CaseScene;
beforeAll(async () => {
  scene = await startCase();
}, 60_000);
afterAll(() => scene.close());

/** Another key of mallory's appears: the case has to say something new. */
async function moreToTell(name: string): Promise<void> {
  const { github, repositories, mallory, app, acme, settle } = scene;
  github.addDeployKey(repositories.shop, mallory, name, publicKey());
  await settle();
  await app.add(enforce(acme.id, true));
  await settle();
}

const told = () =>
  JSON.stringify(
    scene.repositories.security.issues.map(({ body, comments }) => [body, comments.map((each) => each.body)]),
  );
const problems = async () => (await scene.app.facts())?.reading.problems.map(({ says }) => says);

it('nothing is written there from the first moment, also where the events about it are lost, and the policy problem says why', async () => {
  const { github, repositories, alice } = scene;
  await moreToTell('tunnel of mallory');
  expect(told()).toContain('tunnel of mallory');
  const before = told();
  const lost = { on: /WEBHOOK (repository|public)\b/, drop: true };
  github.fault({ ...lost, times: 3 });
  github.renameRepository(repositories.security, alice, 'open-house');
  github.setVisibility(repositories.security, alice, 'public');
  await scene.settle();
  await moreToTell('backdoor of mallory');
  expect(told()).toBe(before);
  expect(await problems()).toEqual([
    expect.stringMatching(/does not see acme\/security.*kept in acme\/open-house so far/),
  ]);
});

it('nor where the policy names it by its new name, while everybody reads it', async () => {
  const before = told();
  await casesIn('open-house');
  await moreToTell('second backdoor of mallory');
  expect(told()).toBe(before);
  expect(await problems()).toEqual([expect.stringMatching(/acme\/open-house is not private/)]);
});

it('once it is private again the case goes on, without waiting for a sweep', async () => {
  scene.github.setVisibility(scene.repositories.security, scene.alice, 'private');
  await scene.settle();
  expect(told()).toContain('second backdoor of mallory');
  expect(scene.repositories.security.issues).toHaveLength(1);
  expect(await problems()).toEqual([]);
});

it('a repository that is made after the policy named it gets the cases as soon as it is there', async () => {
  await casesIn('vault');
  expect(await problems()).toEqual([expect.stringMatching(/does not see acme\/vault/)]);
  const vault = await scene.github.createRepository(scene.acme, 'vault', { actor: scene.alice });
  await scene.settle();
  expect(vault.issues.map(({ title }) => title)).toEqual([expect.stringContaining('mallory')]);
  expect(await problems()).toEqual([]);
});

it('no job failed, and GitHub has nothing against what was asked', async () => {
  expect(scene.github.problems).toEqual([]);
  expect(await scene.app.dead()).toEqual([]);
});

async function casesIn(name: string): Promise<void> {
  const { github, repositories, alice, settle } = scene;
  const policy = `version: 1\nmode: block\nroster:\n  repository: people\ncases:\n  repository: ${name}\n`;
  const files = { '.github/handback.yml': policy };
  await github.push(repositories.policy, alice, [{ branch: 'main', message: `Cases in ${name}`, files }]);
  await settle();
}
