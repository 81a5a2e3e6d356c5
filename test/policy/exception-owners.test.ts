// Whoever leaves answers for nothing any more: what they let stand ends with them, and it is said before.
import { describe, expect, it } from 'vitest';
import type { DepartureNotice } from '../../src/model/departure.ts';
import { DAY, isoDay, lastDay, startOfDay } from '../../src/model/time.ts';
import { makeCredential, makeNotice, makePlaintext, NOW } from '../support/make-facts.ts';
import {
  caseStepsOf,
  digestStepsOf,
  makeHeadFinding,
  makeHeadWith,
  makePolicy,
  makeRepository,
  verdictOf,
} from '../support/make-situation.ts';

const { id: credential } = makeCredential();
const WRITTEN = isoDay(NOW + 20 * DAY);
const exception = {
  credential,
  repositories: ['shop'],
  owner: 'alice',
  reason: 'the vendor replaces it',
  until: WRITTEN,
};
const policyWith = (given: object = {}) => makePolicy({ exceptions: [exception], ...given });

const alice = (given: Partial<DepartureNotice> = {}) => makeNotice({ who: { id: 8, login: 'alice' }, ...given });
const left = [makeNotice(), alice()];
const leaves = [makeNotice(), alice({ source: 'roster', effectiveAt: NOW + 5 * DAY, learnedAt: NOW - DAY })];

function caseOf(login: string, notices: readonly DepartureNotice[], given: object = {}) {
  const step = caseStepsOf({ policy: policyWith(), notices, ...given }).find(({ title }) => title.endsWith(login));
  return { body: step?.body ?? '', entries: step?.reminder?.entries ?? [] };
}
const bothCases = (notices: readonly DepartureNotice[], given: object = {}) =>
  caseOf('mallory', notices, given).body + caseOf('alice', notices, given).body;
const lineWith = (text: string | undefined, part: string) =>
  text?.split('\n').find((line) => line.includes(part)) ?? '';

describe('an exception whose owner has left', () => {
  it('spares nothing any more', () => {
    expect(verdictOf({ policy: policyWith() }).conclusion).toBe('success');
    expect(verdictOf({ policy: policyWith(), notices: left }).conclusion).toBe('failure');
  });

  it('spares no secret that commits bring, either', () => {
    const policy = policyWith({ exceptions: [{ ...exception, credential: makePlaintext().id }] });
    const world = { files: [], heads: [makeHeadWith([makeHeadFinding()])], policy };
    expect(verdictOf(world).conclusion).toBe('success');
    expect(verdictOf({ ...world, notices: left }).conclusion).toBe('failure');
  });

  it('is told with the reason and what to do in the case, the check and the digest of a private repository', () => {
    const says = `its owner left on ${lastDay(NOW - DAY)}: it holds again when somebody else answers for it`;
    const { body: own } = caseOf('mallory', left);
    expect(lineWith(own, 'Does not hold')).toContain(says);
    expect(own).not.toContain('nothing while the exception');
    const { summary } = verdictOf({ policy: policyWith(), notices: left });
    expect(lineWith(summary, 'Does not hold any more')).toContain(says);
    expect(summary).not.toContain('Spared for now');
    const [digest] = digestStepsOf({ policy: policyWith(), notices: left });
    expect(lineWith(digest?.body, 'Not excepted here any more')).toContain(says);
  });

  it('is told in no check of a public repository, and in none whose patterns do not name it', () => {
    const repositories = [makeRepository({ private: false })];
    expect(verdictOf({ policy: policyWith(), notices: left, repositories }).summary).not.toMatch(/owner|vendor|alice/);
    const elsewhere = policyWith({ exceptions: [{ ...exception, repositories: ['site'] }] });
    expect(verdictOf({ policy: elsewhere, notices: left }).summary).not.toContain('vendor');
  });

  it('is not told in a check that another one spares', () => {
    const policy = policyWith({ exceptions: [exception, { ...exception, owner: 'carol' }] });
    const { conclusion, summary } = verdictOf({ policy, notices: left });
    expect(conclusion).toBe('success');
    expect(summary).not.toContain('Does not hold any more');
  });

  it('wakes those who decide, by one comment', () => {
    const [entry, ...more] = caseOf('mallory', left).entries;
    expect(entry?.says).toContain('spares nothing any more');
    expect(entry?.key).toMatch(/^lapsed:/);
    expect(more).toEqual([]);
  });

  it('holds again when they are back', () => {
    const back = [...left, alice({ says: 'stays', effectiveAt: NOW - DAY / 2, learnedAt: NOW - DAY / 2 })];
    expect(verdictOf({ policy: policyWith(), notices: back }).conclusion).toBe('success');
  });

  it('holds for the shortest grace of the policy, as what leavers made does, and says so', () => {
    const policy = policyWith({
      grace_days: 3,
      repositories: [{ match: 'site', mode: 'block' }],
      exceptions: [{ ...exception, credential: makePlaintext().id }],
    });
    const world = { policy, files: [], heads: [makeHeadWith([makeHeadFinding()])], notices: left };
    const { conclusion, summary } = verdictOf(world);
    expect(conclusion).toBe('success');
    expect(lineWith(summary, 'Excepted here')).toContain(
      `until ${lastDay(NOW + 2 * DAY)} at the latest, by \`@alice\`, who left on ${lastDay(NOW - DAY)}`,
    );
    expect(verdictOf({ ...world, now: NOW + 2 * DAY - 1 }).conclusion).toBe('success');
    expect(verdictOf({ ...world, now: NOW + 2 * DAY }).conclusion).toBe('failure');
    const stricter = {
      ...policy,
      repositories: [
        { match: 'site', mode: 'block' as const },
        { match: 'other', grace_days: 1 },
      ],
    };
    expect(verdictOf({ ...world, policy: stricter }).conclusion).toBe('failure');
  });

  it('has no grace in an emergency', () => {
    const policy = policyWith({ grace_days: 3, exceptions: [{ ...exception, credential: makePlaintext().id }] });
    const world = { policy, files: [], heads: [makeHeadWith([makeHeadFinding()])] };
    expect(verdictOf({ ...world, notices: [alice({ emergency: true })] }).conclusion).toBe('failure');
  });
});

