import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DepartureNotice, VendorWord } from '../../src/model/departure.ts';
import type { DirectoryUser } from '../../src/model/directory.ts';
import type { Engagement } from '../../src/model/person.ts';
import { DAY } from '../../src/model/time.ts';
import { vendorMembers, vendorNotices } from '../../src/policy/vendors.ts';
import { NOW } from '../support/make-facts.ts';

const word = (given: Partial<VendorWord> = {}): VendorWord => ({
  vendor: 'Initech',
  source: 'cli',
  says: 'leaves',
  effectiveAt: NOW + DAY,
  learnedAt: NOW,
  detail: 'said',
  ...given,
});
const line = (login: string, vendor?: string): Engagement => ({
  who: { login },
  type: 'contractor',
  ...(vendor ? { vendor } : {}),
});
const user = (id: string, given: Partial<DirectoryUser> = {}): DirectoryUser => ({
  id,
  userName: `${id}@initech.example`,
  active: true,
  emails: [],
  createdAt: 1,
  changedAt: 1,
  ...given,
});
const hears = (words: VendorWord[], roster: Engagement[], said: readonly DepartureNotice[] = [], now = NOW) =>
  vendorNotices(words, vendorMembers(roster, []), said, now);
const names = (notices: readonly DepartureNotice[]) => notices.map(({ who, says }) => `${who.login} ${says}`);

describe('a vendor that leaves', () => {
  it('takes along whoever has its name, in any case, and nobody else', () => {
    const roster = [line('mallory', 'Initech'), line('bob', ' INITECH '), line('carol', 'Initech Labs'), line('alice')];
    const notices = hears([word()], roster);
    expect(names(notices)).toEqual(['mallory leaves', 'bob leaves']);
    expect(notices[0]).toMatchObject({ source: 'cli', vendor: 'Initech', effectiveAt: NOW + DAY });
  });

  it('takes along people of the directory, but not those that were deleted there', () => {
    const users = [user('jo', { vendor: 'Initech' }), user('al', { vendor: 'Initech', deletedAt: 1, active: false })];
    const notices = vendorNotices([word()], vendorMembers([], users), [], NOW);
    expect(notices).toMatchObject([{ who: { email: 'jo@initech.example', directory: 'jo' }, says: 'leaves' }]);
  });

  it('says so once, and again only when the date or the urgency changes', () => {
    const roster = [line('mallory', 'Initech')];
    const first = hears([word()], roster);
    expect(hears([word()], roster, first, NOW + 1)).toEqual([]);
    const moved = hears([word({ effectiveAt: NOW + 9 * DAY })], roster, first, NOW + 1);
    expect(moved).toMatchObject([{ effectiveAt: NOW + 9 * DAY, learnedAt: NOW + 1 }]);
    expect(hears([word({ emergency: true })], roster, first, NOW + 1)).toMatchObject([{ emergency: true }]);
  });

  it('covers whoever joins it later, with the same date', () => {
    const first = hears([word()], [line('mallory', 'Initech')]);
    const later = hears([word()], [line('mallory', 'Initech'), line('eve', 'Initech')], first, NOW + 5 * DAY);
    expect(later).toMatchObject([{ who: { login: 'eve' }, effectiveAt: NOW + DAY, learnedAt: NOW + 5 * DAY }]);
  });

  it('keeps whoever has a line with it and another with somebody else, and says so once', () => {
    for (const roster of [
      [line('mallory', 'Initech'), line('mallory', 'Umbrella')],
      [line('mallory', 'Umbrella'), line('mallory', 'Initech')],
    ]) {
      const first = hears([word()], roster);
      expect(names(first)).toEqual(['mallory leaves']);
      expect(hears([word()], roster, first, NOW + 1)).toEqual([]);
    }
  });

  it('lets go whoever moved to another employer, and not whoever is just no longer listed', () => {
    const first = hears([word()], [line('mallory', 'Initech'), line('bob', 'Initech'), line('eve', 'Initech')]);
    const roster = [line('mallory', 'Umbrella'), line('bob')];
    expect(names(hears([word()], roster, first, NOW + 1))).toEqual(['mallory stays', 'bob stays']);
  });

  it('that stays after all lets everybody go who was told, once', () => {
    const roster = [line('mallory', 'Initech')];
    const first = hears([word()], roster);
    const back = hears([word({ says: 'stays' })], [], first, NOW + 1);
    expect(names(back)).toEqual(['mallory stays']);
    expect(hears([word({ says: 'stays' })], [], [...first, ...back], NOW + 2)).toEqual([]);
  });

  it('of one source is not that of another, nor what was said of one person', () => {
    const roster = [line('mallory', 'Initech')];
    const first = hears([word()], roster);
    expect(hears([word({ source: 'reported by hr' })], roster, first)).toHaveLength(1);
    const own = first.map(({ vendor: _, ...notice }): DepartureNotice => notice);
    expect(hears([word()], roster, own)).toHaveLength(1);
  });
});

it('after one pass there is nothing left to say, whatever was said before', () => {
  const logins = fc.constantFrom('a', 'b', 'c');
  const rosters = fc.array(fc.tuple(logins, fc.constantFrom(undefined, 'Initech', 'Umbrella')), { maxLength: 3 });
  const passes = fc.array(fc.tuple(rosters, fc.constantFrom('leaves' as const, 'stays' as const)), { maxLength: 5 });
  fc.assert(
    fc.property(passes, (all) => {
      let said: readonly DepartureNotice[] = [];
      for (const [at, [entries, says]] of all.entries()) {
        const once = new Map(entries.map((entry) => [entry[0], entry]));
        const roster = [...once.values()].map(([login, vendor]) => line(login, vendor));
        const words = [word({ says, learnedAt: NOW + at })];
        said = [...said, ...hears(words, roster, said, NOW + at)];
        expect(hears(words, roster, said, NOW + at)).toEqual([]);
      }
    }),
  );
});
