import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { remediate } from '../../src/jobs/requests.ts';
import { deletions, idIn, newKey, startActing } from '../support/acting-scene.ts';
import { type CaseScene, openPull } from '../support/case-scene.ts';

let scene: CaseScene;
beforeAll(async () => {
  scene = await startActing();
}, 60_000);
afterAll(() => scene.close());
afterEach(() => scene.github.clearFaults());

describe('when GitHub’s answer is lost', () => {
  it('nobody knows, nobody tries again, and the look decides', async () => {
    const key = await newKey(scene);
    const id = idIn(await scene.say(scene.alice, `/handback revoke ${key.id}`));
    const before = deletions(scene);
    scene.github.fault({ on: /DELETE .*\/keys\//, lose: true });
    const heard = await scene.say(scene.bob, `/handback approve ${id}`);
    expect(heard.answers).toEqual([expect.stringContaining('whether it was done is unknown')]);
    expect(deletions(scene) - before).toBe(1);
    expect((await scene.app.facts())?.files.get(key.id)?.proof.state).toBe('proved');
  });

  it('because GitHub broke down, the key that still works stays open', async () => {
    const key = await newKey(scene);
    const id = idIn(await scene.say(scene.alice, `/handback revoke ${key.id}`));
    scene.github.fault({ on: /DELETE .*\/keys\//, status: 502 });
    const before = deletions(scene);
    await scene.say(scene.bob, `/handback approve ${id}`);
    const request = (await scene.decisions()).find((each) => each.id.startsWith(id));
    await scene.app.add(remediate(scene.acme.id, request?.id ?? ''));
    await scene.settle();
    expect(deletions(scene) - before).toBe(1);
    expect(key.there()).toBe(true);
    expect(scene.issue.body).toContain(
      '**whether it was done is unknown**: look before anybody tries again (GitHub answered 502)',
    );
    expect((await scene.app.facts())?.files.get(key.id)?.proof.state).toBe('alive');
  });
});

it('after a crash between the attempt and its answer nothing is sent again', async () => {
  const key = await newKey(scene);
  const id = idIn(await scene.say(scene.alice, `/handback revoke ${key.id}`));
  const request = (await scene.decisions()).find((each) => each.id.startsWith(id));
  const begun = new Map([[request?.id ?? '', { startedAt: Date.now() }]]);
  await scene.app.store.records.save(scene.acme.id, 'attempts', begun);
  const where = { repositoryId: scene.repositories.security.id, issue: scene.issue.number, id: 1 };
  await scene.app.store.decisions.add(scene.acme.id, [
    {
      id: `approval of ${id}`,
      at: Date.now(),
      by: scene.bob,
      said: 'before the crash',
      decides: 'approval',
      request: request?.id ?? '',
      comment: where,
    },
  ]);
  const before = deletions(scene);
  for (const _ of ['the queue gives it out again', 'and again']) {
    await scene.app.add(remediate(scene.acme.id, request?.id ?? ''));
    await scene.settle();
  }
  expect(deletions(scene)).toBe(before);
  expect(key.there()).toBe(true);
  expect(scene.issue.body).toContain('(the process ended before the answer came)');
  const again = await scene.say(scene.alice, `/handback revoke ${key.id}`);
  expect(again.reactions).toEqual(['eyes']);
});

it('what was saved anew since it was asked for is not deleted', async () => {
  const { github, acme, repositories, mallory, alice, bob, say, settle } = scene;
  const hook = github.addHook(repositories.shop, mallory, 'https://hooks.example/of-hers');
  await scene.app.add({ type: 'look', payload: { org: acme.id, repositoryId: repositories.shop.id }, lane: 'z' });
  await settle();
  const pull = await openPull(scene, 'hooks', { 'h.txt': 'h\n' });
  const asked = await say(alice, `/handback revoke webhook:${repositories.shop.id}:${hook.id}`, pull);
  expect(asked.reactions).toEqual(['eyes']);
  hook.updatedAt = Date.now() + 60_000;
  const approved = await say(bob, `/handback approve ${idIn(asked)}`, pull);
  expect(approved.answers).toEqual([expect.stringContaining('saved again after it was asked for')]);
  expect(repositories.shop.hooks).toContain(hook);
});
