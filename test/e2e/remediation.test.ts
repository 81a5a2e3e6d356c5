import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { deletions, idIn, newKey, startActing } from '../support/acting-scene.ts';
import type { CaseScene } from '../support/case-scene.ts';

let scene: CaseScene;
beforeAll(async () => {
  scene = await startActing();
}, 60_000);
afterAll(() => scene.close());
afterEach(() => scene.github.clearFaults());

describe('deleting a key', () => {
  it('shows first what depends on it, and does nothing', async () => {
    const key = await newKey(scene);
    const heard = await scene.say(scene.alice, `/handback revoke ${key.id}`);
    expect(heard.reactions).toEqual(['eyes']);
    expect(heard.answers).toEqual([
      expect.stringMatching(/Last used on .*by unknown[\s\S]*It can write[\s\S]*handback approve/),
    ]);
    expect(scene.issue.body).toContain('Asked to be deleted or revoked by `@alice`');
    expect(key.there()).toBe(true);
  });

  it('takes a second person, and then it happens, once, and the proof follows', async () => {
    const key = await newKey(scene);
    const id = idIn(await scene.say(scene.alice, `/handback revoke ${key.id}`));
    const before = deletions(scene);
    const approved = await scene.say(scene.bob, `/handback approve ${id}`);
    expect(approved).toMatchObject({ reactions: ['+1'], answers: [expect.stringContaining('done on')] });
    expect(key.there()).toBe(false);
    expect(deletions(scene) - before).toBe(1);
    const file = (await scene.app.facts())?.files.get(key.id);
    expect(file?.proof).toMatchObject({ state: 'proved', best: { grade: 'P3' } });
    const did = (await scene.journal()).map((each) => `${each.actor} ${each.did}`);
    const order = ['@alice asked for', '@bob approved', 'handback tries to delete', 'handback done'];
    const places = order.map((part) => did.findLastIndex((each) => each.startsWith(part)));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
    const again = await scene.say(scene.bob, `/handback approve ${id}`);
    expect(again.answers).toEqual([expect.stringContaining('tried already')]);
    expect(deletions(scene) - before).toBe(1);
  });

  it.each<[string, () => CaseScene['alice'], string]>([
    ['whoever asked for it', () => scene.alice, 'asked for it yourself'],
    ['the leaver', () => scene.mallory, 'your own departure'],
    ['somebody of the leaver’s vendor', () => scene.carol, 'same vendor'],
    ['somebody whose own last day is set', () => scene.dave, 'your own last day is set'],
  ])('is not approved by %s', async (_, who, why) => {
    const key = await newKey(scene);
    const id = idIn(await scene.say(scene.alice, `/handback revoke ${key.id}`));
    scene.repositories.security.collaborators.set(scene.mallory, 'write');
    const heard = await scene.say(who(), `/handback approve ${id}`);
    scene.repositories.security.collaborators.delete(scene.mallory);
    expect(heard).toMatchObject({ reactions: ['confused'], answers: [expect.stringContaining(why)] });
    expect(key.there()).toBe(true);
  });

  it('does nothing where GitHub does not show the repository, and says that and not that it is another one', async () => {
    const key = await newKey(scene);
    const id = idIn(await scene.say(scene.alice, `/handback revoke ${key.id}`));
    const headers = { 'x-accepted-github-permissions': 'metadata=read' };
    scene.github.fault({ on: /GET \/repos\/acme\/shop$/, status: 403, headers, times: 99 });
    const heard = await scene.say(scene.bob, `/handback approve ${id}`);
    expect(heard.answers).toEqual([expect.stringContaining('not visible: needs metadata: read')]);
    expect(key.there()).toBe(true);
  });

  it('is not approved after it was taken back, nor asked for twice', async () => {
    const key = await newKey(scene);
    const id = idIn(await scene.say(scene.alice, `/handback revoke ${key.id}`));
    const twice = await scene.say(scene.bob, `/handback revoke ${key.id}`);
    expect(twice.answers).toEqual([expect.stringContaining('asked for already')]);
    expect((await scene.say(scene.alice, `/handback cancel ${id}`)).reactions).toEqual(['+1']);
    expect((await scene.say(scene.bob, `/handback approve ${id}`)).answers).toEqual([
      expect.stringContaining('taken back'),
    ]);
    expect(key.there()).toBe(true);
  });
});

it('GitHub has nothing against what was asked, and no job failed', async () => {
  expect(scene.github.problems).toEqual([]);
  expect(await scene.app.dead()).toEqual([]);
});
