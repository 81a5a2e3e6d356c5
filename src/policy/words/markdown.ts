import { GAP, harmlessAscii } from './ascii.ts';

/**
 * Text from GitHub, git or a file, made harmless in Markdown: nothing in it formats, links, mentions anybody,
 * closes an issue or hides in control or right-to-left characters. GitHub looks for `@name` and `#1` in the
 * text that a reader sees, entities resolved, so these are broken with a zero-width space as well.
 */
export function plain(text: string): string {
  if (text.length <= LONGEST) {
    const quick = harmlessAscii(text.trim(), true);
    if (quick !== undefined) return quick;
  }
  return broken(text).replaceAll(/[\\`*_{}[\]<>()#+!|~$&]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** For places that show text as it is, such as a title: there is no Markdown to escape, but still nobody to wake. */
export function bare(text: string): string {
  return (text.length <= LONGEST ? harmlessAscii(text.trim(), false) : undefined) ?? broken(text);
}

function broken(text: string): string {
  return withoutControls(text)
    .trim()
    .replaceAll(BREAKS, `$&${GAP}`)
    .replace(/^([-=]|\d+[.)]|$)/, `${GAP}$&`);
}

/**
 * The same inside backticks, where backticks, line ends and controls can do harm, and what looks like a marker of ours.
 */
export function code(text: string): string {
  if (text.length <= LONGEST && QUIET.test(text)) return `\`${text}\``;
  return `\`${withoutControls(text).replaceAll('`', 'ˋ').replaceAll('<!--', `<${GAP}!--`) || ' '}\``;
}

/** A login of a person we do not want to wake: shown, linked, not mentioned. */
export function login(name: string): string {
  return code(`@${name}`);
}

/** `1 credential`, `2 credentials`. */
export function count(many: number, thing: string): string {
  return `${many} ${thing}${many === 1 ? '' : 's'}`;
}

/** The first of them in one line, and how many more there are: "a, b and 3 more". */
export function someOf(names: readonly string[], most: number, say = (name: string) => name): string {
  const more = names.length - most;
  const shown = names.slice(0, most).map(say).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** At most `limit` characters, and it says so when something is left out. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const note = '\n\n… shortened: GitHub takes no more. `handback plan --json` shows all of it.';
  const end = text.lastIndexOf('\n', limit - note.length);
  return text.slice(0, end > 0 ? end : limit - note.length) + note;
}

/** As many entries of a list as fit into `limit` characters, and how many do not. `more`: how many there are beside. */
export function fitting(entries: readonly string[], limit: number, more = 0): string {
  let length = 0;
  const shown: string[] = [];
  for (const entry of entries) {
    length += entry.length + 1;
    if (length > limit) break;
    shown.push(entry);
  }
  const left = entries.length - shown.length + more;
  if (left > 0) shown.push(`- … and ${left} more; \`handback plan --json\` shows all of them.`);
  return shown.join('\n');
}

const LONGEST = 300;

/** What GitHub would make a link, a mention or a picture of: the gap goes behind it. */
const BREAKS = /[@#]|:(?=\/\/|[\w+-]+:)|GH(?=-\d)|www(?=\.)/gi;

/**
 * Controls, invisible and bidirectional characters, halves of characters: they would let a name look like another one.
 */
const CONTROLS = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Printable, without backticks, and nothing that a marker of ours begins with: nearly all names are such. */
const QUIET = /^[ -;=-_a-~]+$/;

const PRINTABLE = /^[ -~]*$/;

function withoutControls(text: string): string {
  const clean = PRINTABLE.test(text) ? text : text.replaceAll(CONTROLS, ' ');
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '')}…` : clean;
}
