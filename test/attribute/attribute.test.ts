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

  it('an authenticated or signed fact is likely, a bare claim barely, a guess weak', () => {
    const levels = (['authenticated', 'signed', 'claimed', 'inferred'] as const).map(
      (strength) => say(byMallory('some', strength)).creator?.level,
    );
    expect(levels).toEqual(['likely', 'likely', 'likely', 'weak']);
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

  it('of one kind counts once: five pull requests say no more than one', () => {
    const one = byMallory('pull-request', 'authenticated');
    const five = [1, 2, 3, 4, 5].map((at) => ({ ...one, id: `pull ${at}`, at }));
    expect(say(...five).creator?.confidence).toBe(say(one).creator?.confidence);
    expect(say(...five).creator?.evidence).toHaveLength(5);
  });

  it('never makes anything quite certain', () => {
    const kinds = ['a', 'b', 'c', 'd'].map((kind) => byMallory(kind, 'stated'));
    expect(say(...kinds).creator?.confidence).toBeLessThan(1);
  });
});

describe('rivals', () => {
  it('lower the first', () => {
    const alone = say(byMallory('ref-update', 'authenticated')).creator?.confidence ?? 0;
    const contested = say(byMallory('ref-update', 'authenticated'), byAlice('commit-author', 'claimed'));
    expect(contested.creator?.confidence).toBeLessThan(alone);
    expect(contested.creator?.person?.login).toBe('mallory');
  });

  it('about as likely are both named', () => {
    const { contested, says } = say(byMallory('ref-update', 'authenticated'), byAlice('pull-request', 'authenticated'));
    expect(contested).toBe(true);
    expect(says).toContain('@alice');
    expect(says).toContain('@mallory');
    expect(says).toContain('Other evidence names');
  });

  it('far behind stay in the chain and leave the answer alone', () => {
    const { contested, says, chain } = say(byMallory('added-by', 'stated'), byAlice('workflow-reference', 'inferred'));
    expect(contested).toBe(false);
    expect(says).not.toContain('alice');
    expect(chain.join('\n')).toContain('inferred: @alice');
  });

  it('are not made of git identities that lead to no account: it may be the same person', () => {
    const stranger = makeEvidence({ kind: 'commit-author', strength: 'claimed', who: { name: 'M', email: 'm@home' } });
    const alone = say(byMallory('ref-update', 'authenticated'));
    const beside = say(byMallory('ref-update', 'authenticated'), stranger);
    expect(beside.creator?.confidence).toBe(alone.creator?.confidence);
    expect(beside.contested).toBe(false);
    expect(beside.chain.join('\n')).toContain('M <m@home>');
  });

  it('an identity that leads to no account is still the answer when there is no other', () => {
    const { creator, says } = say(
      makeEvidence({ kind: 'commit-author', strength: 'claimed', who: { name: 'M', email: 'm@home' } }),
    );
    expect(creator?.person).toBeUndefined();
    expect(says).toMatch(/^M <m@home> added this deploy key/);
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
    expect(creator?.confidence).toBeCloseTo(0.7);
    expect(claims.map(({ role }) => role)).toEqual(['approver', 'creator']);
  });

  it('a co-author beside a human author helped, and is no equal', () => {
    const author = byMallory('commit-author', 'claimed');
    const { creator, claims } = say(author, byAlice('commit-co-author', 'claimed'));
    expect(creator?.person?.login).toBe('mallory');
    expect(claims.find(({ person }) => person?.login === 'alice')?.level).toBe('weak');
  });
});
