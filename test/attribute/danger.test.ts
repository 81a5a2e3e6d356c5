import { describe, expect, it } from 'vitest';
import { attribute } from '../../src/attribute/attribute.ts';
import { directory } from '../../src/attribute/people.ts';
import { TRUST } from '../../src/attribute/trust.ts';
import type { Evidence, Strength } from '../../src/model/evidence.ts';
import { EVERYBODY, makeEvidence } from '../support/make-facts.ts';

const say = (...evidence: Evidence[]) => attribute(evidence, directory(EVERYBODY));
const byMallory = (kind: string, strength: Strength) =>
  makeEvidence({ kind, strength, who: { login: 'mallory', id: 7 } });
const byAlice = (kind: string, strength: Strength) => makeEvidence({ kind, strength, who: { login: 'alice', id: 8 } });

describe('what anybody can write', () => {
  const noreply = makeEvidence({
    kind: 'commit-author',
    strength: 'claimed',
    who: { name: 'Mallory', email: '7+mallory@users.noreply.github.com' },
  });
  const coAuthor = { ...noreply, id: 'co', kind: 'commit-co-author' };
  const guess = byMallory('workflow-reference', 'inferred');

  it.each([
    ['an author line', [noreply]],
    ['author and co-author lines', [noreply, coAuthor]],
    ['with a guess on top', [noreply, coAuthor, guess]],
  ])('never blocks by itself: %s', (_, evidence) => {
    const { creator, says } = say(...evidence);
    expect(creator?.person?.login).toBe('mallory');
    expect(creator?.level).toBe('weak');
    expect(says).toContain('as anybody could have written it');
  });

  it.each(['ref-update', 'pull-request'])('counts beside what GitHub knows: %s', (kind) => {
    expect(say(noreply, byMallory(kind, 'authenticated')).creator?.level).toBe('certain');
  });

  it('never hides who GitHub knew: they are named beside it, however little they weigh', () => {
    const pushed = byAlice('ref-update', 'authenticated');
    const { rivals } = attribute([noreply, pushed], directory(EVERYBODY), {
      ...TRUST,
      kinds: { 'commit-author claimed': 0.99, 'ref-update authenticated': 0.1 },
    });
    expect(rivals.map(({ person }) => person?.login)).toEqual(['alice']);
  });

  it.each([
    ['the audit log', 'audit-log'],
    ['whom GitHub names as the one who added it', 'added-by'],
  ])('casts no doubt on a stated maker, %s: a forged author line frees no leaver', (_, kind) => {
    const forged = makeEvidence({
      kind: 'commit-author',
      strength: 'claimed',
      who: { name: 'Alice', email: '8+alice@users.noreply.github.com' },
    });
    const { creator, rivals, contested, says, chain } = say(byMallory(kind, 'stated'), forged);
    expect(creator?.person?.login).toBe('mallory');
    expect(creator?.level).not.toBe('weak');
    expect({ rivals, contested }).toEqual({ rivals: [], contested: false });
    expect(says).not.toContain('alice');
    expect(chain.join('\n')).toContain('@alice');
    // Somebody whom GitHub knew does.
    expect(say(byMallory(kind, 'stated'), byAlice('ref-update', 'authenticated'), forged).contested).toBe(true);
  });

  it('hides nobody: who pushes under their own name and the address of a program is no program', () => {
    const disguised = makeEvidence({
      kind: 'commit-author',
      strength: 'claimed',
      who: { name: 'mallory', email: 'noreply@anthropic.com' },
    });
    const { creator, chain } = say(disguised, byMallory('ref-update', 'authenticated'));
    expect(creator).toMatchObject({ person: { login: 'mallory' }, level: 'likely' });
    expect(chain.join('\n')).toContain('mallory <noreply@anthropic.com>');
  });

  it('makes no maker of whoever signs, pushes and proposes what names another account as its author: so looks a rebase', () => {
    const moved = [
      byAlice('ref-update', 'authenticated'),
      byAlice('pull-request', 'authenticated'),
      byAlice('commit-signature', 'signed'),
    ];
    for (const some of [moved, moved.slice(0, 2), moved.slice(1)]) {
      const { creator, rivals } = say(byMallory('commit-author', 'claimed'), ...some);
      expect(creator?.level).toBe('weak');
      expect([creator, ...rivals].map((claim) => claim?.person?.login)).toEqual(['alice', 'mallory']);
      expect(say(...some, byAlice('commit-author', 'claimed')).creator?.level).toBe('certain');
      expect(say(...some).creator?.level).toBe('certain');
    }
  });

  it('is the name, too, that somebody goes by at an issuer: it vouches for nobody who is called so', () => {
    const named = (name: string) => makeEvidence({ kind: 'alert-owner', strength: 'stated', who: { name } });
    const forged = byAlice('commit-author', 'claimed');
    const framed = say(
      named('Alice'),
      forged,
      byAlice('pull-request', 'inferred'),
      byMallory('ref-update', 'authenticated'),
    );
    expect(framed.creator?.level).toBe('weak');
    expect([framed.creator, ...framed.rivals].map((claim) => claim?.person?.login)).toContain('mallory');
    // It is no doubt about who goes by it, either.
    expect(say(named('mallory'), byMallory('ref-update', 'authenticated')).creator?.level).toMatch(/certain|likely/);
  });

  it('does not make a victim of whom somebody else names as the author of what they push', () => {
    expect(say(noreply, byAlice('ref-update', 'authenticated')).claims.map(({ level }) => level)).toEqual([
      'weak',
      'weak',
    ]);
  });
});
