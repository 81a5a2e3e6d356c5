import { describe, expect, it } from 'vitest';
import { credentialId } from '../../src/model/credential.ts';
import { DAY } from '../../src/model/time.ts';
import type { Violation } from '../../src/model/violation.ts';
import { verdict } from '../../src/policy/verdict.ts';
import { makeEvidence, makeFile, makeObservation, makePlaintext, makeSighting, NOW } from '../support/make-facts.ts';
import {
  makeHead,
  makeHeadFinding,
  makeHeadWith,
  makePolicy,
  makeRepository,
  makeSituation,
  verdictOf,
} from '../support/make-situation.ts';

const makeViolation = (enforceFrom: number): Violation => {
  const [violation] = makeSituation().violations;
  if (violation === undefined) throw new Error('nothing stands');
  return { ...violation, enforceFrom };
};
const CLEAN = { head: makeHead(), mode: 'block' as const, files: new Map(), problems: [] };
const judged = (violations: readonly Violation[], isPublic = false) =>
  verdict({ ...CLEAN, repository: makeRepository({ private: !isPublic }), violations }, NOW);
const MODES = ['observe', 'warn', 'block'] as const;
const inMode = (mode: string, more: object = {}) => makePolicy({ mode, ...more });
const brings = makeHeadWith([makeHeadFinding()]);
const secret = makeFile({ credential: makePlaintext(), evidence: [], sightings: [makeSighting()] });
const deadSecret = makeFile({
  credential: makePlaintext(),
  evidence: [],
  observations: [makeObservation({ proof: 'github-token-dead', grade: 'P4' })],
});

describe('while nobody has looked yet', () => {
  it.each(MODES)('there is no conclusion in %s, which blocks a required check', (mode) => {
    const verdict = verdictOf({ policy: inMode(mode), heads: [makeHead({ scan: { state: 'waiting' } })] });
    expect(verdict.conclusion).toBeUndefined();
    expect(verdict.title).toContain('Looking');
  });
});

describe('when it could not look', () => {
  const heads = [makeHead({ scan: { state: 'failed', at: NOW, says: 'git could not fetch the commits' } })];

  it.each([
    ['observe', 'neutral'],
    ['warn', 'neutral'],
    ['block', 'failure'],
  ])('in %s it is %s, and never "nothing found"', (mode, conclusion) => {
    const verdict = verdictOf({ policy: inMode(mode), heads, files: [] });
    expect(verdict.conclusion).toBe(conclusion);
    expect(verdict.title).toBe('Could not look');
    expect(verdict.summary).toContain('git could not fetch the commits');
    expect(verdict.summary).not.toMatch(/^no file/i);
  });
});

it.each([true, false])(
  'what is clean says no more than what was read, in a public repository as well: %s',
  (isPublic) => {
    const { summary } = judged([], isPublic);
    expect(summary).toMatch(
      /^No file that these commits bring holds a secret of a known shape that stands in the way\./,
    );
    expect(summary).toMatch(/[Mm]essages of commits are not read/);
  },
);

describe('commits that bring a secret', () => {
  it.each([
    ['observe', 'neutral', []],
    ['warn', 'neutral', ['warning']],
    ['block', 'failure', ['failure']],
  ])('are %s: %s', (mode, conclusion, levels) => {
    const verdict = verdictOf({ policy: inMode(mode), heads: [brings], files: [secret] });
    expect(verdict.conclusion).toBe(conclusion);
    expect(verdict.title).toBe('1 secret in these commits');
    expect(verdict.annotations.map(({ level }) => level)).toEqual(levels);
  });

  it('are told where, which commit, and what to do', () => {
    const verdict = verdictOf({ heads: [brings], files: [secret] });
    expect(verdict.text).toContain('`src/deploy.sh:3` in `cccccccccc`: `github-pat`');
    expect(verdict.text).toContain('Revoke it at its issuer');
    expect(verdict.annotations).toMatchObject([{ path: 'src/deploy.sh', startLine: 3, title: 'Secret: github-pat' }]);
  });

  it('say how many values there are, and not in how many lines they stand', () => {
    const twice = [makeHeadFinding(), makeHeadFinding({ path: 'src/again.sh' })];
    const { title, summary, annotations } = verdictOf({ heads: [makeHeadWith(twice)], files: [secret] });
    expect(title).toBe('1 secret in these commits');
    expect(summary).toContain('**These commits bring 1 secret value in clear.** Removing it in a later commit');
    expect(annotations).toHaveLength(2);
    const id = credentialId('plaintext-secret', '0e0e');
    const two = verdictOf({ heads: [makeHeadWith([makeHeadFinding(), makeHeadFinding({ credential: id })])] });
    expect(two.summary).toContain('**These commits bring 2 secret values in clear.** Removing them in a later commit');
  });

  it('pass when the secret is proved dead, though it is still in the history', () => {
    const verdict = verdictOf({ heads: [brings], files: [deadSecret] });
    expect(verdict).toMatchObject({ conclusion: 'success', annotations: [] });
  });

  it('fail when the secret is not even known to the ledger', () => {
    expect(verdictOf({ heads: [brings], files: [] }).conclusion).toBe('failure');
  });
});

