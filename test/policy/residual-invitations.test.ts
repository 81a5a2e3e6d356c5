import { describe, expect, it } from 'vitest';
import { sayPerson } from '../../src/policy/words/residual.ts';
import { NOW } from '../support/make-facts.ts';
import { asked, left, OUT, residual, writes } from '../support/make-residual.ts';

describe('whether a repository in which they could write still invites them', () => {
  const access = [writes(1, NOW - 2, NOW - 1)];
  const isOpen = { reasons: ['1 of their repositories not asked yet for invitations'] };

  it.each([
    ['was never asked', new Map()],
    ['was asked before they left', asked([1], left.effectiveAt - 1)],
    ['was asked of another repository', asked([2])],
  ])('%s, and their case stays open until it is', (_, invitations) => {
    const { found, text, reasons } = residual(OUT, { access, invitations });
    expect({ reasons }).toEqual(isOpen);
    expect(text).toContain('- [ ] Invitations: 1 of their repositories not asked yet');
    expect(text).not.toContain('No invitation seen');
    expect(sayPerson(found)).toBe('The person’s own access: **not looked at everywhere yet**.');
  });

  it('is of no matter to somebody who could write somewhere else', () => {
    const others = { ...writes(1, NOW), people: writes(1, NOW).people.map((each) => ({ ...each, id: 8 })) };
    expect(residual(OUT, { access: [others], invitations: new Map() }).reasons).toEqual([]);
  });

  it('was asked at the end of their last day, and nothing is left to ask', () => {
    const { reasons, text } = residual(OUT, { access, invitations: asked([1], left.effectiveAt) });
    expect(reasons).toEqual([]);
    expect(text).not.toContain('invitations to');
  });

  it('may not be visible, which is told and keeps nothing open', () => {
    const { found, reasons, text } = residual(OUT, { access, invitations: asked([1], left.effectiveAt, true) });
    expect(reasons).toEqual([]);
    expect(text).toContain('- invitations to 1 of their repositories: not visible');
    // Nothing found is no answer of whom nobody let look.
    expect(text).not.toContain('No invitation seen');
    expect(sayPerson(found)).toBe('The person’s own access: **gone, as far as it is visible**.');
  });

  it('is asked again where it was not visible before they left', () => {
    const { found, reasons } = residual(OUT, { access, invitations: asked([1], left.effectiveAt - 1, true) });
    expect({ reasons }).toEqual(isOpen);
    expect(found.unseen).toBe(0);
  });

  it('is a question of the last day for somebody who is still here', () => {
    const scheduled = { ...left, state: 'scheduled' as const, effectiveAt: NOW + 9 };
    expect(residual(OUT, { access, invitations: asked([1], 1) }, scheduled).found.unasked).toBe(0);
  });
});
