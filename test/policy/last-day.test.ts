// A day in the roster ends with the first moment of the next one; whoever reads of it must
// find the day that was written.
import { describe, expect, it } from 'vitest';
import { startOfDay } from '../../src/model/time.ts';
import { makeAlive, makeFile, makeNotice, NOW } from '../support/make-facts.ts';
import { caseStepOf, digestStepsOf, makePolicy, verdictOf } from '../support/make-situation.ts';

/** `end: 2026-11-20`, read a week before. */
const end = { source: 'roster', effectiveAt: startOfDay('2026-11-21'), learnedAt: NOW - 604_800_000 };
const left = { notices: [makeNotice(end)], policy: makePolicy({ sla_days: { high: 3 } }) };

describe('of a last day in the roster', () => {
  it('a case tells that very day, before it and after it', () => {
    expect(caseStepOf(left).body).toContain('left on **2026-11-20**');
    expect(caseStepOf(left).body).toContain('roster: leaves on 2026-11-20,');
    const before = caseStepOf({ ...left, now: startOfDay('2026-11-19') }).body;
    expect(before).toContain('leaves on **2026-11-20**');
    expect(before).toMatch(/\*\*Next:\*\* .* by 2026-11-20;/);
    expect(before).not.toContain('2026-11-21');
  });

  it('checks and digests do', () => {
    expect(verdictOf(left).summary).toContain('who left on 2026-11-20');
    expect(digestStepsOf(left)[0]?.body).toContain('who left on 2026-11-20');
  });

  it('what is due within some days is due so many days after it', () => {
    const file = makeFile({ observations: [makeAlive(NOW)] });
    const due = (now: number) => caseStepOf({ ...left, files: [file], now }).body;
    expect(due(startOfDay('2026-11-24') - 1)).toContain('due on **2026-11-23**');
    expect(due(startOfDay('2026-11-24'))).toContain('**overdue** since 2026-11-23');
    expect(digestStepsOf({ ...left, files: [file] })[0]?.body).toContain('due on **2026-11-23**');
  });
});
