import { describe, expect, it } from 'vitest';
import type { Coverage } from '../../src/model/coverage.ts';
import { credentialId } from '../../src/model/credential.ts';
import { DAY } from '../../src/model/time.ts';
import {
  EVERYBODY,
  makeCoverage,
  makeCredential,
  makeEvidence,
  makeFile,
  makeNotice,
  makeObservation,
  makePerson,
  NOW,
} from '../support/make-facts.ts';
import { caseStepOf, makePolicy, makeSituation, type World } from '../support/make-situation.ts';

const proved = makeFile({ observations: [makeObservation()] });
const theCase = (given: Partial<World> = {}) => {
  const [first] = makeSituation(given).cases;
  if (first === undefined) throw new Error('no case');
  return first;
};
const reasons = (given: Partial<World> = {}) => theCase(given).openReasons.join('; ');

describe('a case', () => {
  it('holds what the leaver made, and nothing that others made', () => {
    const ours = makeFile();
    const others = makeFile({ evidence: [makeEvidence({ who: { login: 'alice' } })] });
    const nobodys = makeFile({ evidence: [] });
    expect(theCase({ files: [ours, others, nobodys] }).items.map(({ file }) => file)).toEqual([ours]);
  });

  it('holds what the leaver may as well have made as another, and does not block for it', () => {
    const pushed = makeEvidence({ kind: 'ref-update', strength: 'authenticated', who: { login: 'mallory' } });
    const opened = makeEvidence({ kind: 'pull-request', strength: 'authenticated', who: { login: 'alice' } });
    const file = makeFile({ evidence: [pushed, opened] });
    expect(theCase({ files: [file] }).items).toMatchObject([
      { file, claim: { person: { login: 'mallory' }, level: 'weak' }, done: false },
    ]);
  });

  it('holds what any of three may have made, also when the leaver is the last of them', () => {
    const bob = makePerson({ id: 9, login: 'bob' });
    const evidence = ['alice', 'bob', 'mallory'].map((login, at) =>
      makeEvidence({ kind: 'ref-update', strength: 'authenticated', who: { login }, at }),
    );
    const file = makeFile({ evidence, people: [...EVERYBODY, bob] });
    expect(theCase({ files: [file] }).items).toMatchObject([
      { file, claim: { person: { login: 'mallory' }, level: 'weak' }, done: false },
    ]);
  });

  it('begins as many days before the last day as the policy says', () => {
    const notices = [makeNotice({ source: 'roster', effectiveAt: NOW + 14 * DAY, learnedAt: NOW })];
    const step = (notice_days: number) => caseStepOf({ notices, policy: makePolicy({ notice_days }) });
    expect(step(13)).toMatchObject({ do: 'resolve', onlyIfThere: true });
    expect(step(14)).toMatchObject({ do: 'ensure', onlyIfThere: false });
  });

  it('that was opened closes when the last day moves far away, and says so', () => {
    const notices = [makeNotice({ source: 'roster', effectiveAt: NOW + 90 * DAY, learnedAt: NOW })];
    expect(caseStepOf({ notices }).closing).toContain('The last day is now 2027-02-19');
  });

  it('says that a departure was cancelled also where its last day had been moved far off before', () => {
    const far = { source: 'roster', effectiveAt: NOW + 90 * DAY, learnedAt: NOW - DAY };
    const notices = [makeNotice(far), makeNotice({ ...far, says: 'stays', learnedAt: NOW })];
    expect(caseStepOf({ notices }).closing).toBe('The departure was cancelled. Closed; nothing was asked of anybody.');
  });

  it('names every place that could not be seen', () => {
    const gap = { why: 'permission' as const, needs: 'secrets: read', says: 'not visible: needs secrets: read' };
    const coverage = [makeCoverage(), makeCoverage({ source: 'actions-secret', gap })];
    expect(theCase({ coverage }).gaps).toEqual([coverage[1]]);
  });
});

