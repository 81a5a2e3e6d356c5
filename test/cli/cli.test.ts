import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY } from '../../src/model/time.ts';
import { openStore } from '../../src/store/open.ts';
import { makeCoverage, makeNotice, makePerson } from '../support/make-facts.ts';
import { handback, install } from './handback.ts';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'cli-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

let folders = 0;
async function installed(...logins: string[]): Promise<string> {
  folders += 1;
  const dataDir = join(home, String(folders));
  mkdirSync(dataDir);
  await install(dataDir, ...logins);
  return dataDir;
}

describe('where nobody has installed Handback', () => {
  it.each([['plan'], ['depart', 'mallory']])('%s says what to check', async (...args) => {
    await expect(handback(await installed(), ...args)).rejects.toMatchObject({
      name: 'CommandError',
      message: expect.stringMatching(/^No organisation has .*with its DATA_DIR or DATABASE_URL\.$/),
    });
  });
});

describe('in one organisation', () => {
  it('a departure that is said is planned', async () => {
    const here = await installed('acme');
    const said = await handback(here, 'depart', 'Mallory', '--on', '2026-01-31');
    expect(said).toMatch(/^@Mallory leaves acme; the last day is 2026-01-31 \(UTC\)\./);
    expect(said).not.toContain('Nobody with this login');
    const planned = await handback(here, 'plan');
    expect(planned).toMatch(/^acme: 0 credentials known; policy from default, mode observe\.\n/);
    expect(planned).toContain('mallory: effective, 2026-01-31');
    const { departures, cases } = JSON.parse(await handback(here, 'plan', '--json'));
    expect(departures).toMatchObject([{ state: 'effective', person: { id: 7 } }]);
    const openReasons = [
      'nothing has been looked at yet',
      'their own access not looked at since Handback learned of the departure',
    ];
    expect(cases).toMatchObject([{ openReasons }]);
  });

  it('what others called something steers no terminal and adds no line', async () => {
    const here = await installed('acme');
    const store = await openStore({ dataDir: here });
    const gap = { why: 'absent', says: '1 file was not read: a\u001b[2J\nacme: all is well' } as const;
    await store.coverage.save(1, [makeCoverage({ gap })]);
    await store.departures.add(1, [makeNotice({ who: { login: 'evil\u001b]0;x\u0007\u202e' } })]);
    const entry = {
      id: 'u',
      userName: 'jo\u001b[1A@acme.example',
      active: true,
      emails: [],
      createdAt: 1,
      changedAt: 1,
    };
    await store.records.save(1, 'directory-user', new Map([['u', entry]]));
    await store.close();
    const planned = await handback(here, 'plan');
    expect(planned).toContain('not read: a?[2J?acme');
    expect(planned).toContain('evil?]0;x??: effective');
    expect(planned).toContain('jo?[1A@acme.example');
  });

  it('a departure that is taken back is cancelled', async () => {
    const here = await installed('acme');
    await handback(here, 'depart', 'mallory', '--on', '2099-01-31', '--yes');
    expect(await handback(here, 'plan')).toContain('mallory: scheduled, 2099-01-31');
    expect(await handback(here, 'depart', 'mallory', '--cancel')).toMatch(/^@mallory stays with acme\./);
    expect(await handback(here, 'plan')).toContain('mallory: cancelled');
  });

  it('somebody nobody knows is said to be unknown, and is planned all the same', async () => {
    const here = await installed('acme');
    expect(await handback(here, 'depart', 'ghost')).toContain('Nobody with this login is known yet');
    expect(await handback(here, 'plan')).toContain('ghost: effective');
  });

  it('a login that two accounts had is neither of them, and it says how to tell which', async () => {
    const here = await installed('acme');
    const store = await openStore({ dataDir: here });
    await store.people.save(1, [makePerson({ id: 8, login: 'mallory' })]);
    await store.close();
    const said = await handback(here, 'depart', 'mallory', '--now');
    expect(said).toContain('Several accounts had this login, one after the other (user ids 7, 8)');
    expect(JSON.parse(await handback(here, 'plan', '--json')).departures[0]).not.toHaveProperty('person');
  });

  it('an address names somebody as well, and is told to be unknown', async () => {
    const here = await installed('acme');
    expect(await handback(here, 'depart', 'Jo@acme.example')).toContain('Nobody with this address is known yet');
    expect(await handback(here, 'plan')).toContain('jo@acme.example: effective');
  });

  it('an emergency is in effect now', async () => {
    const here = await installed('acme');
    expect(await handback(here, 'depart', 'mallory', '--now')).toContain('access ends now, without grace');
    expect(await handback(here, 'plan')).toMatch(/mallory: effective, .*emergency/);
  });

  it('a whole vendor leaves, with whoever is known of it', async () => {
    const here = await installed('acme');
    expect(await handback(here, 'depart', '--vendor', 'Initech')).toContain('Nobody of this vendor is known');
    const store = await openStore({ dataDir: here });
    await store.engagements.replace(1, [{ who: { login: 'mallory' }, type: 'vendor', vendor: 'Umbrella' }]);
    await store.close();
    expect(await handback(here, 'depart', '--vendor', 'umbrella')).toMatch(
      /^Everybody of umbrella leaves acme; .*\nThat is mallory; and whoever/,
    );
    expect(await handback(here, 'plan')).toContain('mallory: effective');
    await handback(here, 'depart', '--vendor', 'Umbrella', '--cancel');
    expect(await handback(here, 'plan')).toContain('mallory: rehired');
  });

  it('what others said is not taken back by a cancel, but by overruling it', async () => {
    const here = await installed('acme');
    const store = await openStore({ dataDir: here });
    await store.departures.add(1, [makeNotice({ source: 'roster', effectiveAt: Date.now() - DAY })]);
    await store.close();
    expect(await handback(here, 'depart', 'mallory', '--cancel')).toMatch(
      /stands all the same, by the word of roster\. .*--overrule/,
    );
    expect(await handback(here, 'plan')).toContain('mallory: effective');
    await handback(here, 'depart', 'mallory', '--cancel', '--overrule');
    expect(await handback(here, 'plan')).toContain('mallory: rehired');
  });

  it('there is nothing to take back of somebody who never left', async () => {
    expect(await handback(await installed('acme'), 'depart', 'mallory', '--cancel')).toContain('nothing to take back');
  });

  it.each<[string[], RegExp]>([
    [['depart'], /Say who leaves/],
    [['depart', ' @ '], /Say who leaves/],
    [['depart', 'mallory', '--vendor', 'Initech'], /one of the two/],
    [['depart', '--vendor', ' '], /Say which vendor/],
    [['depart', 'mallory', '--on', '2026-02-30'], /--on 2026-02-30: there is no such day/],
    [['depart', 'mallory', '--on', '2062-01-31'], /add --yes/],
    [['depart', 'mallory', '--on', '2016-01-31'], /add --yes/],
    [['depart', 'mallory', '--overrule'], /needs that person and --cancel/],
    [['depart', '--vendor', 'Initech', '--cancel', '--overrule'], /needs that person/],
  ])('%j is refused, and nothing is kept', async (args, words) => {
    const here = await installed('acme');
    await expect(handback(here, ...args)).rejects.toMatchObject({
      name: 'CommandError',
      message: expect.stringMatching(words),
    });
    expect(JSON.parse(await handback(here, 'plan', '--json'))).toMatchObject({ departures: [] });
  });

  it('a day that is none is refused, with the right form', async () => {
    await expect(handback(await installed('acme'), 'depart', 'mallory', '--on', 'tomorrow')).rejects.toThrow(
      '--on tomorrow is not a date. Write the last day as YYYY-MM-DD, such as --on 2026-12-31.',
    );
  });
});

