import { expect, test } from 'vitest';
import type { Fault } from '../../demo/github/faults.ts';
import { story } from '../../demo/story/story.ts';
import { countFaults, type Struck } from '../support/faults.ts';
import { openTheatre, wrongs } from '../support/played-story.ts';

const all = Object.fromEntries(story.map(({ name }) => [name, true]));

/** Strike whatever the App asks next. */
const ANYTHING: Record<string, Omit<Fault, 'on'>> = {
  'an error of GitHub': { status: 500, times: 4 },
  'a secondary rate limit': {
    status: 403,
    message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    headers: { 'retry-after': '1' },
    times: 3,
  },
  'too many requests': { status: 429, headers: { 'retry-after': '1' }, times: 3 },
  'a slow answer': { delayMs: 1_000, times: 4 },
  'a cut connection': { cut: true, times: 4 },
};

/** It is done, and the App cannot know: what it does next must find what is there. */
const LOST: Record<string, Fault> = {
  'a lost case': { on: /^POST \/repos\/acme\/security\/issues$/, lose: true, times: 2 },
  'a lost check': { on: /^POST .*\/check-runs$/, lose: true, times: 3 },
  'a lost change of a case': { on: /^PATCH .*\/issues\/\d+$/, lose: true, times: 2 },
  'a lost change of a check': { on: /^PATCH .*\/check-runs\/\d+$/, lose: true, times: 2 },
  'a cut git': { on: /^GIT .*\/(infra|ledger)\.git\//, cut: true, times: 2 },
};

test('the story runs to its end while GitHub fails in every way in turn, and nothing is there twice', async () => {
  let struck: Struck | undefined;
  const theatre = await openTheatre({
    prepare: ({ github }) => {
      struck = countFaults(github);
      for (const [name, fault] of Object.entries(LOST)) struck.plan(name, fault);
    },
  });
  const kinds = Object.entries(ANYTHING);
  let next = 0;
  const { acts } = await theatre.play({
    before: async () => {
      const [name, fault] = kinds[next++ % kinds.length] ?? ['', {}];
      struck?.plan(name, { on: /^(GET|POST|PATCH) \//, ...fault });
    },
  });
  expect(acts).toEqual(all);
  const planned = [...Object.keys(ANYTHING), ...Object.keys(LOST)];
  expect(planned.filter((name) => (struck?.times(name) ?? 0) === 0)).toEqual([]);
  expect(struck?.times('a lost case')).toBe(2);
  expect(struck?.times('a lost check')).toBe(3);
  expect(wrongs(theatre)).toEqual([]);
  await theatre.close();
}, 300_000);
