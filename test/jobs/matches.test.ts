import { expect, it } from 'vitest';
import { matches } from '../../src/jobs/reading/matches.ts';
import { rulesFor } from '../../src/policy/evaluate.ts';
import { makePolicy } from '../support/make-situation.ts';

it.each([
  ['shop', '*', true],
  ['.github', '*', true],
  ['.github-private', '*-private', true],
  ['payments-api', 'Payments-*', true],
  ['Payments-API', 'payments-api', true],
  ['payments', 'payments-*', false],
  ['shop', 'payments-*', false],
])('%s is named by %s: %s', (name, pattern, expected) => {
  expect(matches(name, pattern)).toBe(expected);
});

it('a policy that is stricter everywhere leaves out no repository', () => {
  const policy = makePolicy({ mode: 'observe', repositories: [{ match: '*', mode: 'block' }] });
  for (const name of ['shop', '.github', '.GitHub-Private']) expect(rulesFor(policy, name, matches).mode).toBe('block');
});
