import type { Case } from '../model/case.ts';
import { nameCredential } from '../policy/words/credential.ts';
import { count, someOf } from '../policy/words/markdown.ts';

/** What is named of a case that nobody reads yet. */
const MOST_NAMED = 10;

/** In one line what a case would hold that is not written, because the policy names no place for it: so that one sees it before one asks for it. */
export function sayUnwritten({ items, early }: Case, name: string): string | undefined {
  const open = items.filter(({ done }) => !done);
  if (early || open.length === 0) return undefined;
  const named = someOf(
    open.map(({ file }) => nameCredential(file)),
    MOST_NAMED,
  );
  return `  no case is written of ${name}, as the policy names no repository under \`cases\`; it would hold ${count(open.length, 'credential')}: ${named}`;
}
