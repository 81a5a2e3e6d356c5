import { linesOf } from '../columns.ts';
import type { Ignorer } from './ignorer.ts';

/** On a line of the finding: those of Handback and of the scanners that people come from. */
const SAME_LINE =
  /\b(?:(?:handback|gitleaks|betterleaks):allow|(?:trufflehog|kingfisher):ignore|ggignore|pragma: ?(?:allow|white)list secret|secretlint-disable-line)\b/i;

/** On the line before. */
const NEXT_LINE = /\b(?:pragma: ?(?:allow|white)list nextline secret|secretlint-disable-next-line)\b/i;

export const comments: Ignorer = {
  name: 'allow comments',
  problems: [],
  ignores({ inside, finding }) {
    if (inside === undefined) return false;
    const { lines, before } = linesOf(inside.bytes, finding);
    return SAME_LINE.test(lines) || NEXT_LINE.test(before);
  },
  unused: () => [],
};
