import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attribute } from '../../src/attribute/attribute.ts';
import { isProgram } from '../../src/attribute/bots.ts';
import { directory } from '../../src/attribute/people.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { isoDay } from '../../src/model/time.ts';
import { EVERYBODY, makeEvidence } from '../support/make-facts.ts';

const people = directory(EVERYBODY);
const DAY = 86_400_000;

const whos = fc.constantFrom(
  { id: 7, login: 'mallory' },
  { login: 'mallory' },
  { email: '7+mallory@users.noreply.github.com', name: 'M' },
  { id: 8, login: 'alice' },
  { email: 'alice@acme.example', name: 'Alice' },
  { email: 'stranger@home.example', name: 'Stranger' },
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
const ledgers = fc
  .array(pieces, { maxLength: 8 })
  .map((made) =>
    made.map(({ day, ...rest }, index): Evidence => makeEvidence({ ...rest, id: `e${index}`, at: day * DAY })),
  );
/** One ledger in two orders. */
const shuffled = ledgers.chain((ledger) =>
  fc.tuple(
    fc.shuffledSubarray(ledger, { minLength: ledger.length }),
    fc.shuffledSubarray(ledger, { minLength: ledger.length }),
  ),
);

describe('whatever the evidence', () => {
  it('confidence is a probability, and the level follows it', () => {
    fc.assert(
      fc.property(ledgers, (ledger) => {
        const { creator, claims } = attribute(ledger, people);
        for (const { confidence, level } of [...claims, ...(creator ? [creator] : [])]) {
          expect(confidence).toBeGreaterThanOrEqual(0);
          expect(confidence).toBeLessThanOrEqual(1);
          expect(level).toBe(confidence >= 0.95 ? 'certain' : confidence >= 0.7 ? 'likely' : 'weak');
        }
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

  it('more that agrees never lowers the confidence', () => {
    fc.assert(
      fc.property(ledgers, pieces, (ledger, { kind, strength }) => {
        const { creator } = attribute(ledger, people);
        if (creator?.person === undefined) return;
        const who = { id: creator.person.id, login: creator.person.login };
        const more = attribute([...ledger, makeEvidence({ kind, strength, who, id: 'more' })], people).creator;
        expect(more?.person?.id).toBe(creator.person.id);
        expect(more?.confidence).toBeGreaterThanOrEqual(creator.confidence);
      }),
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
          expect(line).toMatch(/^\w+: (@\S+|[^<]+<\S+>)( \(known as @\S+ by [^)]+\))? /);
          expect(line).toContain(`${did} on ${isoDay(at)}, says ${source}`);
        }
      }),
    );
  });
});
