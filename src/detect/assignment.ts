/**
 * The shapes in which text gives a value to a name, from the keyword (a part of the name) on:
 * `keyword_rest = value`, `"keyword": "value"`, `keyword: string = "value"`, `<keyword>value`, `set("keyword", "value")`,
 * `name: KEYWORD` + newline + `value: …`, and `key="keyword" value="…"`.
 */
/** Atomic (look-ahead and back-reference): what it took is never given back, so a miss costs one try. */
const REST = String.raw`(?=(?<rest>[\w.\- \t]{0,40}))\k<rest>`;
/** Names that say something about a secret instead of holding it: `token_type`, `secretName`, `password_field`. */
const ABOUT =
  'commit|sha|sha256|hash|digest|checksum|version|url|uri|endpoint|host|path|file|filename|dir|name|type|kind|length|len|size|' +
  'count|limit|expiry|expires|expiration|ttl|timeout|pattern|regex|format|prefix|suffix|label|title|description|message|msg|' +
  'error|field|column|header|param|attr|class|selector|placeholder|hint|policy|scope|scopes|arn|ref|index|position|offset|' +
  'status|state|date|time|page|link|button|icon|form|input|mode|enabled|required|provider|manager|service|public|pub';
const QUOTES = String.raw`(?:\\?["'\x60]|[\]\)]){0,3}`;
const TYPED = String.raw`:[ \t]{0,4}[&\w<>]{1,24}[ \t]{0,4}=`;
const BESIDE = String.raw`,?\s{1,24}\\?["']?(?i:value)\\?["']?[ \t]{0,3}[:=]`;
const SIGN = String.raw`(?:[ \t]{0,8}(?:${TYPED}|=>|:=|\|\|=|\?\?=|[=:>,])|${BESIDE})`;

/** Regex source for everything between the keyword and the first character of the value, which must be the group `secret`. */
export const ASSIGNS = String.raw`${REST}(?<!(?i:${ABOUT})[ \t]{0,4})${QUOTES}${SIGN}\s{0,8}(?:\\?["'\x60]){0,3}`;

const MAX_REST = 80;
const MAX_QUOTES = 6;
const MAX_SPACE = 24;

/** A cheap necessary condition of ASSIGNS at byte `at`, just after the keyword. It never rejects what ASSIGNS accepts. */
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
const QUOTE_BYTES = byteSet('"\'`])\\');
const SPACE_BYTES = byteSet(' \t\r\n\v\f\xa0');
/** `v` and a quote begin the BESIDE form. */
const SIGN_BYTES = byteSet('=:>,|?vV"\'\\');

function byteSet(chars: string): Uint8Array {
  const set = new Uint8Array(256);
  for (const char of chars) set[char.charCodeAt(0)] = 1;
  return set;
}
