import { describe, expect, it } from 'vitest';
import type { AuditFact } from '../../src/model/audit.ts';
import { DAY } from '../../src/model/time.ts';
import { makeAlive, makeCredential, makeFile, makeNotice, makeObservation, NOW } from '../support/make-facts.ts';
import { caseStepOf, makeSituation } from '../support/make-situation.ts';

describe('use after the departure', () => {
  const used = makeFile({ credential: makeCredential({ lastUsedAt: NOW - DAY / 2 }), observations: [makeAlive(NOW)] });
  const act = (given: Partial<AuditFact> = {}): AuditFact =>
    ({
      ...{ id: 'x', action: 'repo.create_actions_secret', at: NOW - DAY / 4, actor: { id: 7, login: 'mallory' } },
      ...{ about: 'secret', deed: 'create', name: 'NEW_TOKEN', repository: { fullName: 'acme/shop' } },
      ...given,
    }) as AuditFact;

  it('stands on top of the case, and names nobody', () => {
    const { body } = caseStepOf({ files: [used] });
    // Below what the case is, its next step and its numbers, and above everything else.
    expect(body.split('\n\n')[3]).toMatch(/^> \[!CAUTION\]/);
    expect(body).toContain('**used by unknown since the departure on 2026-11-20**, last on 2026-11-21');
    expect(body).not.toMatch(/used by `?@?mallory/);
  });

  it.each([
    ['a use before the end', { files: [makeFile({ credential: makeCredential({ lastUsedAt: NOW - DAY }) })] }],
    ['a use before a day that is still to come', { files: [used], notices: [makeNotice({ effectiveAt: NOW + DAY })] }],
    ['what somebody else did', { acts: [act({ actor: { id: 8, login: 'mallory' } })] }],
    ['what the leaver did before', { acts: [act({ at: NOW - DAY })] }],
  ])('%s is none', (_, world) => {
    expect(makeSituation(world).cases.map(({ incidents }) => incidents)).toEqual([undefined]);
  });

  it('what the account itself did is said to be its doing, by the audit log', () => {
    const { body } = caseStepOf({ files: [makeFile({ observations: [makeObservation()] })], acts: [act()] });
    expect(body).toContain('The account `@mallory` did `repo.create_actions_secret` on 2026-11-21');
    expect(body).toContain('NEW&#95;TOKEN in `acme/shop`');
  });

  it('an entry without an id is nobody’s: whose login it was on that day is found out before, from the whole log', () => {
    expect(makeSituation({ acts: [act({ actor: { login: 'Mallory' } })] }).cases[0]?.incidents).toBeUndefined();
  });

  it('puts its case before the others', () => {
    const other = makeNotice({ who: { login: 'alice' } });
    const situation = makeSituation({ files: [used], notices: [other, makeNotice()] });
    expect(situation.cases.map(({ departure }) => departure.person?.login)).toEqual(['mallory', 'alice']);
  });
});
