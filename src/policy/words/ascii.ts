/** Put behind what GitHub would make a link, a mention or a picture of. */
export const GAP = '\u200b';

const [ORDINARY, MARK, BREAK, OTHER] = [0, 1, 2, 3];

/** What to do about each character: controls and whatever is no ASCII are for the slow way. */
const CLASSES = Uint8Array.from({ length: 128 }, (_, unit) => {
  const character = String.fromCharCode(unit);
  if (unit < 32 || unit === 127) return OTHER;
  if ('@#:GgWw'.includes(character)) return BREAK;
  return '\\`*_{}[]<>()+!|~$&'.includes(character) ? MARK : ORDINARY;
});

/** How Markdown takes each of them for nothing but itself. */
const ESCAPES = Array.from(CLASSES, (_, unit) => `&#${unit};`);

/**
 * Makes a text of printable ASCII harmless in one pass, as `plain` and (without `escapes`) `bare` make any text:
 * nearly all texts are such, and one plan says hundreds of thousands of them. Undefined for any other text.
 */
export function harmlessAscii(text: string, escapes: boolean): string | undefined {
  let out = '';
  let from = 0;
  const end = text.length;
  for (let at = 0; at < end; at += 1) {
    const unit = text.charCodeAt(at);
    const is = unit < 128 ? CLASSES[unit] : OTHER;
    if (is === ORDINARY) continue;
    if (is === OTHER) return undefined;
    const length = is === BREAK ? broken(text, at, unit) : 0;
    const isEscaped = escapes && (is === MARK || unit === HASH);
    if (length === 0 && !isEscaped) continue;
    out +=
      text.slice(from, at) + (isEscaped ? `${ESCAPES[unit]}` : text.slice(at, at + length)) + (length > 0 ? GAP : '');
    from = at + Math.max(1, length);
    at = from - 1;
  }
  const whole = from === 0 ? text : out + text.slice(from);
  return mayBeginALine(text.charCodeAt(0)) && BEGINS_A_LINE.test(text) ? `${GAP}${whole}` : whole;
}

/** A rule, a heading underlined, a list; and nothing at all. */
const BEGINS_A_LINE = /^([-=]|\d+[.)]|$)/;

/** Nearly every text begins with a letter. No number: there is no text. */
function mayBeginALine(unit: number): boolean {
  return !(unit > 0x3d);
}

const [SPACE, HASH, COLON, AT, G, H, W] = [0x20, 0x23, 0x3a, 0x40, 0x67, 0x68, 0x77];

/**
 * How many characters here are one thing that GitHub would make more of: `@`, `#`, `GH` of
 * `GH-1`, `www` of `www.`, `:` of `://` or `:smile:`.
 */
function broken(text: string, at: number, unit: number): number {
  if (unit === HASH || unit === AT) return 1;
  // Mostly the next character rules it out already.
  const next = lower(text.charCodeAt(at + 1));
  if (unit === COLON) return next !== SPACE && startsAt(BEHIND_COLON, text, at + 1) ? 1 : 0;
  if (lower(unit) === G) return next === H && startsAt(ISSUE, text, at) ? 2 : 0;
  return next === W && startsAt(SITE, text, at) ? 3 : 0;
}

/** Of letters; digits and spaces stay as they are. */
function lower(unit: number): number {
  return unit | 32;
}

const BEHIND_COLON = /\/\/|[\w+-]+:/y;
const ISSUE = /gh-\d/iy;
const SITE = /www\./iy;

function startsAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}
