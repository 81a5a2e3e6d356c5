import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Coverage } from '../../src/model/coverage.ts';
import { credentialId } from '../../src/model/credential.ts';
import { GRADES } from '../../src/model/proof.ts';
import { DAY } from '../../src/model/time.ts';
import {
  makeCoverage,
  makeCredential,
  makeEvidence,
  makeFile,
  makeNotice,
  makeObservation,
  NOW,
} from '../support/make-facts.ts';
import { caseStepsOf, makePolicy } from '../support/make-situation.ts';

const when = fc.integer({ min: -10, max: 10 }).map((days) => NOW + days * DAY);
const look = fc.record({
  at: when,
  result: fc.constantFrom('gone', 'alive', 'unknown'),
  grade: fc.constantFrom(...GRADES),
});
const credential = fc.record({ by: fc.constantFrom('mallory', 'alice'), looks: fc.array(look, { maxLength: 4 }) });
const place = fc.record({
  lookedAt: when,
  answeredAt: fc.option(when),
  why: fc.option(fc.constantFrom('permission', 'absent', 'failed')),
});
const world = fc.record({
  effectiveAt: when,
  learnedAt: when,
  known: fc.boolean(),
  credentials: fc.array(credential, { maxLength: 4 }),
  places: fc.array(place, { maxLength: 3 }),
});

/**
 * Promise one: it never says "gone" without proof. Promise two: it never says "nothing found" when it could not look.
 */
it('a case never closes with an unproved credential, nor with a place that was not looked at since the departure', () => {
  let closed = 0;
  fc.assert(
    fc.property(world, ({ effectiveAt, learnedAt, known, credentials, places }) => {
      const files = credentials.map(({ by, looks }, index) => {
        const id = credentialId('deploy-key', 1, index);
        const observations = looks.map((each, at) => makeObservation({ ...each, at: each.at + at }));
        const evidence = [makeEvidence({ who: { login: by }, credential: id })];
        return makeFile({ credential: makeCredential({ id }), evidence, observations });
      });
      const coverage = places.map(({ lookedAt, answeredAt, why }): Coverage => {
        const answered = answeredAt !== null && why === 'failed' ? { answeredAt } : {};
        return makeCoverage({ lookedAt, ...(why ? { gap: { why, says: 'x' } } : {}), ...answered });
      });
      const who = { login: known ? 'mallory' : 'ghost' };
      const notices = [makeNotice({ who, effectiveAt, learnedAt })];
      for (const step of caseStepsOf({ files, coverage, notices, policy: makePolicy({ notice_days: 365 }) })) {
        if (step.do === 'ensure') continue;
        closed += 1;
        expect(known && effectiveAt <= NOW).toBe(true);
        const theirs = files.filter(({ attribution }) => attribution().creator?.person?.login === 'mallory');
        expect(theirs.map(({ proof }) => proof.state)).toEqual(theirs.map(() => 'proved'));
        expect(coverage.length).toBeGreaterThan(0);
        for (const { lookedAt, answeredAt = 0, gap } of coverage) {
          const seenAt = gap?.why === 'failed' ? answeredAt : lookedAt;
          // What nobody may see does not keep a case open: the case names it. What failed today was
          // seen since, or it were open.
          if (gap && gap.why !== 'failed') expect(step.body).toContain('Not visible, so not covered');
          if (gap?.why !== 'permission') expect(seenAt).toBeGreaterThanOrEqual(Math.max(effectiveAt, learnedAt));
        }
      }
    }),
    { numRuns: 2000 },
  );
  expect(closed).toBeGreaterThan(10);
});

it('what could not be asked about a maker is told and keeps no case open, and is no look at any place either', () => {
  const gap = { why: 'absent' as const, says: 'not visible: needs GitHub Enterprise' };
  const asked = makeCoverage({ source: 'evidence: hashed-token', lookedAt: NOW - 30 * DAY, gap });
  const [closed] = caseStepsOf({ files: [], coverage: [makeCoverage(), asked] });
  expect(closed).toMatchObject({ do: 'resolve', body: expect.stringContaining('evidence: hashed-token') });
  expect(caseStepsOf({ files: [], coverage: [asked] })).toMatchObject([{ do: 'ensure' }]);
});

it.each(['invitation', 'workflow-run', 'repository-team', 'human-access'])(
  'what was asked for the case of another is told and keeps no later case open, which nobody asks again for: %s',
  (source) => {
    const gap = { why: 'absent' as const, says: 'not visible: GitHub itself blocks access there' };
    const asked = makeCoverage({ source, lookedAt: NOW - 30 * DAY, gap });
    const [closed] = caseStepsOf({ files: [], coverage: [makeCoverage(), asked] });
    expect(closed).toMatchObject({ do: 'resolve', body: expect.stringContaining(`${source} of`) });
    expect(caseStepsOf({ files: [], coverage: [asked] })).toMatchObject([{ do: 'ensure' }]);
  },
);

it('the text of a closed case does not follow looks that fail today, and that of an open one names them', () => {
  const failed = makeCoverage({ answeredAt: NOW - 1, gap: { why: 'failed', says: 'GitHub answered 502' } });
  const unasked = { ...failed, source: 'evidence: commit-authors' };
  const [seen] = caseStepsOf({ files: [], coverage: [makeCoverage()] });
  expect(seen).toMatchObject({ do: 'resolve' });
  expect(caseStepsOf({ files: [], coverage: [failed] })).toEqual([seen]);
  expect(caseStepsOf({ files: [], coverage: [makeCoverage(), unasked] })).toMatchObject([
    { do: 'resolve', body: expect.stringContaining('GitHub answered 502') },
  ]);
  const evidence = [makeEvidence({ who: { login: 'mallory' } })];
  expect(caseStepsOf({ files: [makeFile({ evidence })], coverage: [failed] })).toMatchObject([
    { do: 'ensure', body: expect.stringContaining('GitHub answered 502') },
  ]);
});
