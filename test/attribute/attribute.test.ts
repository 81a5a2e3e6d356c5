import { describe, expect, it } from 'vitest';
import { attribute } from '../../src/attribute/attribute.ts';
import { directory } from '../../src/attribute/people.ts';
import type { Evidence, Strength } from '../../src/model/evidence.ts';
import { EVERYBODY, makeEvidence } from '../support/make-facts.ts';

const say = (...evidence: Evidence[]) => attribute(evidence, directory(EVERYBODY));
const byMallory = (kind: string, strength: Strength) =>
  makeEvidence({ kind, strength, who: { login: 'mallory', id: 7 } });
const byAlice = (kind: string, strength: Strength) => makeEvidence({ kind, strength, who: { login: 'alice', id: 8 } });

describe('who made it', () => {
  it('nobody is known without evidence, and the answer says so', () => {
    const { creator, claims, says } = say();
    expect(creator).toBeUndefined();
    expect(claims).toEqual([]);
    expect(says).toBe('Nobody is known to have made it: there is no evidence that Handback can see.');
  });

  it('what the platform states is certain', () => {
    expect(say(byMallory('added-by', 'stated')).creator).toMatchObject({
      person: { login: 'mallory' },
      level: 'certain',
      matchedBy: 'user id',
    });
  });

  it('an authenticated or signed fact is likely; what anybody could have written, and a guess, are weak', () => {
    const levels = (['authenticated', 'signed', 'claimed', 'inferred'] as const).map(
      (strength) => say(byMallory('some', strength)).creator?.level,
    );
    expect(levels).toEqual(['likely', 'likely', 'weak', 'weak']);
  });

  it.each([
    ['stated', 'authenticated'],
    ['stated', 'claimed'],
    ['authenticated', 'claimed'],
    ['authenticated', 'inferred'],
    ['signed', 'claimed'],
    ['claimed', 'inferred'],
  ] as const)('what is %s outweighs what is %s', (stronger, weaker) => {
    const { creator, claims } = say(byAlice('one', weaker), byMallory('two', stronger));
    expect(creator?.person?.login).toBe('mallory');
    expect(claims.map(({ person }) => person?.login)).toEqual(['mallory', 'alice']);
  });
});

describe('agreeing evidence', () => {
  it('adds up: an author who also pushed is surer than either', () => {
    const author = say(byMallory('commit-author', 'claimed')).creator?.confidence ?? 1;
    const pusher = say(byMallory('ref-update', 'authenticated')).creator?.confidence ?? 1;
    const both = say(byMallory('commit-author', 'claimed'), byMallory('ref-update', 'authenticated')).creator;
    expect(both?.confidence).toBeGreaterThan(Math.max(author, pusher));
    expect(both?.level).toBe('certain');
  });

  it('seen twice is one piece, in the claim and in the chain', () => {
    const one = byMallory('added-by', 'stated');
    expect(say(one, { ...one })).toEqual(say(one));
  });

  it('of one kind counts once: five pull requests say no more than one', () => {
    const one = byMallory('pull-request', 'authenticated');
    const five = [1, 2, 3, 4, 5].map((at) => ({ ...one, id: `pull ${at}`, at }));
    expect(say(...five).creator?.confidence).toBe(say(one).creator?.confidence);
    expect(say(...five).creator?.evidence).toHaveLength(5);
  });

  it('of one act counts once, in however many places GitHub wrote it down: a borrowed token is behind all of them', () => {
    const listed = byMallory('added-by', 'stated');
    const told = byMallory('deploy-key-event', 'stated');
    const logged = byMallory('audit-log', 'stated');
    const { creator } = say(listed, told, logged);
    expect(creator?.confidence).toBe(say(listed).creator?.confidence);
    expect(creator?.evidence).toHaveLength(3);
    expect(say(told, byMallory('public-key', 'stated')).creator?.confidence).toBeGreaterThan(creator?.confidence ?? 1);
  });

  it('never makes anything quite certain', () => {
    const kinds = ['a', 'b', 'c', 'd'].map((kind) => byMallory(kind, 'stated'));
    expect(say(...kinds).creator?.confidence).toBeLessThan(1);
  });
});

describe('other roles', () => {
  it('whoever merged it is an approver, not its maker', () => {
    const merged = makeEvidence({
      kind: 'ref-update',
      role: 'approver',
      strength: 'authenticated',
      who: { login: 'alice' },
    });
    const { creator, claims } = say(merged, byMallory('commit-author', 'claimed'));
    expect(creator?.person?.login).toBe('mallory');
    expect(creator?.confidence).toBe(say(byMallory('commit-author', 'claimed')).creator?.confidence);
    expect(claims.map(({ role }) => role).toSorted()).toEqual(['approver', 'creator']);
  });

  it('there may be many of: two who approved it do not lower each other', () => {
    const approved = (who: Evidence['who']) =>
      makeEvidence({ kind: 'pull-request-review', role: 'approver', strength: 'authenticated', who });
    const one = say(approved({ login: 'alice' })).claims[0]?.confidence;
    const both = say(approved({ login: 'alice' }), approved({ login: 'mallory' })).claims;
    expect(both.map(({ confidence }) => confidence)).toEqual([one, one]);
  });

  it('who approved it can be asked when its maker is not known', () => {
    const merged = makeEvidence({
      kind: 'pull-request-merge',
      role: 'approver',
      strength: 'authenticated',
      who: { login: 'alice' },
    });
    const { creator, says } = say(merged, makeEvidence({ who: { login: 'dependabot[bot]' } }));
    expect(creator).toBeUndefined();
    expect(says).toBe(
      'Only programs are known to have made it (@dependabot[bot]), not the human behind them. Approved by @alice.',
    );
  });

  it('a co-author beside a human author helped, and is no equal', () => {
    const author = byMallory('commit-author', 'claimed');
    const { creator, claims } = say(author, byAlice('commit-co-author', 'claimed'));
    expect(creator?.person?.login).toBe('mallory');
    expect(claims.find(({ person }) => person?.login === 'alice')?.level).toBe('weak');
  });
});
