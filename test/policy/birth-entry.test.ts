// The lines that register a credential, as somebody is to add them: what is known is filled in, and nothing is guessed.
import { minimatch } from 'minimatch';
import { expect, it } from 'vitest';
import type { Evidence } from '../../src/model/evidence.ts';
import { DAY, isoDay } from '../../src/model/time.ts';
import { unregistered } from '../../src/policy/birth.ts';
import { makeCredential, makeEvidence, makeFile, NOW } from '../support/make-facts.ts';
import { makePolicy } from '../support/make-situation.ts';

const BORN = NOW - 5 * DAY;
function asked(evidence: readonly Evidence[], now = NOW, more: object = {}) {
  const policy = makePolicy({ birth: { strict: true, since: isoDay(NOW - 10 * DAY) } });
  const credential = { ...makeCredential({ firstSeenAt: BORN, createdAt: BORN }), ...more };
  const files = [makeFile({ credential, evidence })];
  const [one] = unregistered(
    { policy, files, graceDays: () => 0, ownerLeaving: () => undefined, matches: minimatch },
    now,
  );
  return one;
}

it.each<[string, Evidence[], string]>([
  ['by who made it, on more than weak evidence', [makeEvidence()], '"mallory"'],
  ['by nobody on weak evidence', [makeEvidence({ kind: 'workflow-reference', strength: 'inferred' })], '"LOGIN"'],
  ['by nobody where no maker is known', [], '"LOGIN"'],
])('are proposed to be owned %s', (_, evidence, owner) => {
  const entry = asked(evidence)?.entry;
  expect(entry).toContain(`owner: ${owner}`);
  expect(entry).toContain('repositories: ["shop"]');
});

it('end a year after it was made, and propose no day that has passed', () => {
  expect(asked([])?.entry).toContain(`expires: "${isoDay(BORN + 365 * DAY)}"`);
  expect(asked([], NOW + 400 * DAY)?.entry).toContain('expires: "YYYY-MM-DD"');
});

it('are asked for from the first look on, where nothing says when it was made', () => {
  const one = asked([], NOW, { createdAt: undefined });
  expect(one?.says).toBe(`first seen on ${isoDay(BORN)}; the register does not name it`);
  expect(one?.enforceFrom).toBe(BORN);
});