describe('what a leaver left in the repository', () => {
  it.each([
    ['observe', 'neutral'],
    ['warn', 'neutral'],
    ['block', 'failure'],
  ])('is in %s: %s', (mode, conclusion) => {
    expect(verdictOf({ policy: inMode(mode) }).conclusion).toBe(conclusion);
  });

  it('is named with its maker and the day', () => {
    const { title, summary } = verdictOf();
    expect(title).toBe('1 credential of people who left not proved gone');
    expect(summary).toContain('deploy key **ci** of `acme/shop`: made by `@mallory` who left on 2026-11-20');
  });

  it('only counts days of grace down, and then blocks', () => {
    const policy = inMode('block', { grace_days: 3 });
    expect(verdictOf({ policy })).toMatchObject({ conclusion: 'success', title: '1 credential to hand back' });
    expect(verdictOf({ policy }).summary).toContain('blocks from 2026-11-23');
    expect(verdictOf({ policy, now: NOW + 2 * DAY - 1 }).conclusion).toBe('success');
    expect(verdictOf({ policy, now: NOW + 2 * DAY }).conclusion).toBe('failure');
  });

  it('only counts, and blocks nothing, where the mode is not to block', () => {
    const { summary } = verdictOf({ policy: inMode('warn', { grace_days: 3 }) });
    expect(summary).toContain('counts from 2026-11-23');
    expect(summary).not.toContain('blocks');
  });

  it('is told with what to do, and with its own day where others are late already', () => {
    const late = makeViolation(NOW);
    const { title, summary } = judged([late, { ...late, enforceFrom: NOW + 2 * DAY }]);
    expect(title).toBe('1 credential of people who left not proved gone');
    expect(summary.match(/blocks from/g)).toEqual(['blocks from']);
    expect(summary).toContain('  - What to do: Add a new key for what still needs it');
  });

  it('is one credential, although two who left made it and set it last', () => {
    const violation = makeViolation(NOW);
    const { title, summary } = judged([violation, { ...violation, claim: { ...violation.claim, role: 'setter' } }]);
    expect(title).toBe('1 credential of people who left not proved gone');
    expect(summary).toMatch(/made by[\s\S]*last set by/);
  });

  it('does not block on weak evidence', () => {
    const guess = makeFile({ evidence: [makeEvidence({ kind: 'workflow-reference', strength: 'inferred' })] });
    expect(guess.attribution().creator?.level).toBe('weak');
    expect(verdictOf({ files: [guess] })).toMatchObject({
      conclusion: 'success',
      title: 'Nothing stands in the way',
    });
  });

  it('is not said to be gone where it is only a hint, or is excepted', () => {
    const guess = makeFile({ evidence: [makeEvidence({ kind: 'workflow-reference', strength: 'inferred' })] });
    const exception = {
      credential: makeFile().credential.id,
      repositories: ['*'],
      owner: 'alice',
      reason: 'replaced next week',
      until: '2026-12-31',
    };
    const summaries = [
      verdictOf({ files: [guess] }),
      verdictOf({ policy: inMode('block', { exceptions: [exception] }) }),
    ];
    for (const { conclusion, summary } of summaries) {
      expect(conclusion).toBe('success');
      expect(summary).not.toMatch(/nobody who left has a credential/);
      expect(summary).toContain('weak evidence, exceptions and what is not visible stand in their cases');
    }
  });

  it('does not block another repository', () => {
    const heads = [makeHead({ repositoryId: 2 })];
    const other = {
      id: 2,
      fullName: 'acme/other',
      private: true,
      archived: false,
      defaultBranch: 'main',
      scannedTips: {},
    };
    expect(verdictOf({ heads, repositories: [other] }).conclusion).toBe('success');
  });

  it('lets everything pass when it is proved gone', () => {
    const verdict = verdictOf({ files: [makeFile({ observations: [makeObservation()] })] });
    expect(verdict.conclusion).toBe('success');
    expect(verdict.summary).toContain('Nor does anything that a leaver is known to have made here');
  });
});
