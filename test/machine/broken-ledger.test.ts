// Whichever statement fails, in the end the same is left as if none had, and nothing is doubled: the job goes on.
import { expect, test } from 'vitest';
import { type Breach, type Break, workOver } from './broken-ledger.ts';
import { beginWith } from './fates.ts';
import { differences } from './remains.ts';
import { STORIES } from './stories.ts';
import { STORIES_OF_PEOPLE } from './stories-of-people.ts';

/** Of all kinds, which are a job and its statement, one in so many: each takes as long as the story itself. */
const ONE_IN = 6;

function breaksOf(statements: readonly string[]): readonly Break[] {
  const kinds = statements.flatMap((kind, at) => (statements.indexOf(kind) === at ? [{ kind, at: at + 1 }] : []));
  return kinds.flatMap(({ kind, at }, nth): Break[] => {
    // Kept, and nobody hears of it; or what is to follow is not asked for.
    if (kind.includes(': commit of ')) return [{ at, breach: 'unheard' }];
    if (kind.includes(': insert into the queue ')) return [{ at, breach: 'cut' }];
    return nth % ONE_IN === 0 ? [{ at, breach: breachOf(kind, nth / ONE_IN) }] : [];
  });
}

function breachOf(kind: string, turn: number): Breach {
  if (!/: (?:insert|update|delete) /.test(kind)) return 'cut';
  return (['cut', 'unheard', 'lost'] as const)[turn % 3] ?? 'cut';
}

/**
 * An act that cannot be taken back is not begun again where nobody knows whether it was
 * begun: a person looks what became of it.
 */
const BEGUN = /^remediate: commit of /;

/**
 * An enforcement that is tried again comes between other jobs, and writes what is true just
 * then: a text that would have changed once changes twice, and the journal says both.
 */
function isTextBetween(kind: string, difference: string): boolean {
  return (
    kind.startsWith('enforce: ') && /^\+ journal .*"did":"wrote the (?:open|closed) (?:case|digest)"/.test(difference)
  );
}

test.each(Object.entries({ ...STORIES, ...STORIES_OF_PEOPLE }))(
  '%s',
  async (_, story) => {
    const begun = await beginWith(story, workOver);
    const { left: wanted, writes } = await begun.tell();
    const wrong: Record<string, readonly string[]> = {};
    for (const broken of breaksOf(writes)) {
      const kind = writes[broken.at - 1] ?? '';
      if (BEGUN.test(kind)) continue;
      const found = differences(wanted, (await begun.tell(broken)).left).filter(
        (one) => !one.startsWith('+ asked') && !isTextBetween(kind, one),
      );
      if (found.length > 0) wrong[`${broken.breach} ${broken.at}. ${kind}`] = found;
    }
    expect(wrong).toEqual({});
    await begun.end();
  },
  300_000,
);
