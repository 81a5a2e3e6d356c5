/**
 * The shapes in which text gives a value to a name, from the keyword (a part of the name) on: `keyword_rest
 * = value`, `"keyword": "value"`, `keyword: string = "value"`, `keyword[] = "value"`, `keyword == "value"`,
 * `env.KEYWORD || "value"`, `setKeyword("value")`, `set("keyword", "value")`, `keyword = wrapped("value")`,
 * `keyword: |` + newline + `value`, `<keyword>value`, `<key>keyword</key><string>value`, `| keyword | value
 * |`, `name: KEYWORD` + newline + `value: …`, `key="keyword" value="…"`, `"key": "keyword", "type": "…",
 * "value": "…"` and `keyword { get; set; } = "…"`.
 */
/** Atomic (look-ahead and back-reference): what it took is never given back, so a miss costs one try. */
const REST = String.raw`(?=(?<rest>[\w.\- \t]{0,40}))\k<rest>`;
/** Names that say something about a secret instead of holding it: `token_type`, `secretName`, `password_field`. */
const ABOUT =
  'commit|sha|sha256|hash|digest|checksum|version|url|uri|endpoint|host|path|file|filename|dir|name|type|kind|length|len|size|' +
  'count|limit|expiry|expires|expiration|ttl|timeout|pattern|regex|format|prefix|suffix|label|title|description|message|msg|' +
  'error|field|column|header|param|attr|class|selector|placeholder|hint|policy|scope|scopes|arn|ref|index|position|offset|' +
  'status|state|address|date|time|page|link|button|icon|form|input|mode|enabled|required|provider|manager|service|public|pub';
const QUOTES = String.raw`(?:\[\d{0,4}\]|(?:\\?["'\x60]|[\]\)]){0,3})`;
const TYPED = String.raw`:[ \t]{0,4}(?:&(?:'\w{1,12} )?)?[\w<>[\]]{1,24}(?: [|\w]{1,12}){0,2}(?:[ \t]{1,4}=|=(?=["'\x60]))`;
/** A field of JSON between a name and its value: `"key": "token", "type": "secret", "value": "…"`. */
const FIELD = String.raw`\\?["']\w{1,20}\\?["']\s{0,4}:\s{0,4}(?:\\?["'][^"'\\\n]{0,60}\\?["']|\w{1,12}),\s{0,24}`;
const BESIDE = String.raw`(?:,\s{0,24}(?:${FIELD}){0,2}|\s{1,24})\\?["']?(?:android:|Parameter)?(?i:value)\\?["']?[ \t]{0,12}[:=]`;
const NEXT_ELEMENT = String.raw`</\w{1,12}>\s{0,24}<(?:\w{0,12}(?i:value)|string|td|dd)>`;
const IN_QUOTES = String.raw`(?=\s{0,8}(?:@|[A-Za-z]{1,2})?\\?["'\x60])`;
/** A call, a comparison or a default gives what is quoted; anything else there is code. */
const QUOTED = String.raw`(?:\(|\|\|=?|\?\?=?|[=!]={1,2})${IN_QUOTES}`;
/** What is quoted behind a comma is the next name where a sign follows it. */
const NO_NAME = String.raw`(?!\s{0,8}["'][^"'\n]{0,80}["']\s{0,2}(?::|=>))`;
/**
 * Between two that are quoted or two that are not: `"name", "value"`, `name,value`; and in
 * Erlang: `{name, <<"value">>}`.
 */
