import { ASSIGNS } from './assignment.ts';

/**
 * Building blocks for rule patterns: regex sources, all bounded. `base62(36)` is exactly
 * 36, `base62(20, 40)` is 20 to 40.
 */

export const base62 = (least: number, most = least) => repeat('[A-Za-z0-9]', least, most);
export const base64 = (least: number, most = least) => repeat('[A-Za-z0-9+/]', least, most);
export const base64url = (least: number, most = least) => repeat('[A-Za-z0-9_-]', least, most);
export const base32 = (least: number, most = least) => repeat('[A-Z2-7]', least, most);
export const lower = (least: number, most = least) => repeat('[a-z0-9]', least, most);
export const upper = (least: number, most = least) => repeat('[A-Z0-9]', least, most);
export const hex = (least: number, most = least) => repeat('[0-9a-f]', least, most);
export const digits = (least: number, most = least) => repeat('[0-9]', least, most);
export const UUID = '[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}';

function repeat(set: string, least: number, most: number): string {
  return least === most ? `${set}{${least}}` : `${set}{${least},${most}}`;
}

/**
 * A token does not start inside a word, but may follow an escape, `\n`, `%3D`, `\u003d`, or
 * be the default in `${VAR:-…}`.
 */
export const START = String.raw`(?:(?<![\w-])|(?<=\\[nrt]|%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|:-))`;

/** A token ends where no character follows that could belong to it. */
const END = String.raw`(?![\w-])`;

/** A token that is recognised by its own shape. */
export function token(shape: string): string {
  return `${START}(${shape})${END}`;
}

/** The same for what begins as base64 of any bytes may: not in the middle of such text. */
export function outsideBase64(shape: string): string {
  return `(?<![+/])${START}(${shape})(?![\\w+/-])`;
}

/** A value of the shape that is given to a name with the keyword in it, whatever the language: see assignment.ts. */
export function assigned(names: string, shape: string): string {
  return String.raw`(?i:${names})${ASSIGNS}(?<secret>${shape})(?![\w+/=-])`;
}

/** Where a value ends that no quote ends. */
const BARE_END = String.raw`(?=["'\x60\s;,&<|})]|\\[nr"']|$)`;

/** In a query a name begins behind this `&`. */
const NO_QUERY = String.raw`&(?!(?:amp;)?[\w%.-]{1,40}=)`;

/**
 * So many characters that are none of these; a `&` may be among them, or another thing.
 * Written without a choice for each character, which costs ten times as much.
 */
const run = (but: string, least: number, most: number, among: string) =>
  `(?=[^${but}]{${least}}|(?:[^${but}]|${among}){${least}})[^${but}&]{0,${most}}(?:(?:${NO_QUERY}|${among})[^${but}&]{0,${most}}){0,3}`;

/** How JSON of PHP writes a slash. */
const SLASH = String.raw`\\/`;

/** A character as strings escape it. A quote is none: it may be the end, of JSON in a string. */
const ESCAPED = String.raw`\\(?:\\(?!\\?["'])|[/$&!@#]|u00[0-9a-fA-F]{2})`;

/**
 * Quoted, or bare to the end of the word; nothing that code has in a call, an index or an
 * interpolation. Only its randomness tells.
 */
export const RANDOM_VALUE = String.raw`(?=(?<secret>${run(String.raw`\x00-\x20"'\x60<>(){}\[\];,|\\$\x7f-\xff`, 10, 200, SLASH)}))\k<secret>${BARE_END}`;

const IN_QUOTES = run(String.raw`"'\x60\\\x00-\x20\x7f`, 8, 100, ESCAPED);
const BARE = `(?!\\$)${run(String.raw`\x00-\x20"'\x60<>(){}\[\];,|\\\x7f`, 8, 100, SLASH)}`;
const VARIABLE = String.raw`[A-Za-z_.]{1,60}\d{0,3}${BARE_END}`;

/**
 * In quotes whatever is no space; bare what code has not, and no name of a variable. What
 * somebody chose may hold any mark.
 */
export const CHOSEN_VALUE = String.raw`(?:(?<=["'\x60])(?=(?<secret>${IN_QUOTES}))\k<secret>(?=\\?["'\x60]|&)|(?<!["'\x60])(?!${VARIABLE})(?=(?<secret>${BARE}))\k<secret>${BARE_END})`;

/**
 * One word of a command line: in single quotes whatever they hold, else nothing that a
 * shell expands and no piece of a program's string.
 */
export const SHELL_WORD = String.raw`(?:'(?<secret>[^'"\s\\\x60]{8,100})'|"(?![+%&])(?<secret>[^"'$\s\\\x60<>{}()]{8,100})"|(?![+%&-])(?<secret>[^\s"'$<>{}()\x60|;&\\]{8,100})(?=["'\s]|$))`;

/**
 * Behind the name of the header: a sign, the space of a configuration, or the value of a request that Postman keeps.
 */
export const IN_HEADER = String.raw`(?<=(?i:authorization)["']?(?:[ ]?[:=,][ ]?|[ ](?=["']))["'\x60]?|(?i:ization)["'],\s{0,10}["']value["']: ?["'])`;

/**
 * How a JSON Web Token begins, lower-case: `{"alg`, `{"typ`, `{"kid` and the other names
 * that stand first in its header.
 */
export const JWT_STARTS = [
  'eyjhbgci',
  'eyj0exai',
  'eyjrawqi',
  'eyjjdhki',
  'eyj4nxqi',
  'eyj4nwmi',
  'eyjlbmmi',
  'eyjqa3ui',
];
