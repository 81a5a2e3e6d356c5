// Which addresses a path of a PATCH means (RFC 7644 §3.5.2): compound filters are
// understood, and what is not understood changes nothing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScimRefusal } from '../../src/web/scim/answers.ts';
import { patched } from '../../src/web/scim/patch.ts';

const WORK = { value: 'jo@acme.example', type: 'work', primary: true };
const OLD = { value: 'old@acme.example', type: 'work' };
const HOME = { value: 'jo@home.example', type: 'home', primary: false };
const JO = { userName: 'jo', emails: [WORK, OLD, HOME] };

const apply = (...Operations: object[]) => patched(JO, { Operations })['emails'];
/** The addresses that are left when those are removed which the filter means. */
const without = (filter: string) => apply({ op: 'remove', path: `emails[${filter}]` });

/** What is wrong, as a directory hears it. */
function refused(path: string, op = 'replace'): string | undefined {
  try {
    patched(JO, { Operations: [{ op, path, value: 'x@acme.example' }] });
    return undefined;
  } catch (error) {
    if (!(error instanceof ScimRefusal)) throw error;
    return `${error.status} ${error.scimType}`;
  }
}

describe('a path that chooses addresses', () => {
  it.each([
    ['type eq "work" and primary eq true', [OLD, HOME]],
    ['type eq "work" AND primary Eq True', [OLD, HOME]],
    ['type eq "home" or primary eq true', [OLD]],
    ['type eq "home" or type eq "work" and primary eq true', [OLD]],
    ['(type eq "home" or type eq "work") and primary eq true', [OLD, HOME]],
    ['not (primary eq true)', [WORK]],
    ['type eq "work" and not (primary eq true)', [WORK, HOME]],
    ['type ne "work"', [WORK, OLD]],
    ['value co "ACME"', [HOME]],
    ['value sw "jo@"', [OLD]],
    ['value ew ".example" and primary pr', [OLD]],
    ['value eq "a] and (b"', [WORK, OLD, HOME]],
    ['value eq "jo\\u0040home.example"', [WORK, OLD]],
  ])('%s', (filter, left) => {
    expect(without(filter)).toEqual(left);
  });

  it('changes a member of the one that is meant, and of no other', () => {
    const path = 'emails[type eq "work" and primary eq true].value';
    expect(apply({ op: 'replace', path, value: 'new@acme.example' })).toEqual([
      { ...WORK, value: 'new@acme.example' },
      OLD,
      HOME,
    ]);
  });

  it('takes a member away and leaves the address, which goes with its value alone', () => {
    const { primary: _, ...work } = WORK;
    expect(apply({ op: 'remove', path: 'emails[primary eq true].primary' })).toEqual([work, OLD, HOME]);
    expect(apply({ op: 'remove', path: 'emails[primary eq true].display' })).toEqual([WORK, OLD, HOME]);
    expect(apply({ op: 'remove', path: 'emails[primary eq true].value' })).toEqual([OLD, HOME]);
    expect(apply({ op: 'remove', path: 'emails.display' })).toEqual([WORK, OLD, HOME]);
    expect(apply({ op: 'remove', path: 'emails.value' })).toEqual([]);
  });

  it('takes what is given as a list of one for that one', () => {
    const value = [{ value: 'new@acme.example' }];
    const changed = { ...WORK, value: 'new@acme.example' };
    expect(apply({ op: 'replace', path: 'emails[primary eq true]', value })).toEqual([changed, OLD, HOME]);
  });

  it('makes one that holds what it says, where there is none', () => {
    const path = 'emails[type eq "other" and primary eq false].value';
    const made = { value: 'new@acme.example', type: 'other', primary: false };
    expect(apply({ op: 'add', path, value: 'new@acme.example' })).toEqual([WORK, OLD, HOME, made]);
    expect(refused('emails[type eq "other" or type eq "third"].value')).toBe('400 noTarget');
    expect(refused('emails[value co "nobody"].value', 'add')).toBe('400 noTarget');
  });
});

