import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Remembered } from '../../src/actions/action.ts';
import { caseIssue } from '../../src/actions/case-issue.ts';
import type { CaseStep } from '../../src/model/step.ts';
import { type Door, makeDoor } from '../support/make-door.ts';
import { caseStepOf, makePolicy } from '../support/make-situation.ts';

let acme: Door;
let keys = 0;
beforeAll(async () => {
  acme = await makeDoor({ permissions: { issues: 'write' } });
  await acme.github.createRepository(acme.acme, 'security', { actor: acme.alice });
});
afterAll(() => acme.close());
afterEach(() => acme.github.clearFaults());

/** A case of its own for each test, in the same repository. */
const newStep = (given: Partial<CaseStep> = {}): CaseStep => {
  const cases = { repository: 'security', assignees: ['alice'] };
  keys += 1;
  return { ...caseStepOf({ policy: makePolicy({ cases }) }), key: `case-${keys}`, ...given };
};
const carryOut = (step: CaseStep, remembered?: Remembered) => {
  const more = remembered ? { remembered } : {};
  const world = { github: acme.door, botLogin: 'handback[bot]', now: Date.now(), ...more };
  return caseIssue.carryOut(world, step);
};
const issuesOf = ({ key }: CaseStep) => {
  const { issues } = acme.github.world.repositories.find(({ name }) => name === 'security') ?? { issues: [] };
  return issues.filter(({ body }) => body?.includes(`handback:case:${key} `));
};
const issueOf = (step: CaseStep) => {
  const [issue, ...more] = issuesOf(step);
  if (issue === undefined || more.length > 0) throw new Error(`${more.length + (issue ? 1 : 0)} issues instead of one`);
  return issue;
};
const writes = () => acme.github.requests.filter(({ method }) => method !== 'GET' && method !== 'HEAD').length;

describe('a reminder', () => {
  const about = (...keys: string[]) => ({
    intro: '',
    entries: keys.map((key) => ({ key, says: '@bob: the last day', calls: [] })),
  });
  const reminder = about('2026-12-31:7');
  const reminders = (step: CaseStep) => issueOf(step).comments.filter(({ body }) => body.includes('handback:reminder'));

  it('is one comment, however often the step is carried out and whatever was remembered', async () => {
    const step = newStep({ reminder });
    const remembered = await carryOut(step);
    await carryOut(step, remembered);
    await carryOut({ ...step, body: `${step.body} changed` });
    expect(reminders(step).map(({ body }) => body)).toEqual([
      '@bob: the last day\n\n<!-- handback:reminder:2026-12-31:7 -->',
    ]);
  });

  it('that is due next is one more', async () => {
    const step = newStep({ reminder });
    await carryOut(step);
    await carryOut({ ...step, reminder: about('2026-12-31:1') });
    expect(reminders(step)).toHaveLength(2);
  });

  it('is not silenced by somebody who writes its marker', async () => {
    const step = newStep();
    await carryOut(step);
    acme.github.comment(issueOf(step), acme.bob, '<!-- handback:reminder:2026-12-31:7 -->');
    await carryOut({ ...step, reminder });
    expect(reminders(step)).toHaveLength(2);
  });

  it('whose answer was lost is not written twice', async () => {
    const step = newStep({ reminder });
    acme.github.fault({ on: /POST .*\/comments$/, lose: true, times: 1 });
    await expect(carryOut(step)).rejects.toThrow();
    await carryOut(step);
    expect(reminders(step)).toHaveLength(1);
  });
});

describe('opening a case', () => {
  it('makes an issue with title, words, labels and assignees', async () => {
    const step = newStep();
    expect(await carryOut(step)).toMatchObject({ state: 'open' });
    expect(issueOf(step)).toMatchObject({ title: step.title, state: 'open', user: { login: 'handback[bot]' } });
    expect(issueOf(step).labels.map(({ name }) => name)).toEqual(['handback']);
    expect(issueOf(step).assignees.map(({ login }) => login)).toEqual(['alice']);
  });

  it('is not kept from it by an assignee who has left', async () => {
    const step = newStep({ assignees: ['gone-since-friday', 'alice'] });
    expect(await carryOut(step)).toMatchObject({ state: 'open' });
    expect(issueOf(step).assignees.map(({ login }) => login)).toEqual(['alice']);
  });

  it('a second time changes nothing and writes nothing', async () => {
    const step = newStep();
    const remembered = await carryOut(step);
    const before = writes();
    expect(await carryOut(step, remembered)).toEqual(remembered);
    expect(await carryOut(step)).toEqual(remembered);
    expect(writes()).toBe(before);
  });

  it('makes no second issue when the answer was lost', async () => {
    const step = newStep();
    acme.github.fault({ on: /POST .*\/issues$/, lose: true });
    await expect(carryOut(step)).rejects.toThrow(/no answer from GitHub/);
    expect(await carryOut(step)).toMatchObject({ remote: issueOf(step).number, state: 'open' });
  });
});

