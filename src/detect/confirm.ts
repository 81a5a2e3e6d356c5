import type { FindingConfidence } from '../model/finding.ts';
import { Secret } from '../model/secret.ts';
import { type Anchor, ASSIGNING, anchorsOf, type CompiledRule, compile } from './anchors.ts';
import { assignmentFollows } from './assignment.ts';
import { confidenceOf, higher } from './confidence.ts';
import { createTexts, type Texts, textOf } from './latin1.ts';
import { isNoise } from './noise.ts';
import { isDummy } from './placeholders.ts';
import { type Admits, BEHIND, type Rule } from './rule.ts';
import { createDecode, type Decode, type Spelling } from './wrapped.ts';

/**
 * A confirmed match before lines are counted and overlaps resolved. Offsets are bytes of
 * the given blob, `end` exclusive.
 */
export interface RawFinding {
  readonly rule: Rule;
  readonly confidence: FindingConfidence;
  readonly secret: Secret;
  readonly start: number;
  readonly end: number;
  /** Place of the rule in the list: what decides between equals. */
  readonly order: number;
}

/**
 * The second half of detection: decides about one keyword hit by looking at a bounded slice. A verdict
 * depends on nothing but the bytes [position - longestLead, position + longestReach). An array that it
 * was given must not change while it is in use: its text is remembered from one keyword to the next.
 */
export interface Confirmer {
  /**
   * What a keyword filter must look for, in this order: those of the rules, then the base64 spellings of wrapped rules.
   */
  readonly keywords: readonly string[];
  /**
   * Per keyword: true when only `assignmentFollows` hits can be findings; a filter may test
   * that itself, `confirm` does it anyway.
   */
  readonly assignment: readonly boolean[];
  /** Per keyword: the most bytes read from the keyword's first byte on. */
  readonly reach: readonly number[];
  readonly longestReach: number;
  /** The most bytes read before a keyword. */
  readonly longestLead: number;
  /** `admits`: rules that have no say in these bytes must not win against those that have. */
  confirm(bytes: Uint8Array, position: number, keyword: number, admits?: Admits): RawFinding | undefined;
}

export function createConfirmer(rules: readonly Rule[]): Confirmer {
  const anchors = anchorsOf(rules.map(compile));
  const reach = anchors.map((anchor) => Math.max(...anchor.rules.map((rule) => readsAhead(rule, anchor))));
  const assignment = anchors.map((anchor) => anchor.rules.every((rule) => rule.assignment));
  const texts = createTexts();
  const decode = createDecode();
  const matchAt = createMatcher();
  return {
    keywords: anchors.map((anchor) => anchor.keyword),
    assignment,
    reach,
    longestReach: Math.max(0, ...reach),
    longestLead: Math.max(0, ...anchors.flatMap((anchor) => anchor.rules.map((rule) => readsBehind(rule, anchor)))),
    confirm(bytes, position, keyword, admits) {
      const anchor = anchors[keyword];
      if (anchor === undefined) return undefined;
      if (assignment[keyword] && !assignmentFollows(bytes, position + anchor.keyword.length)) return undefined;
      return anchor.spelling === undefined
        ? confirmPlain(anchor.rules, matchAt, texts, bytes, position, admits)
        : confirmWrapped(anchor.rules, matchAt, decode, bytes, position, anchor.spelling);
    },
  };
}

function confirmPlain(
  rules: readonly CompiledRule[],
  matchAt: MatchAt,
  textIn: Texts,
  bytes: Uint8Array,
  position: number,
  admits: Admits | undefined,
): RawFinding | undefined {
  let best: RawFinding | undefined;
  for (const compiled of rules) {
    const start = position - compiled.lead;
    if (start < 0) continue;
    const from = Math.max(0, start - BEHIND);
    const to = Math.min(bytes.length, start + compiled.reach);
    const slice = textIn(bytes, from, to);
    const match = matchAt(compiled, slice, start - from, to < bytes.length);
    if (match === undefined || admits?.(match.rule) === false) continue;
    best = better(best, moved(match, from + match.start, from + match.end));
  }
  return best;
}

