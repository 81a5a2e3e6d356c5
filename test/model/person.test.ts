import fc from 'fast-check';
import { expect, it } from 'vitest';
import { directory } from '../../src/attribute/people.ts';
import { namesOf, namesOfPerson, type Who } from '../../src/model/person.ts';
import { makePerson } from '../support/make-facts.ts';

it('whoever a name leads to has one of the names by which it is looked for', () => {
  const people = ['Mallory', 'bob', 'x_corp'].map((login, id) =>
    makePerson({ id, login, emails: [{ address: `${login.toLowerCase()}@acme.example`, source: 'sso' }] }),
  );
  const host = fc.constantFrom('acme.example', 'ACME.example', 'users.noreply.github.com', 'users.noreply.ghe.acme');
  const login = fc.constantFrom('mallory', 'MALLORY', 'bob', 'X_Corp', '0+mallory', '1+gone', '9+bob');
  const email = fc.tuple(login, host).map((parts) => parts.join('@'));
  const who: fc.Arbitrary<Who> = fc.record({ id: fc.nat(4), login, email }, { requiredKeys: [] });
  const known = directory(people);
  let found = 0;
  fc.assert(
    fc.property(who, (each) => {
      const person = known.find(each)?.person;
      if (person === undefined) return;
      found += 1;
      const names = new Set(namesOfPerson(person));
      expect(namesOf(each).some((name) => names.has(name))).toBe(true);
    }),
    { numRuns: 2_000 },
  );
  expect(found).toBeGreaterThan(500);
});
