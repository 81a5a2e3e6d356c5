// Since when a line of the roster ends as it does, as far as its commits can be read.
import { expect, it } from 'vitest';
import type { GitHub } from '../../src/github/github.ts';
import { rosterHistory } from '../../src/jobs/people/roster-history.ts';
import { parseRoster } from '../../src/policy/parse-roster.ts';

const ENDING = 'people:\n  - { login: mallory, type: contractor, end: 2026-12-31 }\n';
const BEFORE = ENDING.replace(', end: 2026-12-31', '');
const [entry] = parseRoster(ENDING, 'people.yml').people;

/** The texts of a roster, the newest first. */
async function since(...texts: readonly string[]): Promise<string | undefined> {
  const day = (at: number) => new Date(`2026-11-${20 - at}T00:00:00Z`);
  const github = {
    pages: async function* () {
      for (const at of texts.keys())
        yield { sha: `${at}`.repeat(40), commit: { committer: { date: day(at) } }, author: { login: `author-${at}` } };
    },
    find: async (_: string, { ref }: { readonly ref: string }) => ({
      sha: ref,
      encoding: 'base64',
      content: Buffer.from(texts[Number(ref[0])] ?? '').toString('base64'),
    }),
  };
  const history = await rosterHistory(github as unknown as GitHub, 'acme/people', 'people.yml');
  if (entry === undefined) throw new Error('no entry');
  return history.since(entry);
}

it('names the commit that brought the last day', async () => {
  expect(await since(ENDING, ENDING, BEFORE)).toMatch(/^since 1111111111 of 2026-11-19, by @author-1 as git says$/);
  expect(await since(ENDING)).toMatch(/by @author-0 /);
});

it('names nobody where a version between cannot be read: who mended it may have changed nothing', async () => {
  expect(await since(ENDING, 'people: [', ENDING, BEFORE)).toBeUndefined();
});
