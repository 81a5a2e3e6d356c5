import { describe, expect, it } from 'vitest';
import { attribute } from '../../src/attribute/attribute.ts';
import { directory } from '../../src/attribute/people.ts';
import type { Evidence, Strength } from '../../src/model/evidence.ts';
import { EVERYBODY, makeEvidence, makePerson } from '../support/make-facts.ts';

const say = (...evidence: Evidence[]) => attribute(evidence, directory(EVERYBODY));
const byMallory = (kind: string, strength: Strength) =>
  makeEvidence({ kind, strength, who: { login: 'mallory', id: 7 } });
const byAlice = (kind: string, strength: Strength) => makeEvidence({ kind, strength, who: { login: 'alice', id: 8 } });

describe('rivals', () => {
  const stranger = makeEvidence({ kind: 'commit-author', strength: 'claimed', who: { name: 'M', email: 'm@home' } });

  it('lower each other: of one credential there is one maker', () => {
    const pusher = byMallory('ref-update', 'authenticated');
    const author = byAlice('commit-author', 'claimed');
    const { claims } = say(pusher, author);
    expect(claims.reduce((sum, { confidence }) => sum + confidence, 0)).toBeLessThan(1);
    for (const { confidence, person } of claims) {
      const alone = say(person?.login === 'alice' ? author : pusher).creator?.confidence;
      expect(confidence).toBeLessThan(alone ?? 0);
    }
  });

  it('about as likely are both named, with how likely each is, and block nobody', () => {
    const { contested, creator, rivals, says } = say(
      byMallory('ref-update', 'authenticated'),
      byAlice('ref-update', 'authenticated'),
    );
    expect(contested).toBe(true);
    expect(new Set([creator, ...rivals].map((claim) => claim?.person?.login))).toEqual(new Set(['alice', 'mallory']));
    expect(creator?.level).toBe('weak');
    expect(says).toMatch(/^Not known for sure\. A hint: @\w+ .* Other evidence names @\w+ \(\d+ %\)\.$/);
  });

  it('far behind stay in the chain and leave the answer alone', () => {
    const { contested, says, chain } = say(byMallory('added-by', 'stated'), byAlice('workflow-reference', 'inferred'));
    expect(contested).toBe(false);
    expect(says).not.toContain('alice');
    expect(chain.join('\n')).toContain('inferred: @alice');
  });

  it('a git identity that leads to no account is doubt about an account, never the answer beside it', () => {
    const pusher = byMallory('ref-update', 'authenticated');
    const { creator, rivals, chain } = say(pusher, stranger);
    expect(creator?.person?.login).toBe('mallory');
    expect(creator?.level).toBe('weak');
    expect(creator?.confidence).toBeLessThan(say(pusher).creator?.confidence ?? 0);
    expect(rivals.map(({ who }) => who.name)).toEqual(['M']);
    expect(chain.join('\n')).toContain('M <m@home>');
  });

  it('a git identity is the answer when there is no other, as a hint', () => {
    const { creator, says } = say(stranger);
    expect(creator?.person).toBeUndefined();
    expect(says).toMatch(
      /^Not known for sure\. A hint: M <m@home> added this deploy key .*: weak, \d+ %, as anybody could have written it\.$/,
    );
  });

  it('an account that nobody knows any more outweighs a guess about one that is known', () => {
    const gone = makeEvidence({ kind: 'audit-log', strength: 'stated', who: { login: 'left-long-ago' } });
    const { creator, contested } = say(gone, byAlice('workflow-reference', 'inferred'));
    expect(creator?.who.login).toBe('left-long-ago');
    expect(contested).toBe(false);
  });
});

describe('an address that nobody knows', () => {
  const author = (name: string) =>
    makeEvidence({ kind: 'commit-author', strength: 'claimed', who: { name, email: 'x@laptop.local' } });
  const pusher = byMallory('ref-update', 'authenticated');

  it.each(['Mallory Contractor', 'MALLORY'])(
    'belongs to the account that pushed, when it goes by its name: %s',
    (name) => {
      const { claims, creator, chain } = say(author(name), pusher);
      expect(claims).toHaveLength(1);
      expect(creator?.level).not.toBe('weak');
      expect(chain[1]).toContain(`${name} <x@laptop.local> (known as @mallory by the name, and other evidence`);
    },
  );

  it('brings nobody in by a name alone', () => {
    expect(say(author('Mallory Contractor')).creator?.person).toBeUndefined();
    const { claims } = say(author('Mallory Contractor'), byAlice('ref-update', 'authenticated'));
    expect(new Set(claims.map(({ person }) => person?.login))).toEqual(new Set(['alice', undefined]));
  });

  it('is nobodys when two accounts go by the name', () => {
    const twins = [7, 8].map((id) => makePerson({ id, login: `twin${id}`, name: 'Twin' }));
    const push = (id: number) =>
      makeEvidence({ kind: `push ${id}`, strength: 'authenticated', who: { id, login: `twin${id}` } });
    expect(attribute([author('Twin'), push(7), push(8)], directory(twins)).claims).toHaveLength(3);
  });
});

describe('a login that two known accounts have had', () => {
  // GitHub's lists say the login alone, and the ledger learns late that somebody gave theirs up.
  const people = [...EVERYBODY, makePerson({ id: 9, login: 'Alice' })];
  const added = makeEvidence({ who: { login: 'alice' } });

  it('means either, for sure neither: whoever took it over is not hidden behind it', () => {
    const { creator, rivals, says } = attribute([added], directory(people));
    expect(new Set([creator, ...rivals].map((claim) => claim?.person?.id))).toEqual(new Set([8, 9]));
    expect(creator?.level).toBe('weak');
    expect(says).toContain('the login @alice has changed hands');
  });

  it('is the one whom GitHub names by the id as well', () => {
    const event = makeEvidence({ kind: 'deploy-key-event', who: { login: 'alice', id: 9 } });
    const { creator } = attribute([added, event], directory(people));
    expect(creator).toMatchObject({ person: { id: 9 } });
    expect(creator?.level).not.toBe('weak');
  });
});

describe('one of several of whom GitHub knows that one did it', () => {
  it('is not hidden behind a forged author, be it who opened the pull request or who pushed to it', () => {
    const opener = byMallory('pull-request', 'inferred');
    const author = byAlice('commit-author', 'claimed');
    const pusher = makeEvidence({ kind: 'pull-request-push', strength: 'inferred', who: { login: 'bob', id: 9 } });
    const { creator, rivals } = say(opener, author, pusher);
    expect(creator?.level).toBe('weak');
    expect(new Set(rivals.map(({ who }) => who.login))).toEqual(new Set(['bob', 'mallory']));
  });

  it('is not hidden among many who edited a text', () => {
    const ids = [1, 2, 3, 4, 5, 6, 7];
    const editors = ids.map((id) =>
      makeEvidence({ id: `${id}`, kind: 'text-author', strength: 'inferred', who: { login: `user${id}`, id } }),
    );
    const { creator, rivals } = say(...editors);
    expect(new Set([creator, ...rivals].map((claim) => claim?.who.id))).toEqual(new Set(ids));
  });

  it('counts no more for that when GitHub tells later that they did it: that is not said twice', () => {
    const sure = byMallory('pull-request', 'authenticated');
    const before = { ...byMallory('pull-request', 'inferred'), id: 'perhaps' };
    expect(say(before, sure).creator).toMatchObject({ confidence: say(sure).creator?.confidence, level: 'likely' });
  });
});
