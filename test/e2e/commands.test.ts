import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command } from '../../src/jobs/requests.ts';
import { isoDay } from '../../src/model/time.ts';
import { BECAUSE, type CaseScene, startCase } from '../support/case-scene.ts';

let scene: CaseScene;
beforeAll(async () => {
  scene = await startCase();
}, 60_000);
afterAll(() => scene.close());

const soon = () => isoDay(Date.now() + 5 * 86_400_000);

describe('somebody who may write to the repository of the cases', () => {
  it('takes a case in hand, and the receipt is a reaction', async () => {
    const { alice, say, issue } = scene;
    const heard = await say(alice, 'I look after it.\n\n/handback claim');
    expect(heard).toMatchObject({ reactions: ['+1'], answers: [] });
    expect(issue.body).toContain('In the hands of `@alice`');
  });

  it('says who answers for a credential', async () => {
    const { alice, say, key, issue, decisions, bob } = scene;
    expect(await say(alice, `/handback owner ${key} @BOB`)).toMatchObject({ reactions: ['+1'], answers: [] });
    expect(await decisions()).toContainEqual(
      expect.objectContaining({ decides: 'owner', owner: { id: bob.id, login: 'bob' } }),
    );
    expect(issue.body).toContain('`@bob` answers for it, said by `@alice`');
  });

  it('attests a rotation, which proves nothing', async () => {
    const { bob, say, key, issue } = scene;
    expect(await say(bob, `/handback rotated ${key} because I made a new one today`)).toMatchObject({
      reactions: ['+1'],
    });
    expect(issue.body).toContain('Attested by `@bob`');
    expect(issue.body).toMatch(/- \[ \] deploy key/);
    expect(issue.state).toBe('open');
  });

  it('excepts a credential until a day, and ends that again', async () => {
    const { bob, alice, say, key, issue, decisions } = scene;
    await say(bob, `/handback except ${key} in shop until ${soon()} ${BECAUSE}`);
    expect(issue.body).toContain(`Excepted in \`shop\` until ${soon()} by \`@bob\``);
    const made = (await decisions()).find(({ decides }) => decides === 'exception');
    expect(await say(alice, `/handback cancel ${made?.id.slice(0, 12)}`)).toMatchObject({ reactions: ['+1'] });
    expect(issue.body).not.toContain('Excepted in');
  });

  it('gets help, also for a typing error, in one answer', async () => {
    const { alice, say } = scene;
    const help = await say(alice, '/handback help');
    expect(help).toMatchObject({ reactions: [], answers: [expect.stringContaining('/handback except CREDENTIAL')] });
    const typo = await say(alice, '/handback clam\n/handback revok it');
    expect(typo.reactions).toEqual(['confused']);
    expect(typo.answers).toEqual([expect.stringMatching(/handback claim[\s\S]*handback revoke/)]);
  });

  it('says several things at once', async () => {
    const { carol, say, key, decisions } = scene;
    const before = (await decisions()).length;
    expect(await say(carol, `/handback claim\n/handback claim ${key}\n/handback claim`)).toMatchObject({
      reactions: ['+1'],
    });
    expect((await decisions()).length - before).toBe(2);
  });
});

describe('an edited comment', () => {
  it('counts as it stands now, and what it said before is not said again', async () => {
    const { alice, github, say, key, decisions, settle, hear, issue } = scene;
    const { comment } = await say(alice, `/handback owner ${key} @nobody-at-all`);
    expect(hear(comment)).toMatchObject({ reactions: ['confused'], answers: [expect.stringContaining('no person')] });
    const before = (await decisions()).length;
    github.editComment(issue, comment, alice, `/handback owner ${key} @carol`);
    await settle();
    github.editComment(issue, comment, alice, `/handback owner ${key} @carol\n\nThank you!`);
    await settle();
    expect((await decisions()).length - before).toBe(1);
    expect(hear(comment).answers).toEqual([expect.stringContaining('is done')]);
  });

  it('says nothing for its author when somebody else edited it', async () => {
    const { alice, bob, github, say, key, decisions, settle, hear, issue } = scene;
    const { comment } = await say(alice, 'Good morning.');
    const before = await decisions();
    github.editComment(issue, comment, bob, `/handback except ${key} in shop until ${soon()} ${BECAUSE}`);
    await settle();
    expect(await decisions()).toEqual(before);
    expect(hear(comment)).toMatchObject({ reactions: [], answers: [] });
  });

  it('that somebody else edits before it is read is not read as its author’s', async () => {
    const { alice, github, key, decisions, settle, hear, issue } = scene;
    const before = await decisions();
    const comment = github.comment(issue, alice, '/handback claim');
    // Nobody tells of this edit: the text that is read is simply another one than the event was about.
    comment.body = `/handback except ${key} in shop until ${soon()} ${BECAUSE}`;
    await settle();
    expect(await decisions()).toEqual(before);
    expect(hear(comment).reactions).toEqual([]);
  });
});

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

  it('to a comment that is deleted before it is read', async () => {
    const { github, alice, issue, settle, decisions, app } = scene;
    const before = await decisions();
    const comment = github.comment(issue, alice, '/handback claim');
    github.deleteComment(issue, comment, alice);
    await settle();
    expect(await decisions()).toEqual(before);
    expect(await app.dead()).toEqual([]);
  });

  it('to people who only talk about it', async () => {
    const { alice, say } = scene;
    const heard = await say(alice, '> /handback claim\n\nI would not write `/handback claim` here.');
    expect(heard).toMatchObject({ reactions: [], answers: [] });
  });
});

it('an issue that is no case is told where commands belong', async () => {
  const { github, alice, repositories, say, key } = scene;
  const issue = github.openIssue(repositories.shop, alice, { title: 'A bug' });
  expect((await say(alice, `/handback claim ${key}`, issue)).answers).toEqual([expect.stringContaining('in a case')]);
});

it('the same delivery twice is one decision, one answer and one line of the journal', async () => {
  const { github, alice, say, settle, decisions, journal, hear, app } = scene;
  const heard = await say(alice, '/handback clame');
  const [was, wrote] = [await decisions(), (await journal()).length];
  const said = { repositoryId: scene.repositories.security.id, comment: heard.comment.id, sender: alice.id };
  await app.add(command(scene.acme.id, { ...said, body: heard.comment.body }));
  await settle();
  expect(hear(heard.comment)).toEqual(heard);
  expect([await decisions(), (await journal()).length]).toEqual([was, wrote]);
  expect(github.problems).toEqual([]);
});
