import { afterAll, beforeAll, expect, test } from 'vitest';
import { publicKey } from '../../demo/story/world.ts';
import { sweep } from '../../src/jobs/requests.ts';
import { ROSTER, type Scene, settle, startScene } from '../support/scene.ts';
import { until } from '../support/until.ts';

const robotLine = (sponsor: string) => `${ROSTER}  - login: acme-ci\n    type: service\n${sponsor}`;

let scene: Scene;
beforeAll(async () => {
  scene = await startScene({ roster: robotLine('    sponsor: mallory\n') });
  const { github, acme, alice, repositories, app } = scene;
  const robot = github.user('acme-ci');
  github.addMember(acme, alice, robot);
  github.setCollaborator(repositories.infra, alice, robot, 'write');
  github.addDeployKey(repositories.infra, robot, 'terraform', publicKey());
  await until('the inventory', () => app.facts());
  await settle(scene);
});
afterAll(() => scene?.close());

const theCase = () => scene.repositories.security.issues.find(({ title }) => title.includes('mallory'));
async function writeRoster(sponsor: string) {
  const files = { 'people.yml': robotLine(sponsor) };
  await scene.github.push(scene.repositories.roster, scene.alice, [{ message: 'Roster', files }]);
  await settle(scene);
}

test('whoever leaves a machine account behind has it in their case, with what it made', async () => {
  const { github, alice, mallory, repositories } = scene;
  for (const each of [repositories.infra, repositories.shop]) github.removeCollaborator(each, alice, mallory);
  const issue = await until('the case', theCase);
  await until('the account', () => issue.body?.includes('- [ ] Holds the machine account `acme-ci`'));
  expect(issue.body).toMatch(/### Owned: needs a new owner\n\n- deploy key \*\*terraform\*\*/);
});

test('the case stays open for the account alone, and when its line names nobody any more', async () => {
  const { github, alice, malloryKey, repositories } = scene;
  github.deleteDeployKey(repositories.shop, alice, malloryKey);
  await settle(scene);
  await scene.app.add(sweep(scene.acme.id));
  await until('the proof', () => theCase()?.body?.includes('**0 of 1** credential still open'));
  await until('the next step', () => theCase()?.body?.includes('**Next:** somebody names another `sponsor`'));
  const only = 'Open because: the roster still names them as the sponsor of the machine account acme-ci.';
  await until('the only reason', () => theCase()?.body?.includes(only));
  await writeRoster('');
  await until('the words', () => theCase()?.body?.includes('and the roster names nobody in their place'));
  expect(theCase()?.state).toBe('open');
});

test('it closes when the roster names somebody else who is here', async () => {
  await writeRoster('    sponsor: bob\n');
  await until('the case to close', () => theCase()?.state === 'closed');
  expect(theCase()?.body).toContain('- [x] Held the machine account `acme-ci`; the roster names `bob` now');
  expect(theCase()?.body).not.toContain('**terraform**');
});
