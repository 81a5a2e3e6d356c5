import { describe, expect, it } from 'vitest';
import { engagements, leavers } from '../../src/attribute/leavers.ts';
import { directory } from '../../src/attribute/people.ts';
import type { DirectoryUser } from '../../src/model/directory.ts';
import type { Engagement, Person } from '../../src/model/person.ts';
import { makePerson } from '../support/make-facts.ts';

const email = (address: string, source: Person['emails'][number]['source']) => ({ address, source });
const user = (given: Partial<DirectoryUser>): DirectoryUser => ({
  id: 'jo',
  userName: 'jo@acme.example',
  active: true,
  emails: [],
  createdAt: 1,
  changedAt: 1,
  ...given,
});
const line = (who: Engagement['who']): Engagement => ({ who, type: 'employee' });

interface World {
  readonly people?: readonly Person[];
  readonly roster?: readonly Engagement[];
  readonly user?: Partial<DirectoryUser>;
}
const found = ({ people = [], roster = [], user: given = {} }: World) =>
  leavers({ people, known: directory(people), roster, users: new Map([['jo', user(given)]]) })({
    email: 'jo@acme.example',
    directory: 'jo',
  })?.login;

const octojo = makePerson({ id: 1, login: 'octojo' });
const other = makePerson({ id: 2, login: 'other' });

describe('an entry of the directory', () => {
  it.each<[string, World, string | undefined]>([
    [
      'by a roster line with the address',
      { people: [octojo], roster: [line({ login: 'OctoJo', email: 'jo@acme.example' })] },
      'octojo',
    ],
    [
      'by any of its addresses',
      {
        people: [octojo],
        roster: [line({ id: 1, email: 'j@x.example' })],
        user: { emails: [{ value: 'J@X.example' }] },
      },
      'octojo',
    ],
    [
      'by a roster line whose login is the user name',
      { people: [octojo], roster: [line({ login: 'octojo' })], user: { userName: 'OctoJo' } },
      'octojo',
    ],
    [
      'by the account that it was tied to before its names were changed, to whomever they lead now',
      {
        people: [octojo, { ...other, emails: [email('jo@acme.example', 'github')] }],
        roster: [line({ login: 'other', email: 'jo@acme.example' })],
        user: { account: 1 },
      },
      'octojo',
    ],
    ['not by a login that the roster does not name', { people: [octojo], user: { userName: 'octojo' } }, undefined],
    [
      'not by a line of that name with another address',
      {
        people: [octojo],
        roster: [line({ login: 'octojo', email: 'joe@acme.example' })],
        user: { userName: 'octojo' },
      },
      undefined,
    ],
    [
      'by an address of the account',
      { people: [{ ...octojo, emails: [email('jo@acme.example', 'github')] }] },
      'octojo',
    ],
    [
      'by a noreply address',
      { people: [octojo], user: { emails: [{ value: '1+octojo@users.noreply.github.com' }] } },
      'octojo',
    ],
    [
      'roster before single sign-on',
      {
        people: [octojo, { ...other, emails: [email('jo@acme.example', 'sso')] }],
        roster: [line({ login: 'octojo', email: 'jo@acme.example' })],
      },
      'octojo',
    ],
    [
      'single sign-on before an address of the account',
      {
        people: [
          { ...octojo, emails: [email('jo@acme.example', 'sso')] },
          { ...other, emails: [email('jo@acme.example', 'github')] },
        ],
      },
      'octojo',
    ],
    [
      'the address where the roster names an account nobody knows',
      {
        people: [{ ...octojo, emails: [email('jo@acme.example', 'github')] }],
        roster: [line({ login: 'typo', email: 'jo@acme.example' })],
      },
      'octojo',
    ],
    [
      'nobody, when two people have the address',
      {
        people: [
          { ...octojo, emails: [email('jo@acme.example', 'github')] },
          { ...other, emails: [email('jo@acme.example', 'github')] },
        ],
      },
      undefined,
    ],
    [
      'nobody, when two lines have the address',
      {
        people: [octojo, other],
        roster: [
          line({ login: 'octojo', email: 'jo@acme.example' }),
          line({ login: 'other', email: 'jo@acme.example' }),
        ],
      },
      undefined,
    ],
    [
      'nobody, when two of its addresses lead to two people',
      {
        people: [
          { ...octojo, emails: [email('jo@acme.example', 'github')] },
          { ...other, emails: [email('j@x.example', 'github')] },
        ],
        user: { emails: [{ value: 'j@x.example' }] },
      },
      undefined,
    ],
    ['nobody, when nobody has it', { people: [octojo] }, undefined],
    [
      'nobody, whatever the name is made of',
      { people: [octojo], user: { userName: '__proto__', externalId: 'constructor', emails: [{ value: '@' }] } },
      undefined,
    ],
  ])('leads to %s', (_, world, login) => {
    expect(found(world)).toBe(login);
  });

  it('that is not there any more names nobody, and every other name is looked up as always', () => {
    const find = leavers({ people: [octojo], known: directory([octojo]), roster: [], users: new Map() });
    expect(find({ directory: 'gone' })).toBeUndefined();
    expect(find({ login: 'octojo' })?.id).toBe(1);
  });
});

it('the line of the roster is found by account, and by name where there is none', () => {
  const lines = [line({ login: 'octojo' }), line({ email: 'stranger@x.example' })];
  const find = engagements(lines, directory([octojo]));
  expect(find({ id: 1 }, octojo)).toBe(lines[0]);
  expect(find({ email: 'Stranger@x.example' }, undefined)).toBe(lines[1]);
  expect(find({ login: 'nobody' }, undefined)).toBeUndefined();
});
