import { describe, expect, it } from 'vitest';
import { credentialId } from '../../src/model/credential.ts';
import {
  makeCoverage,
  makeCredential,
  makeEvidence,
  makeFile,
  makeObservation,
  makePlaintext,
  makeSighting,
  NOW,
} from '../support/make-facts.ts';
import { caseStepOf, makeHead, makeHeadFinding, makeHeadWith, verdictOf } from '../support/make-situation.ts';

const ISSUE = 65_536 - '\n\n<!-- handback:case:00000000000000000000000000000000 -->'.length;
const CHECK = 65_535;
const MANY = 5000;
const many = <T>(make: (index: number) => T): T[] => Array.from({ length: MANY }, (_, index) => make(index));
const key = (index: number, observations = [] as ReturnType<typeof makeObservation>[]) => {
  const id = credentialId('deploy-key', 1, index);
  const credential = makeCredential({ id, name: `${'*|~#<'.repeat(50)}${index}` });
  return makeFile({ credential, observations, evidence: [makeEvidence({ credential: id })] });
};

describe('five thousand credentials of one leaver', () => {
  const gap = { why: 'permission' as const, says: 'not visible: needs secrets: read' };
  const coverage = [makeCoverage(), makeCoverage({ source: 'actions-secret', gap })];

  it('fit into an issue, which counts them all and says what it leaves out', () => {
    const { body } = caseStepOf({ files: many((index) => key(index)), coverage });
    expect(body.length).toBeLessThanOrEqual(ISSUE);
    expect(body).toContain('**5000 of 5000** credentials still open');
    expect(body).toMatch(/… and \d+ more; `handback plan --json` shows all of them/);
  });

  it('do not push out who left, nor what could not be seen', () => {
    const { body } = caseStepOf({ files: many((index) => key(index)), coverage });
    expect(body).toContain('removed from acme by @');
    expect(body).toContain('not visible: needs secrets: read');
  });

  it('let what is still open be read first', () => {
    const files = [...many((index) => key(index, [makeObservation()])), key(MANY)];
    const { body } = caseStepOf({ files, coverage });
    expect(body).toContain('**1 of 5001** credentials still open');
    expect(body.indexOf('- [ ] ')).toBeLessThan(body.indexOf('- [x] '));
    expect(body.indexOf('- [ ] ')).toBeGreaterThan(0);
  });

  it('fit into the comment that closes the case', () => {
    const { closing, do: what } = caseStepOf({ files: many((index) => key(index, [makeObservation()])) });
    expect(what).toBe('resolve');
    expect(closing.length).toBeLessThanOrEqual(65_536);
    expect(closing).toContain('All 5000 credentials');
  });

  it('fit into a check', () => {
    const { summary, text, title } = verdictOf({ files: many((index) => key(index)) });
    for (const part of [summary, text]) expect(part.length).toBeLessThanOrEqual(CHECK);
    expect(title).toBe('5000 credentials of people who left not proved gone');
    expect(summary).toMatch(/… and \d+ more/);
  });
});

describe('other things without end', () => {
  it('five thousand secrets in one pull request fit into a check', () => {
    const found = many((line) => makeHeadFinding({ line, path: 'ü'.repeat(400) }));
    const files = [makeFile({ credential: makePlaintext(), evidence: [], sightings: [makeSighting()] })];
    const { text, summary, annotations } = verdictOf({ files, heads: [makeHeadWith(found)] });
    expect(text.length).toBeLessThanOrEqual(CHECK);
    expect(summary.length).toBeLessThanOrEqual(CHECK);
    expect(annotations).toHaveLength(MANY);
  });

  it('five thousand problems of the policy fit into a check', () => {
    const problems = many((line) => ({ file: '.github/handback.yml', line, says: '#'.repeat(1000) }));
    const { summary } = verdictOf({ heads: [makeHead({ scan: { state: 'done', at: NOW, found: [], problems } })] });
    expect(summary.length).toBeLessThanOrEqual(CHECK);
    expect(summary).toContain('line 1:');
  });

  it('five thousand places that could not be seen fit into an issue', () => {
    const gap = { why: 'permission' as const, says: '*'.repeat(1000) };
    const { body } = caseStepOf({ coverage: many(() => makeCoverage({ gap })) });
    expect(body.length).toBeLessThanOrEqual(ISSUE);
  });

  it('five thousand co-authors do not hide the credential', () => {
    const evidence = many((index) =>
      makeEvidence({
        kind: 'commit-co-author',
        who: { name: '*'.repeat(300), email: `${index}@x.example` },
        id: `${index}`,
      }),
    );
    const { body } = caseStepOf({ files: [makeFile({ evidence: [makeEvidence(), ...evidence] })] });
    expect(body.length).toBeLessThanOrEqual(ISSUE);
    expect(body).toContain('- [ ] deploy key **ci**');
    expect(body).toContain('… and 4991 more');
  });
});
