import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attribute } from '../../src/attribute/attribute.ts';
import { isProgram } from '../../src/attribute/bots.ts';
import { directory } from '../../src/attribute/people.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Person } from '../../src/model/person.ts';
import { isoDay } from '../../src/model/time.ts';
import { EVERYBODY, MALLORY, makeEvidence } from '../support/make-facts.ts';

const people = directory(EVERYBODY);
const DAY = 86_400_000;

const whos = fc.constantFrom(
  { id: 7, login: 'mallory' },
  { login: 'mallory' },
  { email: '7+mallory@users.noreply.github.com', name: 'M' },
  { id: 8, login: 'alice' },
  { email: 'alice@acme.example', name: 'Alice' },
  { email: 'stranger@home.example', name: 'Stranger' },
  { email: 'x@laptop.local', name: 'alice' },
  { login: 'nobody-knows' },
  { id: 4711 },
  { login: 'ghost' },
  { login: 'dependabot[bot]' },
  { email: 'noreply@anthropic.com', name: 'Claude' },
);
const pieces = fc.record({
  kind: fc.constantFrom(
    'added-by',
    'commit-author',
    'commit-co-author',
    'ref-update',
    'pull-request',
    'workflow-reference',
  ),
  strength: fc.constantFrom('stated', 'authenticated', 'signed', 'claimed', 'inferred'),
  role: fc.constantFrom('creator', 'creator', 'approver', 'exposed'),
  who: whos,
  day: fc.integer({ min: 0, max: 400 }),
});
type Pieces = typeof pieces extends fc.Arbitrary<infer Piece> ? Piece : never;
const ledgers = fc
  .array(pieces, { maxLength: 8 })
  .map((made) =>
    made.map(({ day, ...rest }, index): Evidence => makeEvidence({ ...rest, id: `e${index}`, at: day * DAY })),
  );
/**
 * Alice wrote it, mallory pushed it: that mallory opened the pull request as well is one
 * move with the push, and no less.
 */
const TAKEN_OVER: [Evidence[], Person, Pieces] = [
  [
    makeEvidence({ kind: 'ref-update', who: { id: 7, login: 'mallory' }, id: 'e0' }),
    makeEvidence({ kind: 'commit-author', who: { id: 8, login: 'alice' }, id: 'e1' }),
  ],
  MALLORY,
  { kind: 'pull-request', strength: 'signed', role: 'creator', who: { id: 7, login: 'mallory' }, day: 0 },
];
/** One ledger in two orders. */
const shuffled = ledgers.chain((ledger) =>
  fc.tuple(
    fc.shuffledSubarray(ledger, { minLength: ledger.length }),
    fc.shuffledSubarray(ledger, { minLength: ledger.length }),
  ),
);

describe('whatever the evidence', () => {
  it('confidence is a probability, of makers together at most one, and nobody is more than weak on less than 70 %', () => {
    fc.assert(
      fc.property(ledgers, (ledger) => {
        const { creator, claims } = attribute(ledger, people);
        for (const { confidence, level } of [...claims, ...(creator ? [creator] : [])]) {
          expect(confidence).toBeGreaterThanOrEqual(0);
          expect(confidence).toBeLessThanOrEqual(1);
          if (level !== 'weak') expect(level).toBe(confidence >= 0.95 ? 'certain' : 'likely');
          if (confidence < 0.7) expect(level).toBe('weak');
        }
        const makers = claims.filter(
          ({ role, who, person }) => role === 'creator' && who.login !== 'ghost' && !isProgram({ ...who, ...person }),
        );
        expect(makers.reduce((sum, { confidence }) => sum + confidence, 0)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('what anybody can write is weak, alone and together, whoever it names', () => {
    fc.assert(
      fc.property(ledgers, (ledger) => {
        const written = ledger.map(
          (each) => ({ ...each, strength: each.at % 2 === 0 ? 'claimed' : 'inferred' }) as const,
        );
        for (const { level } of attribute(written, people).claims) expect(level).toBe('weak');
      }),
    );
  });

  it('seeing it again makes no difference', () => {
    fc.assert(
      fc.property(ledgers, fc.nat(), (ledger, at) => {
        const again = ledger[at % Math.max(1, ledger.length)];
        expect(attribute(again ? [...ledger, { ...again }] : ledger, people)).toEqual(attribute(ledger, people));
      }),
    );
  });

  it('its order makes no difference to the answer or to a single word of it', () => {
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        expect(attribute(one, people)).toEqual(attribute(other, people));
      }),
    );
  });

  it('more evidence for somebody never lowers their confidence, answer or not', () => {
    const known = fc.constantFrom(...EVERYBODY);
    fc.assert(
      fc.property(ledgers, known, pieces, (ledger, { id, login }, { kind, strength }) => {
        const of = (all: readonly Evidence[]) =>
          attribute(all, people).claims.find(({ role, person }) => role === 'creator' && person?.id === id)
            ?.confidence ?? 0;
        const more = makeEvidence({ kind, strength, who: { id, login }, id: 'more' });
        expect(of([...ledger, more])).toBeGreaterThanOrEqual(of(ledger) - 1e-12);
      }),
      { numRuns: 10_000, examples: [TAKEN_OVER] },
    );
  });

  it('none of it is lost: every piece stands once in the claims and once in the chain', () => {
    fc.assert(
      fc.property(ledgers, (ledger) => {
        const { claims, chain } = attribute(ledger, people);
        const kept = claims.flatMap(({ evidence }) => evidence.map(({ id }) => id));
        expect(kept.toSorted()).toEqual(ledger.map(({ id }) => id).toSorted());
        expect(chain).toHaveLength(ledger.length);
      }),
    );
  });

  it('a program is never the answer', () => {
    fc.assert(
      fc.property(ledgers, (ledger) => {
        const { creator } = attribute(ledger, people);
        if (creator) expect(isProgram(creator.who)).toBe(false);
      }),
    );
  });

  it('every line says how strong, who, what, when and according to which source', () => {
    fc.assert(
      fc.property(ledgers, (ledger) => {
        const { chain } = attribute(ledger, people);
        for (const { strength, did, at, source } of ledger) {
          const line = chain.find((each) => each.startsWith(`${strength}: `) && each.includes(isoDay(at)));
          expect(line).toMatch(/^\w+: (@\S+|user \d+|[^<]+<\S+>)( \(known as @\S+ by [^)]+\))? /);
          expect(line).toContain(`${did} on ${isoDay(at)}, says ${source}`);
        }
      }),
    );
  });
});
