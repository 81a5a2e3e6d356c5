import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { idIn, newKey, startActing } from '../support/acting-scene.ts';
import { type CaseScene, openPull } from '../support/case-scene.ts';

// A scene of its own: with those of remediation.test.ts it would write more in a minute than Handback allows itself.
let scene: CaseScene;
beforeAll(async () => {
  scene = await startActing();
}, 60_000);
afterAll(() => scene.close());
afterEach(() => scene.github.clearFaults());

describe('what Handback was not granted', () => {
  it('is refused before anybody is asked to approve, and named', async () => {
    const { github, repositories, mallory, alice, say, settle, acme } = scene;
    github.setSecret(repositories.shop, mallory, 'OF_HERS');
    await settle();
    const pull = await openPull(scene, 'secrets', { 'a.txt': 'a\n' });
    const key = `actions-secret:${repositories.shop.id}::OF_HERS`;
    await scene.app.add({ type: 'look', payload: { org: acme.id, repositoryId: repositories.shop.id }, lane: 'x' });
    await settle();
    const heard = await say(alice, `/handback revoke ${key}`, pull);
    expect(heard).toMatchObject({ reactions: ['confused'], answers: [expect.stringContaining('`secrets: write`')] });
  });

  it('is told when it is taken away in between', async () => {
    const key = await newKey(scene);
    const id = idIn(await scene.say(scene.alice, `/handback revoke ${key.id}`));
    const headers = { 'x-accepted-github-permissions': 'administration=write' };
    scene.github.fault({ on: /DELETE .*\/keys\//, status: 403, message: 'Resource not accessible', headers });
    const heard = await scene.say(scene.bob, `/handback approve ${id}`);
    expect(heard.answers).toEqual([expect.stringMatching(/not done on .*administration: write/)]);
    expect(key.there()).toBe(true);
  });
});

it('a token in the organisation loses its access', async () => {
  const { github, acme, mallory, alice, bob, say, settle } = scene;
  github.approveTokenAccess(acme, alice, github.requestTokenAccess(acme, mallory, { name: 'laptop' }));
  await scene.app.add({ type: 'look', payload: { org: acme.id }, lane: 'y' });
  await settle();
  const [grant] = acme.grants;
  const asked = await say(alice, `/handback revoke fine-grained-token:${grant?.tokenId}`);
  expect(asked.answers[0]).toMatch(/Deploy keys that were made with the token may die with it/);
  expect(await say(bob, `/handback approve ${idIn(asked)}`)).toMatchObject({
    answers: [expect.stringContaining('done on')],
  });
  expect(acme.grants).toEqual([]);
});

it('GitHub has nothing against what was asked, and no job failed', async () => {
  expect(scene.github.problems).toEqual([]);
  expect(await scene.app.dead()).toEqual([]);
});
