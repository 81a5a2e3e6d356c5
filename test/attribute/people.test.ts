import { describe, expect, it } from 'vitest';
import { directory } from '../../src/attribute/people.ts';
import type { Person } from '../../src/model/person.ts';
import { makePerson } from '../support/make-facts.ts';

const mallory = makePerson({ id: 7, login: 'mallory' });
const withMail = (id: number, login: string, ...emails: Person['emails']) => makePerson({ id, login, emails });

describe('an account is found', () => {
  const people = directory([
    withMail(7, 'mallory', { address: 'm@vendor.example', source: 'github' }),
    withMail(8, 'alice', { address: 'a@acme.example', source: 'sso' }),
    withMail(9, 'eve', { address: 'e@vendor.example', source: 'roster' }),
    makePerson({ id: 10, login: 'mona_acme' }),
  ]);

  it.each([
    [{ id: 7, login: 'anything' }, 'mallory', 'user id', 1],
    [{ email: '7+mallory@users.noreply.github.com' }, 'mallory', 'the user id in the noreply address', 1],
    [{ email: '10+mona_acme@users.noreply.github.com' }, 'mona_acme', 'the user id in the noreply address', 1],
    [{ login: 'MALLORY' }, 'mallory', 'login', 0.98],
    [{ email: 'A@acme.example' }, 'alice', 'the single sign-on identity', 0.98],
    [{ email: 'e@vendor.example' }, 'eve', 'the roster', 0.98],
    [{ email: 'm@vendor.example' }, 'mallory', "the account's own e-mail", 0.95],
    [{ email: 'mallory@users.noreply.github.com' }, 'mallory', 'the login in an old noreply address', 0.8],
  ])('by %o: %s, by %s', (who, login, by, weight) => {
    expect(people.find(who)).toMatchObject({ person: { login }, by, weight });
  });

  it.each([
    [{ login: 'nobody' }],
    [{ email: 'x@y.example' }],
    [{ name: 'Mallory' }],
    [{ id: 999, login: 'mallory' }],
    [{ email: '999+mallory@users.noreply.github.com' }],
    [{}],
  ])('never by %o', (who) => {
    expect(people.find(who)).toBeUndefined();
  });
});

describe('names change hands', () => {
  it('the noreply address with the id survives a rename', () => {
    const renamed = directory([makePerson({ id: 7, login: 'mal' })]);
    expect(renamed.find({ email: '7+mallory@users.noreply.github.com' })?.person.login).toBe('mal');
  });

  it('the old noreply address without an id does not', () => {
    const renamed = directory([makePerson({ id: 7, login: 'mal' })]);
    expect(renamed.find({ email: 'mallory@users.noreply.github.com' })).toBeUndefined();
  });

  it('a login that two accounts had names neither', () => {
    const people = directory([mallory, makePerson({ id: 70, login: 'Mallory' })]);
    expect(people.find({ login: 'mallory' })).toBeUndefined();
    expect(people.find({ email: 'mallory@users.noreply.github.com' })).toBeUndefined();
    expect(people.find({ id: 70, login: 'mallory' })?.person.id).toBe(70);
  });

  it('an e-mail that two people claim names neither', () => {
    const shared = { address: 'team@vendor.example', source: 'github' as const };
    const people = directory([withMail(7, 'mallory', shared), withMail(8, 'alice', shared)]);
    expect(people.find({ email: 'team@vendor.example' })).toBeUndefined();
  });

  it('an e-mail that a third person claims still names nobody', () => {
    const shared = { address: 'team@vendor.example', source: 'sso' as const };
    const people = directory([withMail(7, 'a', shared), withMail(8, 'b', shared), withMail(9, 'c', shared)]);
    expect(people.find({ email: 'team@vendor.example' })).toBeUndefined();
  });

  it('an address that one person has from two sources counts as the better of them, in any order', () => {
    const [github, sso] = [
      { address: 'm@x.example', source: 'github' as const },
      { address: 'm@x.example', source: 'sso' as const },
    ];
    for (const emails of [
      [github, sso],
      [sso, github],
    ]) {
      expect(directory([withMail(7, 'mallory', ...emails)]).find({ email: 'm@x.example' })?.weight).toBe(0.98);
    }
  });
});
