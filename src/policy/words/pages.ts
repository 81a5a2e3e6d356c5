import { clip } from './markdown.ts';

/** A list under a heading, worst or soonest first. */
export interface Section {
  readonly heading: string;
  /** Each a line of Markdown, or several that belong together. */
  readonly entries: readonly string[];
  /** Below a line that opens it: what is done, and what only some want to read. */
  readonly folded?: true;
}

/** What stands in an issue, and what continues in comments of it. */
export interface Paged {
  readonly text: string;
  readonly pages: readonly string[];
}

/** GitHub takes 65,536 characters in a comment; some room is left for the marker and for headings. */
const PAGE = 60_000;

/**
 * With the issue itself they are written within a minute's limit (policy/pace.ts), and hold
 * some five thousand credentials.
 */
const MOST_PAGES = 60;

/**
 * Sections that have room stay together. Else the issue holds the first entries of all, a
 * comment each holds as many of the next as it has room for, and the issue links to them.
 * `more`: entries behind the last of these, more than there is ever room for.
 */
export function paged(sections: readonly Section[], room: number, roomBeforePages = room, more = 0): Paged {
  const filled = sections.filter(({ entries }) => entries.length > 0);
  if (more === 0 && lengthOf(filled) <= room) return { text: textOf(filled.map(whole)), pages: [] };
  const [first = [], ...others] = chunks(filled, roomBeforePages);
  const pages = others.slice(0, MOST_PAGES);
  const left = others.slice(MOST_PAGES).flatMap((parts) => parts.map((part) => part.entries.length));
  const beyond = left.reduce((sum, each) => sum + each, more);
  const links = pages.map((parts, index) => `- [Page ${index + 1}](#handback-page-${index + 1}): ${said(parts)}`);
  const rest = beyond > 0 ? [`- … and ${beyond} more; \`handback plan --json\` shows all of them.`] : [];
  return {
    text: linked(
      [textOf(first), `**Continued in comments below:**\n\n${[...links, ...rest].join('\n')}`].filter(Boolean),
      '\n\n',
    ),
    pages: pages.map(
      (parts, index) =>
        `**Page ${index + 1}**: ${said(parts)}. Handback keeps this comment up to date.\n\n${textOf(parts)}`,
    ),
  };
}

export function folded(summary: string, text: string): string {
  return `<details><summary>${summary}</summary>\n\n${text}\n\n</details>`;
}

/** The entries of one section that stand together. */
interface Part extends Section {
  /** Number of the first of them, from 1. */
  readonly from: number;
  readonly of: number;
}

function whole(section: Section): Part {
  return { ...section, from: 1, of: section.entries.length };
}

function chunks(sections: readonly Section[], firstRoom: number): readonly (readonly Part[])[] {
  const found: Part[][] = [[]];
  let length = 0;
  for (const section of sections) {
    let entries: string[] | undefined;
    for (const [index, long] of section.entries.entries()) {
      const entry = clip(long, PAGE);
      const isFirst = found.length === 1;
      if ((isFirst || length > 0) && length + entry.length > (isFirst ? firstRoom : PAGE)) {
        found.push([]);
        length = 0;
        entries = undefined;
      }
      if (entries === undefined) {
        entries = [];
        found.at(-1)?.push({ ...section, entries, from: index + 1, of: section.entries.length });
        length += section.heading.length + FRAME;
      }
      entries.push(entry);
      length += entry.length + 1;
    }
  }
  return found;
}

/** What a heading costs beside its words: its marks, the empty lines and the fold. */
const FRAME = 100;

function lengthOf(sections: readonly Section[]): number {
  return sections.reduce(
    (sum, { heading, entries }) =>
      sum + heading.length + FRAME + entries.reduce((inner, entry) => inner + entry.length + 1, 0),
    0,
  );
}

function textOf(parts: readonly Part[]): string {
  return linked(
    parts.map((part) => {
      const list = linked(part.entries, '\n');
      return part.folded ? folded(said([part]), list) : `### ${part.heading}${rangeOf(part)}\n\n${list}`;
    }),
    '\n\n',
  );
}

/** A join that copies nothing yet: what it gives becomes a part of a longer text, which is put together once. */
function linked(texts: readonly string[], between: string): string {
  let all = '';
  for (const [at, text] of texts.entries()) all += at === 0 ? text : between + text;
  return all;
}

/** "Credentials 21 to 80, Proved 1 to 3". */
function said(parts: readonly Part[]): string {
  return parts.map((part) => `${part.heading}${rangeOf(part) || (part.of > 1 ? ` 1 to ${part.of}` : '')}`).join(', ');
}

function rangeOf({ from, of, entries }: Part): string {
  if (from === 1 && entries.length === of) return '';
  return entries.length === 1 ? ` ${from}` : ` ${from} to ${from + entries.length - 1}`;
}