const COMMA = String.raw`(?:(?<=\{\w{1,40}),[ \t]{0,2}(?:<<)?(?=")|(?<=["'\x60\])][ \t]{0,8}),${IN_QUOTES}${NO_NAME}|(?<!["'\x60\])][ \t]{0,8}),(?![\s"'\x60\\]))`;
/** `=>`, `|` and `>` stand in random text as well: there nothing is quoted, apart or the name of an element. */
const ARROW = String.raw`(?:(?<=["'\x60\])\s])|(?==>["'\x60\s]))=>`;
const CELL = String.raw`(?:(?<=["'\x60\s])|(?=\|["'\x60\s]))\|`;
const ELEMENT = String.raw`(?:(?<=["'])|(?<=<[\w:.-]{1,60}))>`;
/** A property of C# with what it holds at first. */
const PROPERTY = String.raw`\{ ?get;[^{}\n]{0,40}\} ?=(?=\s{0,4}@?")`;
const SIGN = String.raw`(?:${BESIDE}|[ \t]{0,8}(?:${TYPED}|${PROPERTY}|${ARROW}|:=|:-|<-|${QUOTED}|${NEXT_ELEMENT}|${COMMA}|[=:](?!>)|${CELL}|${ELEMENT}))`;
/** On another line only what is quoted, an element's text or a block of YAML: `KEY=` is followed by the next name. */
const SPACE = String.raw`(?:\s{0,24}(?=(?:@|[A-Za-z]{1,2})?\\?["'\x60])|(?<=>)\s{0,16}|[ \t]{0,8})`;
/**
 * What stands before the value in some languages: `b"…"`, `@"…"`, `String::from("…")`, `&anchor …`, `|` and a new line.
 */
const WRAP = String.raw`(?:(?:@|[A-Za-z]{1,2}|[\w.:[\]]{1,24}\(\s{0,4})(?=\\?["'\x60])|[&!][\w!]{1,24} {1,4}|[|>][+-]?[ \t]{0,2}\r?\n[ \t]{1,24}|\((?=\s)\s{1,24}(?=["'])|<!\[CDATA\[)?`;
/** `password || ""; next()`: nothing, and then code. */
const NOT_EMPTY = String.raw`(?!(?:""|''|\x60\x60)[;,)}\]])`;
const TO_VALUE = String.raw`${QUOTES}${SIGN}${SPACE}${WRAP}${NOT_EMPTY}(?:\\?["'\x60]){0,3}`;

/**
 * Regex source for everything between the keyword and the first character of the value,
 * which must be the group `secret`.
 */
export const ASSIGNS = String.raw`${REST}(?<!(?i:${ABOUT})[ \t]{0,4})${TO_VALUE}`;

/**
 * What is behind a keyword that ends the name: nothing, but for a number or the name of a
 * stage, and the type of a text.
 */
export const ENDS = String.raw`(?:[_.-]?(?i:\d{1,3}|prod(?:uction)?|live|stag(?:e|ing)|dev))?(?:[ \t]{1,4}(?:(?i:as) )?(?i:string|varchar))?(?![ \t]{0,8}[\w.-])`;

/**
 * From the name to a value that only a space keeps apart: in quotes; or bare, of an option
 * or of a statement that sets a variable.
 */
export const SPACED = String.raw`[ \t]{1,8}(?:@?\\?["'\x60]|(?<=(?:(?:^|[\s"'])--?[\w-]{0,24}|(?:ENV|ARG|setx|set -x|setenv) [A-Za-z_]{0,24})[ \t]{1,8}))`;

const MAX_REST = 80;
const MAX_QUOTES = 6;
const MAX_SPACE = 24;

/**
 * A cheap necessary condition of ASSIGNS at byte `at`, just after the keyword. It never rejects what ASSIGNS accepts.
 */
export function assignmentFollows(bytes: Uint8Array, at: number): boolean {
  let end = skip(bytes, at, MAX_REST, REST_BYTES);
  end = skip(bytes, end, MAX_QUOTES, QUOTE_BYTES);
  end = skip(bytes, end, MAX_SPACE, SPACE_BYTES);
  return end < bytes.length && SIGN_BYTES[bytes[end] as number] === 1;
}

function skip(bytes: Uint8Array, from: number, most: number, set: Uint8Array): number {
  const last = Math.min(bytes.length, from + most);
  let at = from;
  while (at < last && set[bytes[at] as number] === 1) at++;
  return at;
}

const REST_BYTES = byteSet('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.- \t');
const QUOTE_BYTES = byteSet('"\'`[])\\0123456789');
const SPACE_BYTES = byteSet(' \t\r\n\v\f\xa0');
/** `v`, `a` and a quote begin the BESIDE form. */
const SIGN_BYTES = byteSet('=:>,|?!<({vVa"\'\\');

function byteSet(chars: string): Uint8Array {
  const set = new Uint8Array(256);
  for (const char of chars) set[char.charCodeAt(0)] = 1;
  return set;
}
