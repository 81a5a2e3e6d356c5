import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/model/step.ts';
import { makeCredential, makeEvidence, makeFile, makePlaintext, makeSighting, NOW } from '../support/make-facts.ts';
import {
  makeHead,
  makeHeadFinding,
  makeHeadWith,
  makePolicy,
  makeRepository,
  verdictOf,
  type World,
} from '../support/make-situation.ts';

// What would help an attacker: where it lies, what it is called, who made it, what it opens.
const HELPFUL = ['secret/path.sh', 'github-pat', 'prod root key', 'mallory', 'cccccccccc', '2026-11-2'];

const secret = makeFile({
  credential: makePlaintext(),
  sightings: [makeSighting({ path: 'secret/path.sh' })],
  evidence: [makeEvidence({ credential: makePlaintext().id })],
});
const key = makeFile({ credential: makeCredential({ name: 'prod root key' }) });
const world: Partial<World> = {
  files: [key, secret],
  heads: [makeHeadWith([makeHeadFinding({ path: 'secret/path.sh' })])],
};
const shown = ({ title, summary, text, annotations }: Verdict) =>
  [title, summary, text, JSON.stringify(annotations)].join('\n');

describe('a public repository', () => {
  const open = { ...world, repositories: [makeRepository({ private: false })] };

  it.each(['observe', 'warn', 'block'])('in %s gets no fact that helps an attacker', (mode) => {
    const words = shown(verdictOf({ ...open, policy: makePolicy({ mode }) }));
    expect(HELPFUL.filter((fact) => words.includes(fact))).toEqual([]);
  });

  it('is blocked all the same, and told where to read more', () => {
    const verdict = verdictOf(open);
    expect(verdict.conclusion).toBe('failure');
    expect(verdict.title).toBe('1 secret in these commits · held back by the organisation’s policy');
    expect(verdict.summary).toContain('its members know where the reason is');
    expect(verdict.annotations).toEqual([]);
  });

  it.each([0, 30])('does not learn whether somebody left anything behind, %i days of grace or not', (grace_days) => {
    const words = shown(verdictOf({ ...open, heads: [makeHead()], policy: makePolicy({ grace_days }) }));
    expect(words).not.toMatch(/leav|left|live|gone|credential/i);
  });

  it('is not told which repository the policy names, nor what else stands in it', () => {
    const says = 'cases.repository: Handback does not see acme/secret-cases';
    const problems = [{ file: '.github/handback.yml', says, inForce: true as const }];
    const verdict = verdictOf({ ...open, problems });
    expect(verdict.conclusion).toBe('failure');
    expect(shown(verdict)).not.toContain('secret-cases');
    expect(verdict.summary).toContain('`handback doctor` tells it');
    expect(shown(verdictOf({ ...world, problems }))).toContain('secret-cases');
  });

  it.each([
    ['warn', 'would be held back', 'would hold this back'],
    ['block', 'held back', 'holds this back'],
  ])('in %s is told that it is %s', (mode, title, summary) => {
    const verdict = verdictOf({ ...open, heads: [makeHead()], policy: makePolicy({ mode }) });
    expect(verdict.title).toBe(`${title} by the organisation’s policy`);
    expect(verdict.summary).toContain(`The organisation’s policy ${summary}`);
  });

  it('is told no more when it could not look', () => {
    const scan = { state: 'failed' as const, at: NOW, says: 'git could not fetch the commits' };
    const words = shown(verdictOf({ ...open, heads: [makeHead({ scan })] }));
    expect(HELPFUL.filter((fact) => words.includes(fact))).toEqual([]);
  });
});

it('a private repository gets every one of these facts, so the list above means something', () => {
  const words = shown(verdictOf({ ...world, policy: makePolicy({ grace_days: 1 }) })) + shown(verdictOf(world));
  expect(HELPFUL.filter((fact) => !words.includes(fact))).toEqual([]);
});
