import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRoster } from '../../src/policy/parse-roster.ts';

const roster = (...lines: string[]) => parseRoster(['people:', ...lines].join('\n'), 'people.yml');
const told = (...lines: string[]) => roster(...lines).problems.map(({ line, says }) => `${line}: ${says}`);

describe('a roster', () => {
  it('is read as the example of the documentation shows', () => {
    const text = readFileSync(join(import.meta.dirname, '../../docs/examples/people.yml'), 'utf8');
    expect(parseRoster(text, 'people.yml')).toEqual({
      problems: [],
      people: [
        { who: { login: 'bob' }, type: 'employee', line: 3 },
        {
          who: { login: 'mallory', email: 'mallory@vendor.example' },
          type: 'contractor',
          vendor: 'Vendor Ltd',
          sponsor: 'bob',
          start: '2026-01-05',
          end: '2026-11-30',
          line: 5,
        },
        { who: { id: 583_231 }, type: 'service', sponsor: 'bob', line: 12 },
      ],
    });
  });

  it('may be empty of people', () => {
    expect(parseRoster('people: []', 'people.yml')).toEqual({ people: [], problems: [] });
  });

  it('takes a login with an @ for the login', () => {
    const { people, problems } = roster(
      '  - { login: "@mallory", type: vendor }',
      '  - { login: mallory, type: vendor }',
    );
    expect(people.map(({ who }) => who.login)).toEqual(['mallory', 'mallory']);
    expect(problems).toMatchObject([{ line: 3, says: expect.stringContaining('same login mallory') }]);
  });

  it('takes an address in any case', () => {
    expect(roster('  - { email: M@X.example, type: vendor }').people[0]?.who.email).toBe('m@x.example');
  });

  it('counts the good entries beside a wrong one: one typo hides nobody', () => {
    const { people, problems } = roster(
      '  - { login: a, type: contractor, end: 2026-12-31 }',
      '  - { login: b, type: contracter }',
      '  - { login: c, type: contractor }',
    );
    expect(people.map(({ who }) => who.login)).toEqual(['a', 'c']);
    expect(problems).toMatchObject([{ line: 3, says: expect.stringContaining('type:') }]);
  });
});

describe('a wrong entry is told with its line', () => {
  it.each([
    ['{ type: contractor }', 'name the person: login, id or email'],
    ['{ login: "@", type: contractor }', 'login: Too small: expected string to have >=1 characters'],
    ['{ login: a, type: contractor, end: 31.12.2026 }', 'end: write a date as YYYY-MM-DD'],
    ['{ login: a, type: contractor, end: 2026-13-01 }', 'end: there is no such day'],
    ['{ login: a, type: contractor, end: 2026-02-30 }', 'end: there is no such day'],
    ['{ login: a, type: contractor, start: 2026-03-02, end: 2026-03-01 }', 'ends before it starts'],
    ['{ login: a, type: contractor, ends: 2026-03-01 }', 'ends: there is no such setting'],
    ['{ login: 123, type: contractor }', 'login: Invalid input: expected string, received number'],
    ['{ email: nowhere, type: contractor }', 'email: Invalid email address'],
    ['mallory', 'Invalid input: expected object, received string'],
  ])('%s: %s', (entry, says) => {
    expect(told('  - { login: good, type: employee }', `  - ${entry}`)).toEqual([`3: ${says}`]);
  });

  it.each(['', 'people: 5', 'people:', '- login: a'])('a file that is no list of people: "%s"', (text) => {
    expect(parseRoster(text, 'people.yml')).toEqual({
      people: [],
      problems: [{ file: 'people.yml', line: 1, says: 'a roster begins with `people:` and a list of entries' }],
      unread: true,
    });
  });
});

describe('a name in two lines', () => {
  it.each([
    [
      'login',
      '{ login: Mallory, type: employee }',
      '{ login: mallory, type: vendor }',
      'line 2 has the same login mallory',
    ],
    ['id', '{ id: 7, type: employee }', '{ id: 7, type: vendor }', 'line 2 has the same id 7'],
    [
      'address',
      '{ login: a, email: X@x.example, type: employee }',
      '{ login: b, email: x@X.example, type: vendor }',
      'line 2 has the same email x@x.example',
    ],
  ])('%s is told, and both lines count', (_, one, other, says) => {
    const { people, problems } = roster(`  - ${one}`, `  - ${other}`);
    expect(problems).toEqual([{ file: 'people.yml', line: 3, says }]);
    expect(people).toHaveLength(2);
  });
});

it('a leap day is a day', () => {
  expect(roster('  - { login: a, type: contractor, end: 2028-02-29 }').problems).toEqual([]);
});
