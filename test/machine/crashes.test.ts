// Whatever was written last when a worker ended, in the end the same is left as if nothing had happened.
import { describe, expect, test } from 'vitest';
import { type Begun, begin, type End, type Fate } from './fates.ts';
import { differences } from './remains.ts';
import { DECISIONS, STORIES } from './stories.ts';
import { STORIES_OF_PEOPLE } from './stories-of-people.ts';

const [FEW, MANY] = [40, 150];

/**
 * After each write of a short story; of a long one after the first of each kind, which is a job and
 * what it wrote. Of very many kinds a third is doubled: each takes as long as the story itself.
 */
function fates(writes: readonly string[], end: End): readonly Fate[] {
  const isTried = (write: string, at: number) => writes.length <= FEW || writes.indexOf(write) === at;
  const all = writes.flatMap((write, at) => (isTried(write, at) ? [{ end, after: at + 1 }] : []));
  return writes.length > MANY && end === 'doubled' ? all.filter((_, at) => at % 3 === 0) : all;
}

/** Writes of an act that cannot be taken back, from when it is begun until its answer is known. */
const BEGUN = /^remediate: (?:transaction\(journal\.append records\.save \)|records\.save|DELETE )/;

/** What is decided to be so. */
const DECIDED: readonly { readonly difference: RegExp; readonly after: RegExp; readonly because: string }[] = [
  {
    difference: /^\+ comments /,
    after: /^enforce: POST .*\/comments$/,
    because: 'it is said before it is done: said twice is better than never',
  },
  {
    difference: /^\+ journal .*"did":"wrote the (?:open|closed) (?:case|digest)"/,
    after: /./,
    because: 'what somebody may have touched is looked at again, as often as it is asked for',
  },
  {
    difference: /./,
    after: BEGUN,
    because: 'an act that was begun is not begun again: a person looks what became of it',
  },
];

async function everyEnd(begun: Begun, end: End): Promise<object> {
  const { left: wanted, writes } = await begun.tell();
  const wrong: Record<string, readonly string[]> = {};
  for (const fate of fates(writes, end)) {
    const last = writes[fate.after - 1] ?? '';
    const isDecided = (one: string) =>
      DECIDED.some(({ difference, after }) => difference.test(one) && after.test(last)) || one.startsWith('+ asked');
    const found = differences(wanted, (await begun.tell(fate)).left).filter((one) => !isDecided(one));
    if (found.length > 0) wrong[`${fate.after}. ${last}`] = found;
  }
  return wrong;
}

describe.each(Object.entries({ ...STORIES, ...STORIES_OF_PEOPLE }))('%s', (_, story) => {
  test.each<End>(['killed', 'doubled'])(
    'when a worker is %s after any of its writes',
    async (end) => {
      const begun = await begin(story);
      expect(await everyEnd(begun, end)).toEqual({});
      await begun.end();
    },
    300_000,
  );
});

test('an act that cannot be taken back is begun once, whenever its worker ends', async () => {
  const begun = await begin(DECISIONS);
  const { writes } = await begun.tell();
  for (const end of ['killed', 'doubled'] as const)
    for (const fate of fates(writes, end).filter(({ after }) => BEGUN.test(writes[after - 1] ?? ''))) {
      const { journal = [], attempts = [] } = (await begun.tell(fate)).left;
      expect(journal.filter((entry) => entry.includes('tries to'))).toHaveLength(1);
      expect(attempts.join(), `${end} after ${writes[fate.after - 1]}`).toMatch(
        /"answer":{"result":"(?:done|unknown)"/,
      );
    }
  await begun.end();
}, 300_000);
