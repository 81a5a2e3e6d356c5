import { beforeEach, describe, expect, test } from 'vitest';
import { DAY } from '../../src/model/time.ts';
import { fake } from '../support/fake-tokens.ts';
import { makePerson, NOW } from '../support/make-facts.ts';
import { peopleServerForEach } from './people-server.ts';

const acme = peopleServerForEach();
beforeEach(() => acme().store.people.save(1, [makePerson({ id: 7, login: 'mallory' })]));

const leaves = (given: object = {}) => ({ person: { login: 'Mallory' }, says: 'leaves', source: 'workday', ...given });
const KEPT = { status: 202, body: { kept: true, repeated: false, people: 1 } };

describe('a signed word about somebody', () => {
  test('is kept with its day, its source and by user id', async () => {
    expect(await acme().depart(leaves({ at: '2026-12-31', reason: 'end of contract' }))).toMatchObject(KEPT);
    expect(await acme().notices()).toEqual([
      {
        source: 'reported by workday',
        who: { id: 7, login: 'mallory' },
        says: 'leaves',
        detail: 'end of contract',
        effectiveAt: Date.UTC(2027, 0, 1),
        learnedAt: NOW,
      },
    ]);
    expect(acme().jobs.map(({ type }) => type)).toEqual(['learn-named', 'prove', 'enforce']);
    expect(await acme().store.journal.list(1)).toMatchObject([
      { actor: 'handback', did: 'learned of a departure' },
      { actor: 'departures:workday', did: 'said that Mallory leaves' },
    ]);
  });

  test('is kept without its reason where that holds what looks like a secret: nobody stays because of it', async () => {
    const token = fake('ghp_{base62:30}{crc32-base62}', 1);
    expect(await acme().depart(leaves({ reason: `leaked ${token}` }))).toMatchObject(KEPT);
    const [notice] = await acme().notices();
    expect(notice).toMatchObject({ says: 'leaves', detail: expect.stringContaining('is not kept') });
    expect(JSON.stringify([notice, await acme().store.journal.list(1)])).not.toContain(token.slice(4, 20));
  });

  test.each([
    ['a login nobody has', { login: 'ghost' }],
    ['an address', { email: 'ghost@acme.example' }],
    ['a user id', { id: 99 }],
  ])('may name %s: it is kept, and shown as unmatched', async (_, person) => {
    expect(await acme().depart(leaves({ person }))).toMatchObject(KEPT);
    expect(await acme().notices()).toMatchObject([{ who: person, effectiveAt: NOW }]);
  });

  test('by a login that two accounts have or had is about neither: which one is meant, nobody said', async () => {
    await acme().store.people.save(1, [makePerson({ id: 8, login: 'MALLORY' })]);
    expect(await acme().depart(leaves())).toMatchObject(KEPT);
    expect(await acme().notices()).toMatchObject([{ who: { login: 'Mallory' } }]);
    expect((await acme().notices())[0]?.who).not.toHaveProperty('id');
    expect(await acme().depart(leaves({ person: { id: 7 } }))).toMatchObject(KEPT);
  });

  test('may name a moment, with its offset', async () => {
    await acme().depart(leaves({ at: '2026-12-31T18:00:00+01:00' }));
    expect(await acme().notices()).toMatchObject([{ effectiveAt: Date.UTC(2026, 11, 31, 17) }]);
  });

  test('takes its own word back', async () => {
    await acme().depart(leaves());
    acme().clock.now += 1000;
    expect((await acme().depart(leaves({ says: 'stays' }))).status).toBe(202);
    expect((await acme().notices()).map(({ says }) => says)).toEqual(['leaves', 'stays']);
  });

  test('in an emergency counts from now, without grace', async () => {
    await acme().depart(leaves({ emergency: true, at: '2026-12-31' }));
    expect(await acme().notices()).toMatchObject([{ emergency: true, effectiveAt: NOW }]);
  });

  test('in an emergency that is told again ends no later for that, whatever day it names', async () => {
    await acme().depart(leaves({ emergency: true, at: '2026-12-31' }));
    acme().clock.now += 60_000;
    const again = await acme().depart(leaves({ emergency: true, at: '2026-12-31' }));
    expect({ status: again.status, repeated: again.body['repeated'] }).toEqual({ status: 200, repeated: true });
    expect(await acme().notices()).toMatchObject([{ effectiveAt: NOW }]);
  });

  test('said twice is kept once: the same request, or the same word later', async () => {
    await acme().depart(leaves());
    const again = { status: 200, body: { repeated: true } };
    expect(await acme().depart(leaves())).toMatchObject(again);
    acme().clock.now += DAY;
    expect(await acme().depart(leaves())).toMatchObject(again);
    expect(await acme().notices()).toHaveLength(1);
    expect(await acme().depart(leaves({ at: '2026-12-31' }))).toMatchObject({ status: 202 });
  });

  test('speaks for nobody else: neither roster nor command line can be taken back from here', async () => {
    await acme().depart(leaves({ source: 'roster', says: 'stays' }));
    expect(await acme().notices()).toMatchObject([{ source: 'reported by roster' }]);
  });
});

