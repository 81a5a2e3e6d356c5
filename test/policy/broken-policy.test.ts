import { describe, expect, it } from 'vitest';
import { NOW } from '../support/make-facts.ts';
import { makeHead, makePolicy, verdictOf } from '../support/make-situation.ts';

describe('a broken policy', () => {
  const problems = [{ file: '.github/handback.yml', line: 4, says: 'modee: there is no such setting' }];

  it.each(['observe', 'warn', 'block'])('is red in %s, with line and reason', (mode) => {
    const verdict = verdictOf({ policy: makePolicy({ mode }), problems, files: [] });
    expect(verdict.conclusion).toBe('failure');
    expect(verdict.summary).toContain('`.github/handback.yml`, line 4: modee: there is no such setting');
    expect(verdict.summary).toContain('The last good policy stays in force');
  });

  it('that asks for what cannot be done is in force all the same, and no other is said to be', () => {
    const says = 'cases.repository: Handback does not see acme/security';
    const { conclusion, summary } = verdictOf({ problems: [{ file: '.github/handback.yml', says, inForce: true }] });
    expect(conclusion).toBe('failure');
    expect(summary).toContain('The policy is in force');
    expect(summary).not.toContain('last good');
  });

  it('is red on the pull request that would break it, before it is merged', () => {
    const scan = { state: 'done' as const, at: NOW, found: [], problems };
    const { conclusion, summary } = verdictOf({ files: [], heads: [makeHead({ scan })] });
    expect(conclusion).toBe('failure');
    expect(summary).toContain('With these commits it would be broken');
    expect(summary).not.toContain('stays in force');
  });

  it('tells whoever opened a pull request that it is not about theirs, and who mends it', () => {
    const { summary } = verdictOf({ problems });
    expect(summary).toContain('This is not about these commits');
    expect(summary).toContain('every check then follows by itself');
  });

  it('that nobody can read is not called broken', () => {
    const says = 'it is not visible: needs contents: read';
    const { title, summary } = verdictOf({ problems: [{ file: '.github/handback.yml', says }] });
    expect(title).toBe('The policy file cannot be read');
    expect(summary).toContain('The last good policy stays in force');
  });

  it('that asks for what cannot be done is not called broken', () => {
    const says = 'cases.repository: Handback does not see acme/security';
    const { title } = verdictOf({ problems: [{ file: '.github/handback.yml', says, inForce: true }] });
    expect(title).toBe('The policy cannot be carried out');
  });
});
