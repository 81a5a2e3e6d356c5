// A repository that everybody reads by now, while the events about it are lost: nobody is
// answered there, and nothing is told.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CaseScene, startCase } from '../support/case-scene.ts';

let scene: CaseScene;
beforeAll(async () => {
  scene = await startCase();
}, 60_000);
afterAll(() => scene.close());

it('a command gets neither an answer nor a reaction there, and decides nothing', async () => {
  const { github, repositories, alice, bob, key, say, decisions } = scene;
  expect((await say(bob, `/handback revoke ${key}`)).answers).toHaveLength(1);
  github.fault({ on: /WEBHOOK (repository|public)\b/, drop: true, times: 2 });
  github.setVisibility(repositories.security, alice, 'public');
  const before = (await decisions()).length;
  const heard = await say(bob, `/handback owner ${key} @alice\n/handback keep nothing because it is no review at all`);
  expect(heard).toMatchObject({ answers: [], reactions: [] });
  expect(await decisions()).toHaveLength(before);
});
