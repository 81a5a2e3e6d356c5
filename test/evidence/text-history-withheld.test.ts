// A secret in a text of which GitHub does not tell who brought it in: nobody is blamed for
// sure, and nobody is free of it.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Door } from '../support/make-door.ts';
import { type ReadTexts, startReading } from '../support/read-texts.ts';

let texts: ReadTexts;
beforeAll(async () => {
  texts = await startReading();
});
afterEach(() => texts.world.github.clearFaults());
afterAll(async () => {
  await texts.close();
  expect(texts.world.github.problems).toEqual([]);
});

describe('where the history does not tell', () => {
  it('a leaver who takes their edit out of the history is one of two, and so is whoever edited next, and nobody is sure', async () => {
    const token = texts.newToken();
    const issue = texts.issue('nothing');
    await texts.edit(issue, texts.world.mallory, { body: `use ${token}` });
    await texts.edit(issue, texts.world.alice, { body: `please use ${token}` });
    texts.world.github.deleteRevision(issue, texts.world.mallory, 1);
    await texts.read();
    const answer = await texts.answer(token);
    expect(answer.level).toBe('weak');
    expect(new Set([answer.maker, ...answer.rivals])).toEqual(new Set(['alice', 'mallory']));
    expect(answer.said.map(({ strength }) => strength)).toEqual(['inferred', 'inferred']);
    expect(answer.says).toContain('as it only fits the circumstances');
  });

  it('a text of which the first state is gone has its author and its editor for candidates', async () => {
    const token = texts.newToken();
    const issue = texts.issue('nothing');
    await texts.edit(issue, texts.world.mallory, { body: `use ${token}` });
    texts.world.github.deleteRevision(issue, texts.world.mallory, 0);
    await texts.read();
    const answer = await texts.answer(token);
    expect(answer.level).toBe('weak');
    expect(new Set([answer.maker, ...answer.rivals])).toEqual(new Set(['bob', 'mallory']));
  });

  it('so has one that was edited more often than GitHub tells at once', async () => {
    const token = texts.newToken();
    const issue = texts.issue('nothing');
    for (let n = 0; n < 101; n++) await texts.edit(issue, texts.world.mallory, { body: `use ${token} ${n}` });
    await texts.read();
    const answer = await texts.answer(token);
    expect(answer.level).toBe('weak');
    expect(new Set([answer.maker, ...answer.rivals])).toEqual(new Set(['bob', 'mallory']));
  });

  it('what is no whole text proves nothing: a summary of changes may hold what was taken out', async () => {
    const token = texts.newToken();
    const issue = texts.issue('nothing');
    await texts.edit(issue, texts.world.mallory, { body: `use ${token}` });
    // As GitHub documents the field, and not as it fills it.
    for (const each of issue.edits ?? []) each.body = `+ ${each.body}`;
    await texts.read();
    const answer = await texts.answer(token);
    expect(answer.level).toBe('weak');
    expect(new Set([answer.maker, ...answer.rivals])).toEqual(new Set(['bob', 'mallory']));
  });

  it('an editor whose account is gone is nobody, and the author is not blamed for it', async () => {
    const token = texts.newToken();
    const issue = texts.issue('nothing');
    await texts.edit(issue, texts.world.mallory, { body: `use ${token}` });
    const ghost = null as unknown as Door['bob'];
    for (const each of issue.edits ?? []) if (each.by === texts.world.mallory) each.by = ghost;
    await texts.read();
    expect(await texts.answer(token)).toMatchObject({ maker: undefined, said: [] });
  });
});

describe('where GitHub refuses to tell', () => {
  const refusal = { on: /^GRAPHQL acme\/shop UserContentEditConnection/, forbid: true, times: 1000 };

  it('the author is no more than a candidate, a gap says so, and it is asked again until GitHub tells', async () => {
    const token = texts.newToken();
    await texts.edit(texts.issue('nothing'), texts.world.mallory, { body: `use ${token}` });
    texts.world.github.fault(refusal);
    await texts.read();
    expect(await texts.answer(token)).toMatchObject({ maker: 'bob', level: 'weak', said: [{ strength: 'inferred' }] });
    expect(await texts.gap()).toMatchObject({ why: 'permission' });
    // Not with every sweep.
    texts.world.github.clearFaults();
    expect(await texts.sweep(0)).toBe(0);
    expect(await texts.sweep(1)).toBe(1);
    expect(await texts.answer(token)).toMatchObject({ maker: 'mallory', level: 'certain', rivals: [] });
    expect(await texts.gap()).toBeUndefined();
    expect(await texts.sweep(3)).toBe(0);
  });

  it('a text that is gone by then is asked about no more, and its gap goes with it', async () => {
    const token = texts.newToken();
    const issue = texts.issue('nothing');
    const comment = texts.world.github.comment(issue, texts.world.bob, 'nothing');
    texts.pass(2);
    texts.world.github.editComment(issue, comment, texts.world.mallory, `use ${token}`);
    texts.world.github.fault(refusal);
    await texts.read();
    expect(await texts.gap()).toBeDefined();
    texts.world.github.deleteComment(issue, comment, texts.world.bob);
    expect(await texts.sweep(2)).toBe(1);
    expect(await texts.gap()).toBeUndefined();
    expect(await texts.sweep(4)).toBe(0);
  });

  it('a question that fails about many is asked about each, and one that fails is owed', async () => {
    const [first, second] = [texts.newToken(), texts.newToken()];
    for (const token of [first, second])
      await texts.edit(texts.issue('nothing'), texts.world.mallory, { body: `use ${token}` });
    texts.world.github.fault({ on: /^POST \/graphql/, status: 422, times: 1 });
    await texts.read();
    for (const token of [first, second])
      expect(await texts.answer(token)).toMatchObject({ maker: 'mallory', level: 'certain' });
    const third = texts.newToken();
    await texts.edit(texts.issue('nothing'), texts.world.mallory, { body: `use ${third}` });
    texts.world.github.fault({ on: /^POST \/graphql/, status: 422, times: 1000 });
    await texts.read();
    expect(await texts.answer(third)).toMatchObject({ maker: 'bob', level: 'weak' });
    texts.world.github.clearFaults();
    expect(await texts.sweep(2)).toBe(1);
    expect(await texts.answer(third)).toMatchObject({ maker: 'mallory', level: 'certain' });
  });
});

it('GitHub is asked no more about the rest when it failed three times in a row', async () => {
  const tokens = Array.from({ length: 8 }, texts.newToken);
  for (const token of tokens) await texts.edit(texts.issue('nothing'), texts.world.mallory, { body: `use ${token}` });
  texts.world.github.fault({ on: /^POST \/graphql/, status: 422, times: 1000 });
  expect((await texts.read()).filter((line) => line === 'POST /graphql')).toHaveLength(3);
  for (const token of tokens) expect(await texts.answer(token)).toMatchObject({ level: 'weak' });
  texts.world.github.clearFaults();
  expect(await texts.sweep(2)).toBe(1);
  for (const token of tokens)
    expect(await texts.answer(token)).toMatchObject({ maker: 'mallory', level: 'certain', rivals: [] });
});

it('no value is kept', async () => {
  const { evidence, records } = texts.store;
  const { id } = texts.world.acme;
  const kept = JSON.stringify([await evidence.list(id), [...(await records.list(id, 'gathered'))]]);
  expect(kept).toContain('text-author');
  for (const token of texts.tokens) expect(kept).not.toContain(token);
});
