import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type LongIssues, makeLongIssues } from '../support/long-issues.ts';

let acme: LongIssues['acme'];
let issues: LongIssues;
beforeAll(async () => {
  issues = await makeLongIssues();
  acme = issues.acme;
});
afterAll(() => acme.close());
afterEach(() => acme.github.clearFaults());

const newStep: LongIssues['newStep'] = (...given) => issues.newStep(...given);
const carryOut: LongIssues['carryOut'] = (...given) => issues.carryOut(...given);
const issueOf: LongIssues['issueOf'] = (step) => issues.issueOf(step);
const pageAt: LongIssues['commentAt'] = (...given) => issues.commentAt(...given);
const said: LongIssues['said'] = (step) => issues.said(step);
const writes = () => issues.writes();

describe('a long case', () => {
  it('continues in comments, in order, and links to them', async () => {
    const step = newStep(['one', 'two']);
    await carryOut(step);
    expect(said(step)).toEqual(['one', 'two']);
    const at = `${acme.github.url}/acme/security/issues/${issueOf(step).number}#issuecomment-`;
    expect(issueOf(step).body).toContain(`[Page 1](${at}${pageAt(step, 0).id})`);
    expect(issueOf(step).body).toContain(`[Page 2](${at}${pageAt(step, 1).id})`);
  });

  it('a second time writes nothing, with and without what was remembered', async () => {
    const step = newStep(['one', 'two']);
    const remembered = await carryOut(step);
    const before = writes();
    expect(await carryOut(step, remembered)).toEqual(remembered);
    expect(await carryOut(step)).toEqual(remembered);
    expect(writes()).toBe(before);
  });

  it('changes only the page that changed, in place, and wakes nobody', async () => {
    const step = newStep(['one', 'two']);
    const remembered = await carryOut(step);
    const before = writes();
    await carryOut({ ...step, pages: ['one', 'two, and more'] }, remembered);
    expect(said(step)).toEqual(['one', 'two, and more']);
    expect(writes() - before).toBe(1);
  });

  it('that grew shorter says that a page is not needed any more, and uses it again when it is', async () => {
    const step = newStep(['one', 'two']);
    const remembered = await carryOut(step);
    const short = await carryOut({ ...step, pages: ['one'] }, remembered);
    expect(said(step)).toEqual(['one', 'This page is not needed any more: what is left stands above.']);
    const before = writes();
    await carryOut({ ...step, pages: ['one'] }, short);
    expect(writes()).toBe(before);
    await carryOut({ ...step, pages: [] }, short);
    expect(said(step).every((text) => text?.startsWith('This page is not needed'))).toBe(true);
    await carryOut(step, short);
    expect(said(step)).toEqual(['one', 'two']);
  });
});

describe('a page that somebody touched', () => {
  it('edited: it is put right again', async () => {
    const step = newStep(['one', 'two']);
    const remembered = await carryOut(step);
    const page = pageAt(step, 0);
    acme.github.editComment(issueOf(step), page, acme.bob, page.body.replace('one', 'nothing to see'));
    await carryOut(step, remembered);
    expect(said(step)).toEqual(['one', 'two']);
  });

  it('thrown away, marker and all: put right again in the same comment', async () => {
    const step = newStep(['one', 'two']);
    const remembered = await carryOut(step);
    acme.github.editComment(issueOf(step), pageAt(step, 1), acme.bob, 'gone');
    await carryOut(step, remembered);
    expect(said(step)).toEqual(['one', 'two']);
  });

  it('deleted: it is written again, and linked to', async () => {
    const step = newStep(['one', 'two']);
    const remembered = await carryOut(step);
    acme.github.deleteComment(issueOf(step), pageAt(step, 0), acme.bob);
    await carryOut(step, remembered);
    expect(new Set(said(step))).toEqual(new Set(['one', 'two']));
    const again = issueOf(step).comments.find(({ body }) => body.startsWith('one'));
    expect(issueOf(step).body).toMatch(new RegExp(`\\[Page 1\\]\\(\\S*#issuecomment-${again?.id}\\)`));
  });

  it('copied by somebody else, marker and all: theirs is left alone and is no page', async () => {
    const step = newStep(['one', 'two']);
    const remembered = await carryOut(step);
    acme.github.comment(issueOf(step), acme.mallory, pageAt(step, 0).body.replace('one', 'mine'));
    await carryOut({ ...step, pages: ['one!', 'two'] }, remembered);
    expect(said(step)).toEqual(['one!', 'two', 'mine']);
  });
});

describe('after a crash', () => {
  it.each([0, 1, 2])('behind %i pages, with the answer lost, each page is there once', async (written) => {
    const step = newStep(['one', 'two', 'three']);
    if (written > 0) await carryOut({ ...step, pages: step.pages.slice(0, written) });
    acme.github.fault({ on: /POST .*\/comments$/, lose: true, times: 1 });
    await expect(carryOut(step)).rejects.toThrow(/no answer from GitHub/);
    await carryOut(step);
    expect(said(step)).toEqual(['one', 'two', 'three']);
    expect(issueOf(step).body).not.toContain('#handback-page-1)');
  });
});

describe('what people tick in a list with pages', () => {
  it('stays ticked also when the line moves to another page', async () => {
    const step = newStep(['- [ ] a\n- [ ] b', '- [ ] c'], { ticks: 'people' });
    const remembered = await carryOut(step);
    const page = pageAt(step, 0);
    acme.github.editComment(issueOf(step), page, acme.bob, page.body.replace('[ ] b', '[x] b'));
    await carryOut({ ...step, pages: ['- [ ] a', '- [ ] b\n- [ ] c'] }, remembered);
    expect(said(step)).toEqual(['- [ ] a', '- [x] b\n- [ ] c']);
  });

  it('stays ticked when the line moves from the issue to a page', async () => {
    const step = newStep([], { ticks: 'people', body: '- [ ] a\n- [ ] b' });
    const remembered = await carryOut(step);
    const body = issueOf(step).body?.replace('[ ] b', '[x] b') ?? '';
    await acme.github.editIssue(issueOf(step), acme.bob, { body });
    await carryOut({ ...step, body: '- [ ] a', pages: ['- [ ] b'] }, remembered);
    expect(said(step)).toEqual(['- [x] b']);
  });
});

describe('a frozen record', () => {
  it('is closed with its last words, and keeps its text and pages', async () => {
    const step = newStep(['one']);
    const remembered = await carryOut(step);
    const text = issueOf(step).body;
    const over = { ...step, do: 'resolve', body: '', pages: [], frozen: true, closing: 'Attested.' } as const;
    await carryOut(over, remembered);
    expect(issueOf(step)).toMatchObject({ state: 'closed', body: text });
    expect(said(step)).toEqual(['one', 'Attested.']);
    const before = writes();
    await carryOut(over, remembered);
    expect(writes()).toBe(before);
  });
});

it('GitHub has nothing against what was asked', async () => {
  await acme.github.settled();
  expect(acme.github.problems).toEqual([]);
});