describe('what people do to the issue', () => {
  it('closed by hand: it opens again, with the reason', async () => {
    const step = newStep();
    const remembered = await carryOut(step);
    await acme.github.closeIssue(issueOf(step), acme.bob);
    await carryOut(step, remembered);
    expect(issueOf(step).state).toBe('open');
    expect(issueOf(step).comments.map(({ body }) => body)).toEqual([step.reopening]);
    expect(step.reopening).toContain('1 of 1 credential not proved gone');
  });

  it('a box ticked by hand, a new title: put right again', async () => {
    const step = newStep();
    const remembered = await carryOut(step);
    const body = issueOf(step).body?.replace('- [ ]', '- [x]') ?? '';
    await acme.github.editIssue(issueOf(step), acme.bob, { body, title: 'Nothing to see' });
    await carryOut(step, remembered);
    expect(issueOf(step)).toMatchObject({
      title: step.title,
      body: expect.stringContaining('- [ ] deploy key **ci**'),
    });
  });

  it('the whole body thrown away, marker and all: put right again, in the same issue', async () => {
    const step = newStep();
    const remembered = await carryOut(step);
    await acme.github.editIssue(issueOf(step), acme.bob, { body: 'gone' });
    expect(await carryOut(step, remembered)).toEqual(remembered);
    expect(issueOf(step).number).toBe(remembered.remote);
  });

  it('labels taken off: the marker is what identifies it', async () => {
    const step = newStep();
    const { remote } = await carryOut(step);
    await acme.github.editIssue(issueOf(step), acme.bob, { labels: [] });
    expect((await carryOut(step)).remote).toBe(remote);
  });

  it('the marker copied into an issue of their own does not make it ours', async () => {
    const step = newStep();
    const fake = acme.github.openIssue(acme.github.world.repository('acme', 'security') ?? acme.shop, acme.mallory, {
      title: 'Mine',
      body: `<!-- handback:case:${step.key} -->`,
    });
    expect((await carryOut(step)).remote).not.toBe(fake.number);
  });
});

describe('closing a case', () => {
  it('says what was proved, and closes it as completed', async () => {
    const step = newStep();
    const remembered = await carryOut(step);
    const done = { ...step, do: 'resolve' as const, closing: 'All proved.' };
    expect(await carryOut(done, remembered)).toEqual({ ...remembered, state: 'closed' });
    expect(issueOf(step)).toMatchObject({ state: 'closed', reason: 'completed' });
    expect(issueOf(step).comments.map(({ body }) => body)).toEqual(['All proved.']);
  });

  it('a second time says nothing again', async () => {
    const step = newStep({ do: 'resolve', closing: 'All proved.' });
    const remembered = await carryOut(step);
    await carryOut(step, remembered);
    await carryOut(step);
    expect(issueOf(step).comments).toHaveLength(1);
  });

  it('opened again by hand: it closes again', async () => {
    const step = newStep({ do: 'resolve', closing: 'All proved.' });
    const remembered = await carryOut(step);
    await acme.github.reopenIssue(issueOf(step), acme.bob);
    await carryOut(step, remembered);
    expect(issueOf(step).state).toBe('closed');
  });

  it('a credential that comes back opens it again', async () => {
    const step = newStep({ do: 'resolve', closing: 'All proved.' });
    const remembered = await carryOut(step);
    await carryOut({ ...step, do: 'ensure', reopening: 'It is back.' }, remembered);
    expect(issueOf(step).state).toBe('open');
  });
});

it('GitHub has nothing against what was asked', async () => {
  await acme.github.settled();
  expect(acme.github.problems).toEqual([]);
});
