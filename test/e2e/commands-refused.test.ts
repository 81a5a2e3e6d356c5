import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BECAUSE, type CaseScene, soon, startCase } from '../support/case-scene.ts';

let scene: CaseScene;
beforeAll(async () => {
  scene = await startCase();
}, 60_000);
afterAll(() => scene.close());

describe('nothing is changed by', () => {
  it.each<[string, (key: string) => string]>([
    ['a command for a credential that nobody knows', () => '/handback claim deploy-key:1:999999'],
    ['a command for what is in no case', () => `/handback claim actions-secret:${scene.acme.id}::NPM_TOKEN`],
    ['an exception for everything', (key) => `/handback except ${key} in * until ${soon()} ${BECAUSE}`],
    [
      'an exception for everything, said otherwise',
      (key) => `/handback except ${key} in *-*** until ${soon()} ${BECAUSE}`,
    ],
    ['an exception without an end', (key) => `/handback except ${key} in shop ${BECAUSE}`],
    ['an exception that is over', (key) => `/handback except ${key} in shop until 2026-01-01 ${BECAUSE}`],
    ['an exception that lasts too long', (key) => `/handback except ${key} in shop until 2036-01-01 ${BECAUSE}`],
    [
      'an exception in a repository that is not there',
      (key) => `/handback except ${key} in shops until ${soon()} ${BECAUSE}`,
    ],
    ['an owner who is a bot', (key) => `/handback owner ${key} @handback`],
    ['an owner who left', (key) => `/handback owner ${key} @mallory`],
    [
      'a break-glass for another organisation',
      (key) => `/handback break-glass ${key} for https://github.com/other/ops/issues/1 ${BECAUSE}`,
    ],
    [
      'a break-glass for an issue that is not there',
      (key) => `/handback break-glass ${key} for acme/infra#99 ${BECAUSE}`,
    ],
    ['an approval of nothing', () => '/handback approve 0123456789ab'],
    ['an act that the policy does not allow', (key) => `/handback revoke ${key}`],
    ['10,000 characters', (key) => `/handback revoke ${key}${' x'.repeat(5000)}`],
  ])('%s, and it says why', async (_, text) => {
    const before = await scene.decisions();
    const heard = await scene.say(scene.alice, text(scene.key));
    expect(heard.reactions).toEqual(['confused']);
    expect(heard.answers).toHaveLength(1);
    expect(heard.answers[0]).not.toContain('handback:reply');
    expect(await scene.decisions()).toEqual(before);
  });

  it('a reason that holds a secret, which is not repeated either', async () => {
    const { bob, say, key, decisions, github, journal } = scene;
    const token = github.createPersonalAccessToken(bob);
    const before = await decisions();
    const heard = await say(bob, `/handback rotated ${key} because the new one is ${token} now`);
    expect(heard.answers).toEqual([expect.stringContaining('looks like a secret')]);
    expect(await decisions()).toEqual(before);
    expect(JSON.stringify([heard.answers, await journal()])).not.toContain(token);
  });
});

describe('who may not decide is told so, and it is in the journal', () => {
  it('the leaver, in their own case', async () => {
    // Nobody tells of this access: an event would say that she is back.
    const { mallory, repositories, say, key, decisions, journal } = scene;
    repositories.security.collaborators.set(mallory, 'admin');
    const before = await decisions();
    const heard = await say(mallory, `/handback except ${key} in shop until ${soon()} ${BECAUSE}`);
    expect(heard).toMatchObject({ reactions: ['confused'], answers: [expect.stringContaining('your own departure')] });
    expect((await say(mallory, '/handback claim')).reactions).toEqual(['confused']);
    expect(await decisions()).toEqual(before);
    expect(await journal()).toContainEqual(
      expect.objectContaining({ actor: '@mallory', did: 'was refused a command' }),
    );
    repositories.security.collaborators.delete(mallory);
  });

  it('the leaver under another name', async () => {
    const { mallory, repositories, say, key } = scene;
    repositories.security.collaborators.set(mallory, 'write');
    mallory.login = 'mallory-of-old';
    expect((await say(mallory, `/handback rotated ${key} ${BECAUSE}`)).answers).toEqual([
      expect.stringContaining('your own departure'),
    ]);
    mallory.login = 'mallory';
    repositories.security.collaborators.delete(mallory);
  });

  it('somebody who may only read', async () => {
    const { dave, say } = scene;
    expect(await say(dave, '/handback claim')).toMatchObject({
      reactions: ['confused'],
      answers: [expect.stringContaining('may not write to acme/security')],
    });
  });
});

describe('silence is the answer', () => {
  it('to a bot, and to ourselves', async () => {
    const { github, acme, issue, settle, decisions, hear } = scene;
    const other = github.registerApp(acme, { appName: 'Robot', permissions: { issues: 'write' } });
    const before = await decisions();
    const theirs = github.comment(issue, other.bot, '/handback claim');
    const ours = github.comment(issue, github.world.apps[0]?.bot ?? other.bot, '/handback claim');
    await settle();
    for (const comment of [theirs, ours]) expect(hear(comment)).toMatchObject({ reactions: [], answers: [] });
    expect(await decisions()).toEqual(before);
  });

  it('in a public repository, whoever asks', async () => {
    const { github, acme, alice, say, settle, decisions } = scene;
    const open = await github.createRepository(acme, 'site', { actor: alice, private: false });
    await settle();
    const before = await decisions();
    const issue = github.openIssue(open, alice, { title: 'Hello' });
    expect(await say(alice, '/handback help', issue)).toMatchObject({ reactions: [], answers: [] });
    expect(await decisions()).toEqual(before);
  });

  it('to people who only talk about it', async () => {
    const { alice, say } = scene;
    const heard = await say(alice, '> /handback claim\n\nI would not write `/handback claim` here.');
    expect(heard).toMatchObject({ reactions: [], answers: [] });
  });
});

it('GitHub has nothing against what was asked', () => {
  expect(scene.github.problems).toEqual([]);
});