function confirmWrapped(
  rules: readonly CompiledRule[],
  matchAt: MatchAt,
  decode: Decode,
  bytes: Uint8Array,
  position: number,
  { exact, alignment }: Spelling,
): RawFinding | undefined {
  for (let at = 0; at < exact.length; at++) if (bytes[position + at] !== exact.charCodeAt(at)) return undefined;
  let best: RawFinding | undefined;
  for (const compiled of rules) {
    const decoded = decode(bytes, position, alignment, compiled.lead + BEHIND, compiled.reach);
    if (decoded.keywordAt < compiled.lead) continue;
    const match = matchAt(compiled, decoded.text, decoded.keywordAt - compiled.lead, decoded.cut);
    if (match === undefined) continue;
    best = better(best, moved(match, decoded.startOf(match.start), decoded.endOf(match.end)));
  }
  return best;
}

/** Written out: a spread costs as much as the pattern. */
function moved({ rule, confidence, secret, order }: RawFinding, start: number, end: number): RawFinding {
  return { rule, confidence, secret, start, end, order };
}

type MatchAt = ReturnType<typeof createMatcher>;

/** Remembers the last assignment: of the rules with one keyword most look at the same. */
function createMatcher() {
  let last: { readonly slice: string; readonly at: number; readonly match: RegExpExecArray | null } | undefined;
  const run = (part: RegExp, slice: string, at: number): RegExpExecArray | null => {
    if (part === ASSIGNING && last?.at === at && last.slice === slice) return last.match;
    part.lastIndex = at;
    const match = part.exec(slice);
    if (part === ASSIGNING) last = { slice, at, match };
    return match;
  };

  /** A match that touches the end of a slice that was cut there could be longer in truth, so it is none. */
  return (compiled: CompiledRule, slice: string, at: number, cut: boolean): RawFinding | undefined => {
    if (at < 0) return undefined;
    const { rule, order, parts } = compiled;
    let match: RegExpExecArray | null = null;
    for (const part of parts) {
      match = run(part, slice, match === null ? at : match.index + match[0].length);
      if (match === null) return undefined;
    }
    const value = match?.groups?.['secret'] ?? match?.[1];
    if (match === null || value === undefined) return undefined;
    if (cut && match.index + match[0].length >= slice.length) return undefined;
    if (isDummy(value, rule) || isNoise(rule, slice, match.index, match.index + match[0].length)) return undefined;
    const start = startOf(value, match, compiled, slice);
    const confidence = isSurer(compiled, slice, at, value) ? higher(rule.confidence) : confidenceOf(rule, value);
    return { rule, order, confidence, secret: new Secret(textOf(value)), start, end: start + value.length };
  };
}

function isSurer({ surer }: CompiledRule, slice: string, at: number, value: string): boolean {
  if (surer === undefined) return false;
  surer.name.lastIndex = at;
  surer.value.lastIndex = 0;
  return surer.name.test(slice) && surer.value.test(value);
}

function startOf(value: string, match: RegExpExecArray, { locating }: CompiledRule, slice: string): number {
  const first = match[0].indexOf(value);
  if (match[0].indexOf(value, first + 1) < 0) return match.index + first;
  locating.lastIndex = match.index;
  const { indices } = locating.exec(slice) ?? {};
  const [start] = indices?.groups?.['secret'] ?? indices?.[1] ?? [match.index + first];
  return start;
}

const RANK = { high: 0, medium: 1, low: 2 } as const satisfies Record<FindingConfidence, number>;

/** The specific one, then the surer, then the longer, then the one whose rule comes first. */
export function better<T extends RawFinding>(a: T | undefined, b: T): T {
  if (a === undefined) return b;
  const by =
    Number(a.rule.generic ?? false) - Number(b.rule.generic ?? false) ||
    RANK[a.confidence] - RANK[b.confidence] ||
    b.end - b.start - (a.end - a.start) ||
    a.order - b.order;
  return by <= 0 ? a : b;
}

/** Base64 takes four bytes for three, and may be broken by line ends; a line before such a break is looked at whole. */
const [WRAPPED_GROWTH, WRAPPED_LINE] = [1.5, 72];

/** One more than the slice: whether anything follows it counts too. */
function readsAhead(compiled: CompiledRule, anchor: Anchor): number {
  return anchor.spelling === undefined
    ? compiled.reach - compiled.lead + 1
    : Math.ceil(compiled.reach * WRAPPED_GROWTH) + WRAPPED_LINE;
}

function readsBehind(compiled: CompiledRule, anchor: Anchor): number {
  const behind = compiled.lead + BEHIND;
  return anchor.spelling === undefined ? behind : Math.ceil(behind * WRAPPED_GROWTH) + WRAPPED_LINE;
}
