/**
 * Text from GitHub, git or a file, made harmless in Markdown: nothing in it formats, links, mentions anybody, closes an
 * issue or hides in control or right-to-left characters. `owner/repo#1` and `@name` are broken with a zero-width space.
 */
export function plain(text: string): string {
  return withoutControls(text)
    .replaceAll(/[\\`*[\]<>#|~$&]|(?<![^\W_])_|_(?![^\W_])/g, (character) => `&#${character.charCodeAt(0)};`)
    .replaceAll('@', '@\u200b')
    .replaceAll(/:\/\/|\bwww\.|\bGH-/gi, (link) => `${link.slice(0, -1)}\u200b${link.slice(-1)}`)
    .replaceAll(/^(\s*)([-+=]|\d+[.)])/g, '$1&#8203;$2');
}

/** The same inside backticks, where only backticks, line ends and controls can do harm. */
export function code(text: string): string {
  return `\`${withoutControls(text).replaceAll('`', 'ˋ')}\``;
}

/** A login of a person we do not want to wake: shown, linked, not mentioned. */
export function login(name: string): string {
  return `\`@${withoutControls(name).replaceAll('`', '')}\``;
}

/** At most `limit` characters, and it says so when something is left out. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const note = '\n\n… shortened: GitHub takes no more. `handback plan` shows all of it.';
  return text.slice(0, text.lastIndexOf('\n', limit - note.length)) + note;
}

const LONGEST = 300;

// Control, zero-width and bidirectional-override characters: they would let a name look like another one.
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what this removes
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

function withoutControls(text: string): string {
  const clean = text.replaceAll(CONTROLS, ' ');
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST)}…` : clean;
}