describe('a path that is refused', () => {
  it.each([
    '',
    ' ',
    'type',
    'type eq',
    'type eq work',
    'type eq "work',
    'type is "work"',
    'type gt "a"',
    'display eq "x"',
    'type eq "work" and',
    'and type eq "work"',
    'type eq "work" primary eq true',
    'type eq "a" xor type eq "b"',
    '(type eq "work"',
    'type eq "work")',
    'not type eq "work"',
    '()',
    'type eq "\\x"',
    'type eq "work"][',
  ])('for its filter: %s', (filter) => {
    expect(refused(`emails[${filter}].value`)).toBe('400 invalidFilter');
  });

  it.each([
    'emails[',
    'emails[type eq "work"',
    'emails]',
    'emails[type eq "work"]value',
    'emails[type eq "work"].',
    '7',
  ])('for itself: %s', (path) => {
    expect(refused(path)).toBe('400 invalidPath');
  });

  it.each(['userName[type eq "work"]', 'name[type eq "work"].familyName', 'active[value eq true]'])(
    'since only addresses are many: %s',
    (path) => {
      expect(refused(path)).toBe('400 invalidPath');
    },
  );
});

type Email = Readonly<Record<'value' | 'type' | 'primary', string | boolean | undefined>>;
/** A filter in words, and what it means, told another way. */
interface Said {
  readonly text: string;
  readonly means: (email: Email) => boolean;
}

const comparison: fc.Arbitrary<Said> = fc
  .record({
    member: fc.constantFrom('value' as const, 'type' as const, 'primary' as const),
    literal: fc.oneof(fc.boolean(), fc.constantFrom('a', 'b', 'A', ']', '" or (', 'true', '\\')),
    isSame: fc.boolean(),
  })
  .map(({ member, literal, isSame }) => ({
    text: `${member} ${isSame ? 'eq' : 'ne'} ${JSON.stringify(literal)}`,
    means: (email) => (`${email[member] ?? ''}`.toLowerCase() === `${literal}`.toLowerCase()) === isSame,
  }));
const { filter } = fc.letrec<{ filter: Said }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4 },
    comparison,
    fc.tuple(tie('filter'), tie('filter')).map(
      ([one, other]): Said => ({
        text: `(${one.text}) and (${other.text})`,
        means: (email) => one.means(email) && other.means(email),
      }),
    ),
    fc.tuple(tie('filter'), tie('filter')).map(
      ([one, other]): Said => ({
        text: `(${one.text}) or ${'('.repeat(2)}${other.text}))`,
        means: (email) => one.means(email) || other.means(email),
      }),
    ),
    tie('filter').map(({ text, means }): Said => ({ text: `not (${text})`, means: (email) => !means(email) })),
  ),
}));
const email = fc.record({
  value: fc.constantFrom('a', 'b', ']', '" or ('),
  type: fc.constantFrom('a', 'b', undefined),
  primary: fc.constantFrom(true, false, undefined),
});

it('a filter that never ends is refused also where it is the name of a member', () => {
  const name = `emails[${'('.repeat(50_000)}`;
  expect(() => patched(JO, { Operations: [{ op: 'add', value: { [`${name}]`]: 'x' } }] })).toThrow(ScimRefusal);
});

describe('whatever a directory writes', () => {
  it('means what it says', () => {
    fc.assert(
      fc.property(filter, fc.array(email, { maxLength: 6 }), ({ text, means }, emails) => {
        fc.pre(text.length < 480);
        const left = patched({ emails }, { Operations: [{ op: 'remove', path: `emails[${text}]` }] })['emails'];
        expect(left).toEqual(emails.filter((one) => !means(one)));
      }),
    );
  });

  it('is understood, or refused in words', () => {
    const word = fc.constantFrom('type', 'eq', 'and', 'or', 'not', '(', ')', '"', '"work"', 'true', '[', ']', '.', ' ');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 14 }), fc.constantFrom('add', 'replace', 'remove'), (words, op) => {
        const why = refused(`emails[${words.join(' ')}]`, op);
        expect([undefined, '400 invalidFilter', '400 invalidPath', '400 noTarget']).toContain(why);
      }),
    );
  });
});
