// Which looks count so far, and which are worth their requests.
import { expect, it } from 'vitest';
import { DAY, MINUTE } from '../../src/model/time.ts';
import { isDue, proofStatus, requiredGrade, soFar } from '../../src/policy/proof-status.ts';
import { makeCredential, makeObservation, makePlaintext, NOW } from '../support/make-facts.ts';
import { makePolicy } from '../support/make-situation.ts';

it('what a clock that is ahead wrote down does not count until then, but for what two clocks may differ', () => {
  const looks = [-DAY, 0, 10 * MINUTE, 10 * MINUTE + 1, DAY].map((later) => ({ at: NOW + later }));
  expect(soFar(looks, NOW)).toEqual(looks.slice(0, 3));
  expect(soFar(looks, NOW + DAY)).toEqual(looks);
});

it('a look that told nothing is repeated without its rest when somebody asks, and nothing else is', () => {
  const gone = makeObservation({ at: NOW - DAY });
  const status = (...more: ReturnType<typeof makeObservation>[]) =>
    proofStatus(makeCredential(), [gone, ...more], makePolicy());
  const resting = status(makeObservation({ at: NOW, result: 'unknown' }));
  expect(isDue(resting, NOW + MINUTE)).toBe(false);
  expect(isDue(resting, NOW + MINUTE, true)).toBe(true);
  expect(isDue(status(), NOW - 1, true)).toBe(false);
});

it.each([
  ['generic-jwt', 'P3'],
  ['aws-session-token', 'P3'],
  ['github-pat', 'P4'],
])('of values in clear, a %s needs %s: what carries its own end needs no word of its issuer', (rule, grade) => {
  const { kind, plaintext } = makePlaintext();
  if (plaintext === undefined) throw new Error('no value in clear');
  expect(requiredGrade({ kind, plaintext: { ...plaintext, rule } }, makePolicy())).toBe(grade);
});
