import { describe, expect, it } from 'vitest';
import { attribute } from '../../src/attribute/attribute.ts';
import { directory } from '../../src/attribute/people.ts';
import { EVERYBODY, makeEvidence } from '../support/make-facts.ts';

describe('the answer in one sentence', () => {
  it('names who, what, when, the source, how sure, and how much more there is', () => {
    const evidence = [
      makeEvidence(),
      makeEvidence({ kind: 'deploy-key-event', who: { id: 7, login: 'mallory' }, source: 'the event' }),
    ];
    expect(attribute(evidence, directory(EVERYBODY)).says).toBe(
      "@mallory added this deploy key on 2026-03-01, says GitHub's list of deploy keys (`added_by`) (and 1 more): certain, 99 %.",
    );
  });

  it('never rounds up to certainty', () => {
    const kinds = ['a', 'b', 'c'].map((kind) => makeEvidence({ kind }));
    expect(attribute(kinds, directory(EVERYBODY)).says).toContain('certain, 99 %');
  });
});

describe('the chain', () => {
  it('says how a name was tied to an account with another name', () => {
    const who = { name: 'Mal', email: 'mallory@vendor.example' };
    const did = 'is the author of the commit that brought the value';
    const evidence = [
      makeEvidence({ kind: 'commit-author', strength: 'claimed', who, did, source: 'the commit itself' }),
    ];
    expect(attribute(evidence, directory(EVERYBODY)).chain).toEqual([
      "claimed: Mal <mallory@vendor.example> (known as @mallory by the account's own e-mail) is the author of the commit that brought the value on 2026-03-01, says the commit itself",
    ]);
  });

  it('names somebody of whom only the user id is known', () => {
    const { says } = attribute([makeEvidence({ who: { id: 4711 } })], directory(EVERYBODY));
    expect(says).toMatch(/^user 4711 added/);
  });
});