describe('a whole vendor', () => {
  test('leaves with everybody of the roster and the directory', async () => {
    await acme().store.engagements.replace(1, [
      { who: { login: 'mallory' }, type: 'contractor', vendor: 'Initech' },
      { who: { login: 'bob' }, type: 'employee' },
    ]);
    const schema = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
    const user = { userName: 'jo@initech.example', [schema]: { organization: 'initech' } };
    await acme().scim('/Users', { method: 'POST', body: user });
    const word = { vendor: 'Initech', says: 'leaves', source: 'procurement', at: '2026-12-31' };
    expect(await acme().depart(word)).toMatchObject({ status: 202, body: { people: 2 } });
    expect((await acme().notices()).map(({ who, vendor }) => [who.login ?? who.email, vendor])).toEqual([
      ['mallory', 'Initech'],
      ['jo@initech.example', 'Initech'],
    ]);
    // Whoever is entered with this vendor later is covered at once.
    await acme().scim('/Users', { method: 'POST', body: { ...user, userName: 'al@initech.example' } });
    expect(await acme().notices()).toHaveLength(3);
    acme().clock.now += 1000;
    await acme().depart({ ...word, at: undefined, says: 'stays' });
    expect((await acme().notices()).slice(3).map(({ says }) => says)).toEqual(['stays', 'stays', 'stays']);
  });

  test('that has nobody is kept all the same', async () => {
    const word = { vendor: 'Nobody & Sons', says: 'leaves', source: 'procurement' };
    expect(await acme().depart(word)).toMatchObject({ status: 202, body: { people: 0 } });
  });
});

describe('what is wrong is answered in words, and changes nothing', () => {
  test.each<[string, object | string, RegExp]>([
    ['no JSON', '{', /not JSON/],
    ['nobody', { says: 'leaves', source: 'x' }, /either person or vendor/],
    ['a person and a vendor', leaves({ vendor: 'Initech' }), /either person or vendor/],
    ['a person without a name', leaves({ person: {} }), /login, id or email/],
    ['a person with two names', leaves({ person: { login: 'alice', id: 99 } }), /one name/],
    ['an address that is none', leaves({ person: { email: 'mallory' } }), /person.email/],
    ['no word', leaves({ says: 'perhaps' }), /says/],
    ['a word that nobody knows', leaves({ colour: 'red' }), /colour/],
    ['a day that is none', leaves({ at: '2026-02-30' }), /a day such as/],
    ['a moment without offset', leaves({ at: '2026-12-31T18:00:00' }), /a moment such as/],
    ['a year that is far off', leaves({ at: '2062-12-31' }), /"sure": true/],
    ['a year long ago', leaves({ at: '2016-12-31' }), /"sure": true/],
    ['a source with mark-up', leaves({ source: '<b>@all' }), /short name/],
    ['an emergency that stays', leaves({ says: 'stays', emergency: true }), /emergency/],
  ])('%s', async (_, body, words) => {
    const answer = await acme().depart(body);
    expect(answer.status).toBe(400);
    expect(answer.body['error']).toMatch(words);
    expect(await acme().notices()).toEqual([]);
    expect(acme().jobs).toEqual([]);
  });

  test('a far date is taken from whoever is sure', async () => {
    expect(await acme().depart(leaves({ at: '2062-12-31', sure: true }))).toMatchObject(KEPT);
  });

  test.each<[string, object, number]>([
    ['another secret', { key: 'another secret altogether' }, 401],
    ['an old time', { at: NOW - 301_000 }, 401],
    ['a time to come', { at: NOW + 302_000 }, 401],
    ['a time that was changed', { headers: { 'x-handback-timestamp': String(NOW / 1000 + 1) } }, 401],
    ['no time', { headers: { 'x-handback-timestamp': '' } }, 401],
    ['a signature that is none', { headers: { 'x-handback-signature': 'sha256=' } }, 401],
  ])('signed with %s', async (_, signing, status) => {
    expect(await acme().depart(leaves(), signing)).toMatchObject({ status, body: { error: expect.any(String) } });
    expect(await acme().notices()).toEqual([]);
  });

  test('not signed, too large, or not sent by POST', async () => {
    expect((await acme().ask('/departures', { method: 'POST', body: leaves() })).status).toBe(401);
    expect((await acme().depart(leaves({ reason: 'x'.repeat(65 * 1024) }))).status).toBe(413);
    expect((await acme().ask('/departures')).status).toBe(405);
    expect(await acme().notices()).toEqual([]);
  });

  test('of an organisation that is not here, or of one of several', async () => {
    expect((await acme().depart(leaves({ organization: 'nowhere' }))).status).toBe(409);
    await acme().store.organizations.save({ id: 2, login: 'umbrella', installationId: 6, state: 'active' });
    expect((await acme().depart(leaves())).body['error']).toMatch(/Several .*"organization": "acme"/);
    expect(await acme().depart(leaves({ organization: 'ACME' }))).toMatchObject(KEPT);
  });
});
