import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseStep } from '../../src/model/step.ts';
import { DAY } from '../../src/model/time.ts';
import { type LongIssues, makeLongIssues } from '../support/long-issues.ts';

let acme: LongIssues['acme'];
let issues: LongIssues;
beforeAll(async () => {
  issues = await makeLongIssues();
  acme = issues.acme;
});
afterAll(() => acme.close());

const newStep: LongIssues['newStep'] = (...given) => issues.newStep(...given);
const carryOut: LongIssues['carryOut'] = (...given) => issues.carryOut(...given);
const issueOf: LongIssues['issueOf'] = (step) => issues.issueOf(step);

describe('reminders', () => {
  const entry = (key: string, calls: readonly string[] = []) => ({ key, says: `- ${key}`, calls });
  const reminder = (...entries: ReturnType<typeof entry>[]) => ({ intro: 'These came due.', entries });
  const told = (step: CaseStep) => issueOf(step).comments.map(({ body }) => body);

  it('tell in one comment what was not told yet, and whom it calls', async () => {
    const step = newStep([]);
    const first = await carryOut({
      ...step,
      reminder: reminder(entry('a', ['@alice']), entry('b', ['@alice', '@bob'])),
    });
    await carryOut({ ...step, reminder: reminder(entry('a'), entry('b'), entry('c')) }, first);
    expect(told(step)).toEqual([
      '@alice @bob: These came due.\n\n- a\n- b\n\n<!-- handback:reminder:a b -->',
      'These came due.\n\n- c\n\n<!-- handback:reminder:c -->',
    ]);
  });

  it('are not given again when somebody deletes the comment', async () => {
    const step = newStep([], { reminder: reminder(entry('a')) });
    const remembered = await carryOut(step);
    acme.github.deleteComment(issueOf(step), issues.commentAt(step, 0), acme.bob);
    expect(await carryOut(step, remembered)).toEqual(remembered);
    expect(told(step)).toEqual([]);
  });

  it('are given although somebody wrote into an older one that they were', async () => {
    const step = newStep([], { reminder: reminder(entry('a')) });
    const first = await carryOut(step);
    const comment = Object.assign(issues.commentAt(step, 0), { createdAt: Date.now() - DAY });
    acme.github.editComment(issueOf(step), comment, acme.bob, '- a\n\n<!-- handback:reminder:a b -->');
    await carryOut({ ...step, reminder: reminder(entry('a'), entry('b')) }, first);
    expect(told(step)).toHaveLength(2);
    expect(told(step).at(-1)).toContain('- b');
  });

  it('of a day are one comment, and what comes meanwhile is told by the next', async () => {
    const step = newStep([], { reminder: { ...reminder(entry('a')), daily: true } });
    const first = await carryOut(step);
    const more = { ...step, reminder: { ...reminder(entry('a'), entry('b'), entry('c')), daily: true as const } };
    const second = await carryOut(more, first);
    expect(told(step)).toHaveLength(1);
    await issues.carryOut(more, second, Date.now() + DAY);
    expect(told(step).at(-1)).toContain('- b\n- c');
    expect(told(step)).toHaveLength(2);
  });

  it('that do not fit are counted, and all of them are told', async () => {
    const long = Array.from({ length: 900 }, (_, index) => ({
      ...entry(`due:${index}`),
      says: `- ${'x'.repeat(500)}`,
    }));
    const step = newStep([], { reminder: reminder(...long) });
    const { reminded } = await carryOut(step);
    expect(reminded).toHaveLength(900);
    expect(told(step)).toHaveLength(1);
    expect(told(step)[0]).toMatch(/… and 8\d\d more; see above\./);
    await carryOut(step);
    expect(told(step)).toHaveLength(1);
  });
});

it('GitHub has nothing against what was asked', async () => {
  await acme.github.settled();
  expect(acme.github.problems).toEqual([]);
});
