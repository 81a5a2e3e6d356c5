import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loginRuns } from '../../src/attribute/audit/login-runs.ts';
import { logins } from '../../src/attribute/logins.ts';
import type { AuditFact } from '../../src/model/audit.ts';
import type { LoginRun } from '../../src/model/login.ts';
import { makePerson } from '../support/make-facts.ts';

const run = (id: number, login: string, first: number, last = first): LoginRun => ({ id, login, first, last });
const mallory = makePerson({ id: 7, login: 'Mallory' });
const alice = makePerson({ id: 8, login: 'alice' });
/** The holder, or with a question mark everybody who may be it. */
const told = (people: readonly (typeof mallory)[], runs: readonly LoginRun[], login: string, at: number) => {
  const { person, perhaps } = logins(people, runs).heldBy(login, at);
  return person === undefined ? perhaps.map(({ id }) => `${id}?`).join(' ') : String(person.id);
};

describe('a login that was said on some day means', () => {
  it.each<[string, (typeof mallory)[], LoginRun[], string, number, string]>([
    ['whoever has it, while nothing says that it changed hands', [mallory], [], 'mallory', 5, '7'],
    ['whoever has it, in any spelling', [mallory], [], 'MALLORY', 5, '7'],
    ['nobody, where nobody is known to have had it', [mallory], [], 'eve', 5, ''],
    ['whoever was seen with it before and after', [alice], [run(8, 'al', 2, 9)], 'al', 5, '8'],
    ['whoever was seen with it later, and with no other before', [alice], [run(8, 'al', 9)], 'al', 5, '8'],
    ['perhaps who had it before they were seen under another name', [alice], [run(8, 'al', 2)], 'al', 5, '8?'],
    ['perhaps who has it, if they had another before', [mallory], [run(7, 'mal', 2)], 'mallory', 5, '7?'],
    ['not who was seen under another name on that day', [mallory], [run(7, 'mal', 2, 9)], 'mallory', 5, ''],
    [
      'the former holder, while they were seen with it',
      [alice, mallory],
      [run(8, 'mallory', 2, 6), run(7, 'mallory', 8, 9)],
      'mallory',
      5,
      '8',
    ],
    [
      'the new holder, since they were seen with it',
      [alice, mallory],
      [run(8, 'mallory', 2, 6), run(7, 'mallory', 8)],
      'mallory',
      12,
      '7',
    ],
    [
      'perhaps either, in between',
      [alice, mallory],
      [run(8, 'mallory', 2, 4), run(7, 'mallory', 8, 9)],
      'mallory',
      6,
      '8? 7?',
    ],
    [
      'perhaps either, if two have it and nothing says since when',
      [mallory, { ...alice, login: 'mallory' }],
      [],
      'mallory',
      5,
      '7? 8?',
    ],
    ['nobody who is known, if an account had it that is not', [mallory], [run(99, 'mallory', 2, 6)], 'mallory', 5, ''],
    [
      'perhaps either, if it went to and fro',
      [mallory, alice],
      [run(7, 'mallory', 2, 9), run(8, 'mallory', 5)],
      'mallory',
      3,
      '7? 8?',
    ],
  ])('%s', (_, people, runs, login, at, holder) => {
    expect(told(people, runs, login, at)).toBe(holder);
  });
});

const NAMES = ['a', 'b', 'c', 'd'];
const IDS = [1, 2, 3];
const DAYS = 12;

/**
 * Who is called what on each day: whoever moves takes a login that is free, and every name
 * somebody had was seen at least once.
 */
const worlds = fc
  .array(fc.tuple(fc.constantFrom(...IDS), fc.constantFrom(...NAMES)), { minLength: DAYS, maxLength: DAYS })
  .map((moves) => {
    let now = new Map(IDS.map((id, at) => [id, NAMES[at] ?? '']));
    return moves.map(([id, login]) => {
      if (![...now.values()].includes(login)) now = new Map([...now, [id, login]]);
      return now;
    });
  });
const seenWorlds = fc.tuple(worlds, fc.array(fc.boolean(), { minLength: DAYS * 3, maxLength: DAYS * 3 }));

function factsOf(days: readonly ReadonlyMap<number, string>[], seen: readonly boolean[]): readonly AuditFact[] {
  return days.flatMap((names, day) =>
    [...names].flatMap(([id, login], at): AuditFact[] => {
      const isNew = days[day - 1]?.get(id) !== login;
      const who = { id, login };
      return isNew || seen[day * 3 + at] === true
        ? [
            {
              id: `${day} ${id}`,
              action: '',
              at: day,
              actor: { id: 1000 + at },
              about: 'membership',
              who,
              says: 'stays',
              of: 'organization',
            },
          ]
        : [];
    }),
  );
}

describe('whoever renames, and whatever was seen of it,', () => {
  it('nobody else is named for sure than who had the login on that day, and who had it is never left out', () => {
    fc.assert(
      fc.property(seenWorlds, ([days, seen]) => {
        const people = [...(days.at(-1) ?? [])].map(([id, login]) => makePerson({ id, login }));
        const history = logins(people, loginRuns(factsOf(days, seen)));
        for (const [day, names] of days.entries()) {
          for (const login of NAMES) {
            const truth = [...names].find(([, name]) => name === login)?.[0];
            const { person, perhaps } = history.heldBy(login, day);
            if (person !== undefined && truth !== undefined) expect(person.id).toBe(truth);
            if (person === undefined && truth !== undefined) expect(perhaps.map(({ id }) => id)).toContain(truth);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('the order in which entries come makes no difference', () => {
    fc.assert(
      fc.property(
        seenWorlds.chain(([days, seen]) => {
          const facts = [...factsOf(days, seen)];
          return fc.tuple(fc.constant(facts), fc.shuffledSubarray(facts, { minLength: facts.length }));
        }),
        ([facts, shuffled]) => {
          expect(loginRuns(shuffled)).toEqual(loginRuns(facts));
        },
      ),
    );
  });
});

it('an account is known by every login that it had', () => {
  expect(logins([mallory], [run(7, 'mal', 2)]).of(7)).toEqual(['mal', 'mallory']);
});