describe('an exception whose owner’s last day is set', () => {
  it('holds until then, and its case says so before, with what to do', () => {
    expect(verdictOf({ policy: policyWith(), notices: leaves }).conclusion).toBe('success');
    expect(verdictOf({ policy: policyWith(), notices: leaves, now: NOW + 5 * DAY - 1 }).conclusion).toBe('success');
    expect(verdictOf({ policy: policyWith(), notices: leaves, now: NOW + 5 * DAY }).conclusion).toBe('failure');
    const { body: own } = caseOf('mallory', leaves);
    const day = lastDay(NOW + 5 * DAY);
    expect(lineWith(own, 'Excepted in')).toContain(`until ${day} by \`@alice\`, who leaves on ${day}`);
    expect(lineWith(own, '**Next:**')).toContain(`until ${day}`);
  });

  it('is in the case of whoever leaves, too, as something that ends with them', () => {
    const { body: theirs } = caseOf('alice', leaves);
    expect(theirs).toContain('### Exceptions that end with them');
    expect(lineWith(theirs, credential)).toContain('Excepted in `shop`');
    expect(caseOf('mallory', leaves).body).not.toContain('### Exceptions that end with them');
  });

  it('is in it no more when the day that was written has passed, too', () => {
    const over = startOfDay(WRITTEN) + DAY;
    expect(caseOf('alice', leaves, { now: over - 1 }).body).toContain('### Exceptions that end with them');
    expect(caseOf('alice', leaves, { now: over }).body).not.toContain('### Exceptions that end with them');
  });

  it('asks for nobody else, nor wakes anybody, where somebody else answers for as much and as long', () => {
    const asks = (notices: readonly DepartureNotice[], other: object) => {
      const policy = policyWith({ exceptions: [exception, { ...exception, owner: 'carol', ...other }] });
      const given = { policy, now: NOW };
      const told = caseOf('mallory', notices, given).entries.filter(({ says }) => /owner le(ft|aves)/.test(says));
      return [caseOf('alice', notices, given).body.includes('Exceptions that end with them'), told.length > 0];
    };
    for (const notices of [leaves, left]) {
      expect(asks(notices, {})).toEqual([false, false]);
      expect(asks(notices, { repositories: ['*'] })).toEqual([false, false]);
      expect(asks(notices, { repositories: ['site'] })).toEqual([true, true]);
      expect(asks(notices, { owner: 'alice', reason: 'another of her own' })).toEqual([true, true]);
    }
    expect(asks(leaves, { until: isoDay(NOW + DAY) })).toEqual([true, true]);
  });

  it('is not said to count in checks already while it holds, nor to have needed somebody by a day that is over', () => {
    const { body } = caseOf('alice', leaves);
    expect(body).toContain('Without that, what they spare counts in checks when they end.');
    expect(body).not.toContain('Until then');
    const { body: inGrace } = caseOf('mallory', left, { policy: policyWith({ grace_days: 3 }) });
    expect(lineWith(inGrace, 'Excepted in')).toContain('(somebody else has to answer for it before it ends)');
  });

  it('is reminded of by that day, not by the one that was written', () => {
    const [entry] = caseOf('mallory', leaves).entries;
    expect(entry?.says).toContain(`ends with **${lastDay(NOW + 5 * DAY)}** (UTC), when its owner leaves`);
  });

  it('is told to others: nobody is woken with the word that they leave', () => {
    const calls = (notices: readonly DepartureNotice[]) => {
      const policy = policyWith({ mention_owners: true });
      return caseOf('mallory', notices, { policy }).entries.flatMap((each) => each.calls);
    };
    expect(calls([makeNotice()])).toEqual(['@alice']);
    expect(calls(leaves)).toEqual([]);
    expect(calls(left)).toEqual([]);
  });

  it('shows in check and digest no last day that is still to come, and none that is wrong', () => {
    const { summary } = verdictOf({ policy: policyWith(), notices: leaves });
    const [digest] = digestStepsOf({ policy: policyWith(), notices: leaves });
    for (const text of [summary, digest?.body]) {
      expect(lineWith(text, 'Excepted here')).toContain(`until ${WRITTEN} at the latest`);
      expect(text).not.toContain('leaves');
      expect(text).not.toContain(lastDay(NOW + 5 * DAY));
    }
  });

  it('is as ever when it ends before they leave, or when they stay', () => {
    const early = policyWith({ exceptions: [{ ...exception, until: isoDay(NOW + 2 * DAY) }] });
    expect(bothCases(leaves, { policy: early })).not.toMatch(/who leaves on|end with them/);
    const stays = [...leaves, alice({ source: 'roster', says: 'stays', learnedAt: NOW })];
    expect(bothCases(stays)).not.toMatch(/who leaves on|end with them/);
  });
});
