import { type Comment, type Conversation, rewrite, say } from '../../github/comments.ts';
import type { CaseStep, DigestStep } from '../../model/step.ts';
import { withTicks } from './ticks.ts';

type Paged = Pick<CaseStep | DigestStep, 'key' | 'pages' | 'ticks'>;

/** What stood there so far. */
interface Stood {
  readonly comments: readonly Comment[];
  /** The text of the issue and of our comments: a box that was ticked there stays ticked wherever it moves. */
  readonly before: string;
  /** Ids of the pages, as they were written last. */
  readonly remembered: readonly number[];
}

/**
 * Makes our comments the pages that an issue continues on, and returns their ids in order.
 * They are edited in place, so that nobody is woken; a page that is not needed any more
 * says so, and is used again when it is. One that somebody deleted is written again.
 */
export async function standPages(place: Conversation, step: Paged, stood: Stood): Promise<readonly number[]> {
  const all = pagesAmong(step, stood);
  const used = new Set<number>();
  const ids: number[] = [];
  for (const [index, page] of step.pages.entries()) {
    const text = step.ticks === 'people' ? withTicks(page, stood.before) : page;
    const body = `${text}\n\n${marker(step, index)}`;
    const comment = all.find((each) => each.index === index);
    if (comment !== undefined && comment.body !== body) await rewrite(place, comment.id, body);
    const id = comment?.id ?? (await say(place, body));
    used.add(id);
    ids.push(id);
  }
  for (const { index, id, body } of all.filter((each) => !used.has(each.id))) {
    const empty = `${NOT_NEEDED}\n\n${marker(step, index)}`;
    if (body !== empty) await rewrite(place, id, empty);
    ids.push(id);
  }
  return ids;
}

const NOT_NEEDED = 'This page is not needed any more: what is left stands above.';

/** The text with links to the pages, which are known only now. */
export function linked(text: string, { github, repository, issue }: Conversation, pages: readonly number[]): string {
  return text.replaceAll(/\]\(#handback-page-(\d+)\)/g, (whole, number: string) => {
    const id = pages[Number(number) - 1];
    return id === undefined ? whole : `](${github.serverUrl}/${repository}/issues/${issue}#issuecomment-${id})`;
  });
}

interface Page extends Comment {
  /** From 0. */
  readonly index: number;
}

/** The marker tells which is which; where somebody took it out, what we remember to have written. */
function pagesAmong(step: Paged, { comments, remembered }: Stood): readonly Page[] {
  return comments.flatMap((comment): Page[] => {
    const [, number] = comment.body.match(/<!-- handback:page:[^>]*:(\d+) -->\s*$/) ?? [];
    const index = number === undefined ? remembered.indexOf(comment.id) : Number(number) - 1;
    const isBare = !comment.body.includes('<!-- handback:');
    const isOurs = isBare ? index >= 0 : comment.body.includes(marker(step, index));
    return isOurs ? [{ ...comment, index }] : [];
  });
}

function marker({ key }: Paged, index: number): string {
  return `<!-- handback:page:${key}:${index + 1} -->`;
}
