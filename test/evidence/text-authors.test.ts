// Whoever may write to a repository may edit what others wrote there. Who is called the
// maker of a secret in such a text?
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ReadTexts, startReading } from '../support/read-texts.ts';

let texts: ReadTexts;
beforeAll(async () => {
  texts = await startReading();
});
afterAll(async () => {
  await texts.close();
  expect(texts.world.github.problems).toEqual([]);
});

describe('a text that nobody edited', () => {
  it('names its author, and nobody asks GitHub who edited it', async () => {
    const token = texts.newToken();
    const at = texts.now();
    const issue = texts.issue(`use ${token}`);
    const asked = await texts.read();
    expect(asked).not.toContain('POST /graphql');
    expect(await texts.answer(token)).toMatchObject({
      maker: 'bob',
      level: 'certain',
      rivals: [],
      said: [{ strength: 'authenticated', did: `wrote issue #${issue.number}, which holds it,`, at }],
    });
  });

  it('names its author also where comments moved its date, and one question asks about many', async () => {
    const tokens = [texts.newToken(), texts.newToken(), texts.newToken()];
    const issues = tokens.map((token) => texts.issue(`use ${token}`));
    texts.pass(1);
    for (const issue of issues) texts.world.github.comment(issue, texts.world.mallory, 'Me too');
    expect((await texts.read()).filter((line) => line === 'POST /graphql')).toHaveLength(1);
    for (const token of tokens)
      expect(await texts.answer(token)).toMatchObject({ maker: 'bob', level: 'certain', rivals: [] });
  });
});

describe('a colleague’s text, into which somebody edited a secret', () => {
  const framed = async (token: string) => {
    const issue = texts.issue('nothing to see');
    const at = await texts.edit(issue, texts.world.mallory, { body: `use ${token}` });
    return { name: `issue #${issue.number}`, at };
  };

  it('names who edited it, and not the author', async () => {
    const token = texts.newToken();
    const { name, at } = await framed(token);
    await texts.read();
    const answer = await texts.answer(token);
    expect(answer).toMatchObject({ maker: 'mallory', level: 'certain', rivals: [] });
    expect(answer.said).toEqual([
      { who: 'mallory', strength: 'authenticated', did: `edited ${name}, and brought it in,`, at },
    ]);
    expect(answer.says).toContain(`says GitHub's history of ${name}: certain`);
  });

  it('is not asked about again, whatever becomes of it later', async () => {
    const token = texts.newToken();
    const { name } = await framed(token);
    await texts.read();
    const issue = texts.world.shop.issues.find(({ number }) => name === `issue #${number}`);
    if (issue === undefined) throw new Error('no issue');
    texts.world.github.comment(issue, texts.world.bob, 'Who was that?');
    expect(await texts.read()).not.toContain('POST /graphql');
    await texts.edit(issue, texts.world.bob, { body: `I said: use ${token}` });
    expect(await texts.read()).not.toContain('POST /graphql');
    expect(await texts.answer(token)).toMatchObject({ maker: 'mallory', rivals: [] });
  });

  it.each(['comment', 'review comment', 'pull request'])('is so in a %s', async (kind) => {
    const { github, shop, bob, mallory } = texts.world;
    const token = texts.newToken();
    const branch = kind.replace(' ', '-');
    const files = { [`${branch}.txt`]: 'x\n' };
    await github.push(shop, bob, [{ branch, message: branch, files }]);
    const pull = await github.openPull(shop, bob, { title: kind, head: branch, body: 'nothing' });
    const comment = github.comment(pull, bob, 'nothing');
    const review = github.reviewComment(pull, bob, { path: `${branch}.txt`, body: 'nothing' });
    texts.pass(2);
    const body = `use ${token}`;
    if (kind === 'comment') github.editComment(pull, comment, mallory, body);
    else if (kind === 'review comment') github.editReviewComment(review, mallory, body);
    else await github.editPull(pull, mallory, { body });
    await texts.read();
    expect(await texts.answer(token)).toMatchObject({ maker: 'mallory', level: 'certain', rivals: [] });
  });

  it('names nobody where a program edited it: who was behind it is not known', async () => {
    const token = texts.newToken();
    const bot = texts.world.github.user('helper[bot]');
    bot.type = 'Bot';
    await texts.edit(texts.issue('nothing'), bot, { body: `use ${token}` });
    await texts.read();
    const answer = await texts.answer(token);
    expect(answer.maker).toBeUndefined();
    expect(answer.says).toContain('Only programs are known to have made it (@helper[bot])');
  });
});

describe('of several edits the earliest that holds it counts', () => {
  it('where the author alone edited, the author stands, and what each edit said is not asked for', async () => {
    const token = texts.newToken();
    const issue = texts.issue('nothing');
    await texts.edit(issue, texts.world.bob, { body: `use ${token}` });
    expect((await texts.read()).filter((line) => line === 'POST /graphql')).toHaveLength(1);
    expect(await texts.answer(token)).toMatchObject({ maker: 'bob', level: 'certain', rivals: [] });
    expect((await texts.answer(token)).said[0]?.did).toContain('which nobody else edited');
  });

  it('where somebody else only mended a word of it, the author stands', async () => {
    const token = texts.newToken();
    await texts.edit(texts.issue(`uze ${token}`), texts.world.mallory, { body: `use ${token}` });
    await texts.read();
    expect(await texts.answer(token)).toMatchObject({ maker: 'bob', level: 'certain', rivals: [] });
  });

  it('where it was edited in by one, away by another and back by a third, it is the first of them', async () => {
    const token = texts.newToken();
    const issue = texts.issue('nothing');
    const at = await texts.edit(issue, texts.world.mallory, { body: `use ${token}` });
    await texts.edit(issue, texts.world.alice, { body: 'nothing' });
    await texts.edit(issue, texts.world.bob, { body: `use ${token}` });
    await texts.read();
    const answer = await texts.answer(token);
    expect(answer).toMatchObject({ maker: 'mallory', rivals: [], said: [{ at }] });
  });

  it('where somebody else put it into the title, it is they, and the author of what else holds it is beside', async () => {
    const [inTitle, inBody] = [texts.newToken(), texts.newToken()];
    const issue = texts.issue(`use ${inBody}`);
    await texts.edit(issue, texts.world.mallory, { title: `It fails with ${inTitle}` });
    await texts.edit(issue, texts.world.alice, { title: `It still fails with ${inTitle}` });
    await texts.read();
    expect(await texts.answer(inTitle)).toMatchObject({ maker: 'mallory', level: 'certain', rivals: [] });
    expect(await texts.answer(inBody)).toMatchObject({ maker: 'bob', level: 'certain', rivals: [] });
  });

  it('where the author put it into the title, others renamed it in vain', async () => {
    const token = texts.newToken();
    await texts.edit(texts.issue('nothing', token), texts.world.mallory, { title: `Fails: ${token}` });
    await texts.read();
    expect(await texts.answer(token)).toMatchObject({ maker: 'bob', level: 'certain', rivals: [] });
  });
});
