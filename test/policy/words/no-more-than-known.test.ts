// What is said of a credential is what was seen of it, for better and for worse.
import { describe, expect, it } from 'vitest';
import { credentialId } from '../../../src/model/credential.ts';
import { certificateOf } from '../../support/make-certificate.ts';
import {
  makeAlive,
  makeCredential,
  makeEvidence,
  makeFile,
  makeNotice,
  makeObservation,
  NOW,
} from '../../support/make-facts.ts';
import { caseStepOf, digestStepsOf, verdictOf } from '../../support/make-situation.ts';

const id = credentialId('actions-secret', 1, 'NPM_TOKEN');
const stored = makeFile({
  credential: makeCredential({ id, kind: 'actions-secret', name: 'NPM_TOKEN', facts: {} }),
  evidence: [makeEvidence({ credential: id })],
  observations: [{ ...makeAlive(NOW), credential: id, says: 'last saved on 2026-03-01, before the departure' }],
});
const { grade: _, ...look } = makeObservation({ says: 'GitHub answered 502, which proves nothing' });
const unclear = makeFile({ observations: [{ ...look, result: 'unknown' }] });

it('a value that nobody replaced is still stored: whether it works only its issuer knows', () => {
  const { body } = caseStepOf({ files: [stored] });
  expect(body).toContain('Proof: **still stored**: last saved on 2026-03-01, before the departure');
  expect(body).toContain('Priority: **medium** (not replaced, no known end)');
  const [digest] = digestStepsOf({ files: [stored] });
  expect(`${body}${digest?.body}`).not.toMatch(/still works|seen alive/i);
  expect(digest?.body).toContain('  - Still stored\n');
});

it('what nobody looked at is not proved gone, and not said to live', () => {
  expect(verdictOf({ files: [unclear] }).title).toBe('1 credential of people who left not proved gone');
  const [digest] = digestStepsOf({ files: [unclear] });
  expect(digest?.reopening).not.toContain('still work');
});

it('a look without a clear answer is no clear look in a certificate', () => {
  const [credential] = certificateOf({ files: [unclear] }).credentials;
  expect(credential?.proof.dates).toEqual({ unclearAt: '2026-11-21T12:00:00.000Z' });
  const [alive] = certificateOf({ files: [makeFile({ observations: [makeAlive(NOW)] })] }).credentials;
  expect(alive?.proof.dates).toEqual({ lookedAt: '2026-11-21T12:00:00.000Z' });
});

describe('of a departure that is over', () => {
  it('nothing is due or urgent where nothing is asked of anybody', () => {
    const back = makeNotice({ says: 'stays', learnedAt: NOW, effectiveAt: NOW });
    const { title, body } = caseStepOf({ notices: [makeNotice(), back] });
    expect(body).toContain('nothing is asked of anybody');
    expect(title).toBe('Handback: credentials of mallory');
    expect(body).not.toMatch(/Priority \*\*|due on/);
  });

  it('nothing is called proved where there is nothing', () => {
    const { body } = caseStepOf({ files: [] });
    expect(body).toContain('`@mallory` left on **2026-11-20**; nothing is left to do.');
    expect(body).not.toContain('proved gone');
  });
});
