import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command } from '../../src/jobs/requests.ts';
import { BECAUSE, type CaseScene, soon, startCase } from '../support/case-scene.ts';

let scene: CaseScene;
beforeAll(async () => {
  scene = await startCase();
}, 60_000);
afterAll(() => scene.close());

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
    expect(hear(comment).answers).toEqual([expect.stringContaining('is about its former text')]);
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

  it('says nothing that somebody else wrote into it, when its author mends another word of it later', async () => {
    const { alice, bob, github, say, key, decisions, settle, hear, issue } = scene;
    const { comment } = await say(alice, 'Good mornign.');
    const before = await decisions();
    const forged = `/handback except ${key} in shop until ${soon()} ${BECAUSE}`;
    github.editComment(issue, comment, bob, `Good mornign.\n\n${forged}`);
    await settle();
    github.editComment(issue, comment, alice, `Good morning.\n\n${forged}`);
    await settle();
    expect(await decisions()).toEqual(before);
    expect(hear(comment)).toMatchObject({ reactions: [], answers: [] });
  });

  it('says what its author takes out of a code block where they wrote it, and not where somebody else did', async () => {
    const { alice, bob, github, say, key, decisions, settle, hear, issue } = scene;
    const before = (await decisions()).length;
    for (const who of [bob, alice]) {
      const { comment } = await say(alice, who === alice ? '```\n/handback claim\n```' : 'Good morning.');
      const line = who === alice ? '/handback claim' : `/handback except ${key} in shop until ${soon()} ${BECAUSE}`;
      if (who === bob) github.editComment(issue, comment, bob, `Good morning.\n\`\`\`\n${line}\n\`\`\``);
      await settle();
      expect(hear(comment).reactions).toEqual([]);
      github.editComment(issue, comment, alice, `Good morning.\n${line}`);
      await settle();
      expect((await decisions()).length - before).toBe(who === alice ? 1 : 0);
    }
  });

  it('counts where its author mended another word of it before it was read', async () => {
    const { alice, github, decisions, settle, issue } = scene;
    const before = (await decisions()).length;
    const comment = github.comment(issue, alice, 'Good mornign.\n/handback claim');
    github.editComment(issue, comment, alice, 'Good morning.\n/handback claim');
    await settle();
    expect((await decisions()).length - before).toBe(1);
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
