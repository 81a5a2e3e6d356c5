// What people see at GitHub of what Handback wrote: what wakes somebody, and what only stands in a text.
import type { World } from './world.ts';

export interface Shown {
  /**
   * States and titles of issues, comments, what checks say first: whoever watches gets a mail for it, or a merge waits.
   */
  readonly loud: Readonly<Record<string, string>>;
  /** Texts of issues that are closed, and of checks: nobody has to do anything, so nothing is to be written. */
  readonly settled: Readonly<Record<string, string>>;
}

export function shownIn({ repositories }: Pick<World, 'repositories'>): Shown {
  const loud: Record<string, string> = {};
  const settled: Record<string, string> = {};
  for (const { name, issues, checks } of Object.values(repositories)) {
    for (const { number, state, title, labels, body, comments } of issues) {
      const issue = `${name}#${number}`;
      loud[issue] = [state, title, ...labels.map(({ name: label }) => label)].join(' · ');
      for (const [at, comment] of comments.entries()) loud[`${issue}, comment ${at}`] = comment.body;
      if (state === 'closed') settled[issue] = body ?? '';
    }
    for (const { sha, conclusion, output } of checks) {
      loud[`${name}, check of ${sha}`] = `${conclusion}: ${output?.title}`;
      settled[`${name}, check of ${sha}`] = `${output?.summary}\n${output?.text ?? ''}`;
    }
  }
  return { loud, settled };
}
