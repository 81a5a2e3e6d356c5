// A value in clear is told by what it is, in words: not everybody who decides knows the ids of rules.
import { describe, expect, it } from 'vitest';
import { directory } from '../../../src/attribute/people.ts';
import { credentialFiles } from '../../../src/jobs/reading/files.ts';
import type { Fingerprint } from '../../../src/model/secret.ts';
import { EVERYBODY, makeEvidence, makePlaintext, makeSighting, NOW } from '../../support/make-facts.ts';
import {
  caseStepOf,
  digestStepsOf,
  makeHeadFinding,
  makeHeadWith,
  makePolicy,
  makeRepository,
  verdictOf,
} from '../../support/make-situation.ts';

const credential = makePlaintext();
const elsewhere = { repositoryId: 2, repository: 'acme/hidden' };

const fingerprint = 'f0'.repeat(32) as Fingerprint;

function filesWith(rule: string, places = [makeSighting()]) {
  const facts = {
    credentials: [makePlaintext({ plaintext: { rule, confidence: 'high', fingerprint, mask: 'ghp_…' } })],
    sightings: places,
    evidence: [makeEvidence({ credential: credential.id })],
    observations: [],
    decisions: [],
  };
  return credentialFiles(facts, directory(EVERYBODY), makePolicy(), NOW);
}

const files = filesWith('github-pat');
const heads = [makeHeadWith([makeHeadFinding()])];
const SAID = '**GitHub personal access token &#40;classic&#41;** `github-pat` (ghp&#95;…) in `';

describe('a value in clear', () => {
  it('is named by the title of its rule, with the id beside it, where people decide', () => {
    const { body } = caseStepOf({ files });
    expect(body).toContain(`- [ ] ${SAID}`);
    expect(body).toContain(`revokes ${SAID}`);
    expect(digestStepsOf({ files })[0]?.body).toContain(`- [ ] ${SAID}`);
    const { summary, text } = verdictOf({ files, heads });
    expect(summary).toContain(`- ${SAID}`);
    expect(text).toContain('**GitHub personal access token &#40;classic&#41;** `github-pat`');
  });

  it('is named so in the annotation, which is plain text', () => {
    expect(verdictOf({ files, heads }).annotations[0]?.title).toBe('Secret: GitHub personal access token (classic)');
  });

  it('is named so too as far as it stands in one of several repositories', () => {
    const spread = filesWith('github-pat', [makeSighting(), makeSighting({ id: 'there', scope: elsewhere })]);
    expect(verdictOf({ files: spread, heads }).summary).toContain(`- ${SAID}`);
  });

  it('is named by the id alone where the rule is none of today', () => {
    const { body } = caseStepOf({ files: filesWith('rule-of-before') });
    expect(body).toContain('- [ ] `rule-of-before` (ghp&#95;…) in `');
    expect(verdictOf({ files: filesWith('rule-of-before'), heads }).annotations[0]?.title).not.toContain('undefined');
  });

  it('is named in no check of a public repository', () => {
    const { title, summary, text } = verdictOf({ files, heads, repositories: [makeRepository({ private: false })] });
    expect([title, summary, text].join('\n')).not.toMatch(/personal access token/i);
  });
});
