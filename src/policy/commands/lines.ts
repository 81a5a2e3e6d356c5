/** The beginning of a line that speaks to Handback. Phones begin sentences with a capital. */
const ADDRESSED = /^ {0,3}\/handback(?=[ \t]|$)/i;

const FENCE = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/;
const FENCE_END = /^ {0,3}(`{3,}|~{3,})[ \t]*$/;
/** Other spaces than these two are text to GitHub. */
const BLANK = /^[ \t]*$/;
const QUOTE = /^ {0,3}>/;
const CODE = /^(?: {4}| {0,3}\t)/;

/**
 * The lines of a comment that a reader sees as said to Handback. What is quoted, also by a line that only
 * continues a quotation, what is code and what is hidden in a comment of HTML is not said by the author.
 */
export function addressed(text: string): readonly string[] {
  const found: string[] = [];
  let fence: string | undefined;
  let quoting = false;
  for (const line of visible(text).split(/\r\n|\r|\n/)) {
    const [, mark] = FENCE.exec(line) ?? [];
    if (fence !== undefined) {
      if (closes(line, fence)) fence = undefined;
      continue;
    }
    if (mark !== undefined) {
      fence = mark;
      quoting = false;
      continue;
    }
    if (BLANK.test(line)) quoting = false;
    else if (QUOTE.test(line)) quoting = true;
    if (quoting || CODE.test(line)) continue;
    const [called] = ADDRESSED.exec(line) ?? [];
    if (called !== undefined) found.push(line.slice(called.length).trim());
  }
  return found;
}

function closes(line: string, fence: string): boolean {
  const [, mark = ''] = FENCE_END.exec(line) ?? [];
  return mark.length >= fence.length && mark[0] === fence[0];
}

/**
 * Without comments of HTML; one that does not end hides the rest. The line ends in it stay, so that lines stay lines.
 */
function visible(text: string): string {
  return text.replaceAll(/<!--(?:(?!-->)[\s\S])*(?:-->|$)/g, (hidden) => hidden.replaceAll(/[^\r\n]/g, ' '));
}

const ANYWHERE = /\/handback(?=[ \t]|$)/gi;

/** No command is as long as this. */
const LONGEST = 1001;

/**
 * What stands behind our name anywhere, seen or not: with the rest of its line, because what hides it may end there.
 */
export function mentioned(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/).flatMap((line) =>
    [...line.matchAll(ANYWHERE)].map(({ index, 0: name }) =>
      line
        .slice(index + name.length)
        .slice(0, LONGEST)
        .trim(),
    ),
  );
}

/** Such a rest without what hid it. */
export function unhidden(rest: string): string {
  return rest.replace(/\s*(?:-->|`).*$/, '');
}
