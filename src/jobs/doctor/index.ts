import { GitHubFailure } from '../../github/github.ts';
import type { Checkup, Examination, Surgery } from './checkup.ts';
import { clock } from './clock.ts';
import { deciders } from './deciders.ts';
import { deliveries } from './deliveries.ts';
import { formerTexts } from './former-texts.ts';
import { gate } from './gate.ts';
import { git } from './git.ts';
import { limits } from './limits.ts';
import { policy } from './policy.ts';
import { proxy } from './proxy.ts';
import { reach } from './reach.ts';
import { registration } from './registration.ts';
import { work } from './work.ts';

/** In the order in which a person mends them. */
const examinations: readonly Examination[] = [
  proxy,
  registration,
  clock,
  git,
  deliveries,
  limits,
  work,
  policy,
  deciders,
  formerTexts,
  gate,
];

/** Looks at everything and changes nothing. What cannot be looked at is `unknown`, with the reason. */
export async function* examine(surgery: Surgery): AsyncIterable<Checkup & { readonly about: string }> {
  for (const { about, run } of examinations) {
    try {
      for (const checkup of await run(surgery)) yield { about, ...checkup };
    } catch (error) {
      const says = error instanceof Error ? error.message : 'it could not be looked at';
      yield isSilence(error) ? { about, state: 'ill', says, next: reach(says) } : { about, state: 'unknown', says };
    }
  }
}

function isSilence(error: unknown): boolean {
  return error instanceof GitHubFailure && error.status === 0;
}
