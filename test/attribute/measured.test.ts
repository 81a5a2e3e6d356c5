import { beforeAll, describe, expect, it } from 'vitest';
import { PLANS } from '../../bench/organizations/audit-log.ts';
import { createDice } from '../../bench/organizations/dice.ts';
import { drawHabits } from '../../bench/organizations/habits.ts';
import { makeOrganization } from '../../bench/organizations/organization.ts';
import { makePeople } from '../../bench/organizations/people.ts';
import { troubles } from '../../bench/organizations/troubles.ts';
import { fitTrust } from '../../bench/provenance/fit.ts';
import { type Question, questions } from '../../bench/provenance/gather.ts';
import { calibration, figures, outcome } from '../../bench/provenance/score.ts';
import { expectations } from '../../bench/provenance/truth.ts';
import { evidenceKinds } from '../../src/evidence/index.ts';

// The whole measurement, small: `npm run bench -- provenance` says what the numbers mean (docs/attribution.md).
let asked: readonly Question[];
beforeAll(async () => {
  asked = (await Promise.all(['small 1', 'small 2', 'small 3', 'small 4'].map(questions))).flat();
});
const outcomes = () => asked.map((each) => outcome(each));

describe('organisations of which everything is known', () => {
  it('are asked about under every plan, and in every kind of credential', () => {
    expect(new Set(asked.map(({ plan }) => plan))).toEqual(new Set(PLANS));
    expect(new Set(asked.map(({ kind }) => kind)).size).toBe(8);
  });

  it('show every kind of evidence that there is, each out of the code that gathers it in production', () => {
    const seen = new Set(asked.flatMap(({ evidence }) => evidence.map(({ kind }) => kind)));
    const told = [
      'added-by',
      'deploy-key-event',
      'token-owner',
      'sso-login',
      'audit-log',
      'text-author',
      'alert-owner',
    ];
    const kinds = [...told, 'push-protection-bypass', 'commit-co-author', ...evidenceKinds.map(({ name }) => name)];
    expect(kinds.filter((kind) => !seen.has(kind))).toEqual([]);
  });

  it('hold every trouble that is known to make it hard', () => {
    const all = troubles(Array.from({ length: 20 }, (_, n) => makeOrganization(`troubles ${n}`)));
    expect(all.length).toBeGreaterThan(25);
    expect(all.filter(({ some, all: count }) => some === 0 || some === count)).toEqual([]);
  });

  it('have no token that somebody made with a token of another: GitHub lets nobody but a browser make one', () => {
    const made = makeOrganization('tokens');
    const [, other] = made.people.humans;
    const tokens = made.tokens.map((each) => ({ ...each, ...(other ? { maker: other } : {}) }));
    const truth = expectations({ ...made, tokens }).filter(({ kind }) => kind === 'fine-grained-token');
    expect(truth.map(({ maker }) => maker?.id)).toEqual(tokens.map(({ by }) => by.id));
  });

  it('are the same for the same seed', async () => {
    const again = await questions('small 1');
    const first = asked.slice(0, again.length);
    expect(again.map(({ evidence, maker }) => [evidence, maker])).toEqual(
      first.map(({ evidence, maker }) => [evidence, maker]),
    );
  });

  it('have people with addresses that lead nowhere, with accounts that are gone, and machines', () => {
    const people = Array.from({ length: 20 }, (_, n) => {
      const dice = createDice(`people ${n}`);
      return makePeople(dice, drawHabits(dice));
    });
    const humans = people.flatMap((each) => each.humans);
    expect(humans.some(({ gone }) => gone)).toBe(true);
    expect(humans.some(({ formerLogin }) => formerLogin !== undefined)).toBe(true);
    expect(people.flatMap(({ roster }) => roster).some(({ type }) => type === 'service')).toBe(true);
  });
});

describe('attribution, asked about them', () => {
  it('is right where it stands on what GitHub or the issuer states', () => {
    const stated = outcomes().filter((each) => each.stated);
    expect(stated.length).toBeGreaterThan(100);
    expect(figures(stated).namedRight).toBeGreaterThanOrEqual(0.98);
  });

  it('names few wrong people, and for a CI secret without audit log nobody on a guess', () => {
    expect(figures(outcomes()).namedWrong).toBeLessThanOrEqual(0.02);
    const blind = outcomes().filter(({ kind, plan }) => kind === 'CI secret' && plan === 'free');
    expect(figures(blind)).toMatchObject({ namedWrong: 0 });
  });

  it('never names anybody for what programs made', () => {
    const programs = outcomes().filter(({ story }) => story === 'workflow' || story === 'updater');
    expect(programs.filter(({ answer }) => answer === 'named')).toEqual([]);
  });

  it('knows more the more of the audit log there is', () => {
    const known = (plan: string) =>
      figures(outcomes().filter((each) => each.plan === plan && each.kind === 'CI secret'));
    expect(known('streamed').namedRight).toBeGreaterThan(known('free').namedRight);
  });

  it('claims about as much as is true', () => {
    expect(figures(outcomes()).brier).toBeLessThanOrEqual(0.05);
  });
});

describe('the measure itself', () => {
  const one = { plan: 'free', kind: 'x', story: 'x', stated: false, toldService: undefined };

  it('counts a weak answer as unknown, and scores it all the same', () => {
    const hint = { ...one, answer: 'hint', right: false, confidence: 0.6 } as const;
    const none = { ...one, answer: 'none', right: false, confidence: 0 } as const;
    const named = { ...one, answer: 'named', right: true, confidence: 0.9 } as const;
    const { brier, ...rest } = figures([hint, none, named, named]);
    expect(rest).toMatchObject({
      all: 4,
      namedRight: 0.5,
      namedWrong: 0,
      unknown: 0.5,
      hints: 1,
      hintsRight: 0,
      top1: 0.5,
    });
    expect(brier).toBeCloseTo((0.36 + 0.01 + 0.01) / 3);
    expect(calibration([hint, none, named]).map(({ from, count, right }) => [from, count, right])).toEqual([
      [0.6, 1, 0],
      [0.9, 1, 1],
    ]);
  });

  it('trusts what is often right more than what is often wrong', () => {
    const [sample] = asked.filter(({ kind, maker }) => kind === 'fine-grained-token' && maker !== undefined);
    const [evidence] = sample?.evidence ?? [];
    if (sample === undefined || evidence === undefined) throw new Error('no token');
    const said = (kind: string, right: boolean, n: number): Question => ({
      ...sample,
      evidence: [{ ...evidence, id: `${kind} ${n}`, kind, strength: 'inferred' }],
      maker: right ? sample.maker : undefined,
    });
    const kinds = Array.from({ length: 100 }, (_, n) => [said('good', n % 10 > 0, n), said('bad', n % 10 === 0, n)]);
    const trust = fitTrust(kinds.flat());
    expect(trust.kinds['good inferred']).toBeCloseTo(0.9, 1);
    expect(trust.kinds['bad inferred']).toBeCloseTo(0.1, 1);
  });
});