describe('a case is open', () => {
  it('while a credential is not proved gone', () => {
    expect(reasons()).toBe('1 of 1 credential not proved gone');
  });

  it('while what was gone is back, and says of how much', () => {
    const back = (id: number) =>
      makeFile({
        credential: makeCredential({ id: credentialId('deploy-key', 1, id), lastUsedAt: NOW }),
        observations: [makeObservation({ at: NOW - 1 })],
      });
    expect(reasons({ files: [back(5), back(6)] })).toBe(
      '2 of 2 credentials not proved gone; 2 of them were gone and are back',
    );
  });

  it('before the last day', () => {
    const notices = [makeNotice({ source: 'roster', effectiveAt: NOW + DAY, learnedAt: NOW })];
    expect(reasons({ notices, files: [proved] })).toBe('the last day has not come');
  });

  it('while nobody is known by the name', () => {
    const notices = [makeNotice({ who: { login: 'ghost' } })];
    expect(reasons({ notices, files: [] })).toBe('nobody with this name is known to Handback');
  });

  it('when nothing has been looked at yet', () => {
    expect(reasons({ files: [], coverage: [] })).toBe('nothing has been looked at yet');
  });

  it('while a place was last looked at before the departure', () => {
    expect(reasons({ files: [], coverage: [makeCoverage({ lookedAt: NOW - 2 * DAY })] })).toBe(
      '1 place not looked at since the departure',
    );
    expect(reasons({ files: [], coverage: [makeCoverage({ lookedAt: NOW - DAY })] })).toBe('');
  });

  it('while a place was last looked at before the departure was known', () => {
    const notices = [makeNotice({ effectiveAt: NOW - 9 * DAY, learnedAt: NOW - DAY })];
    const coverage = [makeCoverage({ lookedAt: NOW - 2 * DAY })];
    expect(reasons({ notices, files: [], coverage })).toBe(
      '1 place not looked at since Handback learned of the departure',
    );
  });

  it('while the last look somewhere failed', () => {
    const coverage = [makeCoverage({ gap: { why: 'failed', says: 'GitHub answered 502' } })];
    expect(reasons({ files: [], coverage })).toBe('1 place not looked at since the departure');
    const [look] = coverage;
    const before = look && { ...look, answeredAt: NOW - 2 * DAY };
    expect(reasons({ files: [], coverage: before ? [before] : [] })).toBe('1 place not looked at since the departure');
  });
});

describe('a case is done', () => {
  it('also where the last look failed, when one since the departure did not: no bad answer opens closed cases again', () => {
    const gap = { why: 'failed', says: 'GitHub answered 502' } as const;
    expect(reasons({ files: [], coverage: [makeCoverage({ gap, answeredAt: NOW - 1 })] })).toBe('');
  });

  it('when every credential is proved and every place was looked at since', () => {
    expect(reasons({ files: [proved] })).toBe('');
    expect(theCase({ files: [proved] }).items.map(({ done }) => done)).toEqual([true]);
  });

  it('also where another source says later that they stay: only GitHub tells who was added again', () => {
    const stays = makeNotice({ source: 'roster', says: 'stays', effectiveAt: NOW - 1, learnedAt: NOW - 1 });
    expect(theCase({ files: [proved], notices: [makeNotice(), stays] })).toMatchObject({
      departure: { contradicted: [stays] },
      openReasons: [],
    });
  });

  it('when nothing is known to be made by the leaver, after everything was looked at', () => {
    expect(reasons({ files: [] })).toBe('');
  });

  it('with places that nobody may see, which it names', () => {
    const coverage: Coverage[] = [
      makeCoverage({ lookedAt: NOW - 2 * DAY, gap: { why: 'permission', says: 'not visible: needs secrets: read' } }),
    ];
    const { openReasons, gaps } = theCase({ files: [proved], coverage });
    expect(openReasons).toEqual([]);
    expect(gaps).toHaveLength(1);
  });

  it.each([
    ['cancelled', NOW + 9 * DAY],
    ['rehired', NOW - 9 * DAY],
  ])('when the departure is %s, whatever is unproved', (state, effectiveAt) => {
    const out = makeNotice({ source: 'cli', effectiveAt, learnedAt: NOW - 9 * DAY });
    const back = makeNotice({ source: 'cli', says: 'stays', effectiveAt: NOW - DAY });
    const { departure, openReasons } = theCase({ notices: [out, back] });
    expect(departure.state).toBe(state);
    expect(openReasons).toEqual([]);
  });
});

it('holds what the leaver only set last, too: they know its present value', () => {
  const made = makeEvidence({ who: { login: 'alice' } });
  const set = makeEvidence({ id: 'set', kind: 'audit-log', role: 'setter', did: 'changed this secret' });
  const file = makeFile({ evidence: [made, set] });
  expect(theCase({ files: [file] }).items).toMatchObject([{ file, claim: { role: 'setter' }, done: false }]);
  expect(caseStepOf({ files: [file] }).body).toContain('In this case because mallory changed this secret');
});
