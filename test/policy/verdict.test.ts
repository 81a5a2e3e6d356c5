import { describe, expect, it } from 'vitest';
import { DAY } from '../../src/model/time.ts';
import { makeEvidence, makeFile, makeObservation, makePlaintext, makeSighting, NOW } from '../support/make-facts.ts';
import { makeHead, makeHeadFinding, makeHeadWith, makePolicy, verdictOf } from '../support/make-situation.ts';

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
    expect(verdict.summary).not.toMatch(/no commit brings/i);
  });
});

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
    expect(title).toBe('1 credential of people who left still live');
    expect(summary).toContain('deploy key **ci** of `acme/shop`: made by `@mallory` who left on 2026-11-20');
  });

  it('only counts days of grace down, and then blocks', () => {
    const policy = inMode('block', { grace_days: 3 });
    expect(verdictOf({ policy })).toMatchObject({ conclusion: 'success', title: '1 credential to hand back' });
    expect(verdictOf({ policy }).summary).toContain('blocks from 2026-11-23');
    expect(verdictOf({ policy, now: NOW + 2 * DAY - 1 }).conclusion).toBe('success');
    expect(verdictOf({ policy, now: NOW + 2 * DAY }).conclusion).toBe('failure');
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
      ...{ credential: makeFile().credential.id, repositories: ['*'], owner: 'alice' },
      ...{ reason: 'replaced next week', until: '2026-12-31' },
    };
    const summaries = [
      verdictOf({ files: [guess] }),
      verdictOf({ policy: inMode('block', { exceptions: [exception] }) }),
    ];
    for (const { conclusion, summary } of summaries) {
      expect(conclusion).toBe('success');
      expect(summary).not.toMatch(/nobody who left has a credential/);
      expect(summary).toContain('Weak evidence, exceptions and what is not visible stand in their cases');
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
    expect(verdict.summary).toContain('nothing that a leaver is known to have made here stands in the way');
  });
});

describe('a broken policy', () => {
  const problems = [{ file: '.github/handback.yml', line: 4, says: 'modee: there is no such setting' }];

  it.each(MODES)('is red in %s, with line and reason', (mode) => {
    const verdict = verdictOf({ policy: inMode(mode), problems, files: [] });
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
    expect(verdictOf({ files: [], heads: [makeHead({ scan })] }).conclusion).toBe('failure');
  });
});
