import { describe, expect, it } from 'vitest';
import type { AuditFact } from '../../src/model/audit.ts';
import { DAY } from '../../src/model/time.ts';
import { makeAlive, makeCredential, makeFile, makeNotice, makeObservation, NOW } from '../support/make-facts.ts';
import { caseStepOf, makeSituation } from '../support/make-situation.ts';

describe('use after the departure', () => {
  const used = makeFile({ credential: makeCredential({ lastUsedAt: NOW - DAY / 2 }), observations: [makeAlive(NOW)] });
  const act = (given: Partial<AuditFact> = {}): AuditFact =>
    ({
      id: 'x',
      action: 'repo.create_actions_secret',
      at: NOW - DAY / 4,
      actor: { id: 7, login: 'mallory' },
      about: 'secret',
      deed: 'create',
      name: 'NEW_TOKEN',
      repository: { fullName: 'acme/shop' },
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

  it('what the account had an agent do is said to be that, and counts once where the agent acted under it', () => {
    const asked = { askedBy: { id: 7, login: 'mallory' } };
    const world = { acts: [act({ ...asked, actor: { id: 198_982_749, login: 'Copilot', bot: true } })] };
    const { body } = caseStepOf({ ...world, files: [makeFile({ observations: [makeObservation()] })] });
    expect(body).toContain('The account `@mallory` had an agent do `repo.create_actions_secret` on 2026-11-21');
    expect(makeSituation({ acts: [act(asked)] }).cases[0]?.incidents).toHaveLength(1);
  });

  it('an entry without an id is nobody’s: whose login it was on that day is found out before, from the whole log', () => {
    const acts = [act({ actor: { login: 'Mallory' } })];
    for (const notices of [[makeNotice()], [makeNotice({ who: { login: 'ghost' } })]])
      expect(makeSituation({ acts, notices }).cases[0]?.incidents).toBeUndefined();
  });

  it.each([
    ['left after', NOW - 2 * DAY],
    ['left before', NOW - DAY / 4],
  ])('puts its case before that of somebody whom nothing is seen of and who %s', (_, effectiveAt) => {
    const other = makeNotice({ who: { login: 'alice' }, effectiveAt });
    for (const notices of [
      [other, makeNotice()],
      [makeNotice(), other],
    ])
      expect(makeSituation({ files: [used], notices }).cases.map(({ departure }) => departure.person?.login)).toEqual([
        'mallory',
        'alice',
      ]);
  });

  it('of somebody who is here again is none', () => {
    const left = makeNotice({ source: 'cli', effectiveAt: NOW - 9 * DAY });
    const back = makeNotice({ source: 'cli', says: 'stays', effectiveAt: NOW - DAY });
    const [file] = makeSituation({ files: [used], acts: [act()], notices: [left, back] }).cases;
    expect(file).toMatchObject({ departure: { state: 'rehired' } });
    expect(file?.incidents).toBeUndefined();
  });

  it('is told with the newest first', () => {
    const [file] = makeSituation({
      files: [used],
      acts: [act({ id: 'first', at: NOW - DAY / 2 - 1 }), act({ id: 'last', at: NOW - 1 })],
    }).cases;
    expect(file?.incidents?.map(({ is, at }) => [is, NOW - at])).toEqual([
      ['acted', 1],
      ['used', DAY / 2],
      ['acted', DAY / 2 + 1],
    ]);
  });
});