describe('in several organisations', () => {
  it('one must be chosen, and one that is there', async () => {
    const here = await installed('acme', 'umbrella');
    await expect(handback(here, 'plan')).rejects.toThrow(
      'Several organisations are known (acme, umbrella). Choose one with --org.',
    );
    await expect(handback(here, 'plan', '--org', 'nowhere')).rejects.toThrow(
      'There is no organisation nowhere here. Known: acme, umbrella.',
    );
    expect(await handback(here, 'plan', '--org', 'Umbrella')).toMatch(/^umbrella:/);
  });
});

describe('an organisation that was made anew under its old name', () => {
  it('is the one that is meant, and not the one that removed Handback; that one is still read where it is alone', async () => {
    const here = await installed('acme', 'acme', 'umbrella');
    const store = await openStore({ dataDir: here });
    await store.organizations.save({ id: 1, login: 'acme', installationId: 10, state: 'removed' });
    await store.organizations.save({ id: 3, login: 'umbrella', installationId: 12, state: 'removed' });
    await store.departures.add(2, [makeNotice({ effectiveAt: Date.now() - DAY })]);
    await store.close();
    expect(await handback(here, 'plan', '--org', 'acme')).toContain('mallory: effective');
    expect(await handback(here, 'plan')).toContain('mallory: effective');
    expect(await handback(here, 'plan', '--org', 'umbrella')).toMatch(/^umbrella:/);
  });
});
