import { BEHIND, type Rule } from '../../detect/rule.ts';
import { type Anchor, anchorsIn } from './anchor.ts';
import { ALL, one } from './bytes.ts';
import { effort } from './effort.ts';
import { lengths, type Node, RegexError } from './node.ts';
import { parseGoRegex, TEXT_START } from './parse.ts';
import { writeJs } from './write.ts';

/** The most bytes that a rule of a user's sees. */
const MOST_REACH = 2048;
const SPARE = 16;
/** More ways through an expression than this and a hostile file could stop the scan. */
const MOST_WAYS = 4000;
/** Paths are as short as this, and there is one for each finding. */
const SHORT = 256;
const MOST_WAYS_IN_PATH = 70_000;

type Pattern = Pick<Rule, 'keywords' | 'pattern' | 'lead' | 'reach'>;

/**
 * A Go regular expression as the pattern of a rule: tried at fixed text that is in it, on a window of bounded length.
 */
export function compileRule(source: string, secretGroup: number): Pattern {
  const { node, captures } = parseGoRegex(source);
  if (secretGroup > captures) throw new RegexError(`it has no group ${secretGroup}`);
  const secret = secretGroup > 0 ? secretGroup : Math.min(captures, 1);
  if (captures > 1 && secretGroup === 0 && !always(node, 1)) {
    throw new RegexError('it is not clear which group is the secret; set secretGroup');
  }
  const usable = anchorsIn(node).flatMap((anchor) => fitted(anchor, secret) ?? []);
  const [best] = usable.sort((a, b) => shortest(b) - shortest(a));
  if (best === undefined) {
    throw new RegexError('it has no fixed text of three characters or more by which files can be searched');
  }
  return best;
}

/** A Go regular expression that tells whether a short text, such as a path or a line, has something in it. */
export function compileSearch(source: string, text: 'path' | 'line'): RegExp {
  const node = withoutStart(parseGoRegex(source).node, text);
  refuseSlow(node, SHORT, text === 'path' ? MOST_WAYS_IN_PATH : MOST_WAYS);
  return new RegExp(writeJs(node, 0));
}

/** `.*` at the start finds nothing that the rest alone does not find; `^.*` neither in a text of one line. */
function withoutStart(node: Node, text: 'path' | 'line'): Node {
  if (node.kind !== 'sequence') return node;
  const [first, second] = node.parts;
  const anchored = text === 'path' && first?.kind === 'assertion' && first.js === TEXT_START;
  const any = anchored ? second : first;
  if (any?.kind !== 'repeat' || any.min > 0 || Number.isFinite(any.max) || any.body.kind !== 'byte') return node;
  if ((any.body.bytes | one(10)) !== ALL) return node;
  return { kind: 'sequence', parts: node.parts.slice(anchored ? 2 : 1) };
}

function fitted({ keywords, before, rest, lead }: Anchor, secret: number): Pattern | undefined {
  const prefix: Node = { kind: 'sequence', parts: before };
  const { min, max } = lengths(prefix);
  const whole: Node = { kind: 'sequence', parts: [...before, ...rest] };
  if (min === max && min + lead <= BEHIND * 4) return pattern(keywords, whole, min + lead, secret, '');
  if (holds(prefix, secret) && secret > 0) return undefined;
  const tail: Node = { kind: 'sequence', parts: rest };
  // What may be missing before the fixed text need not be looked at.
  if (min === 0) return pattern(keywords, tail, lead, secret, '');
  if (max + lead > BEHIND) return undefined;
  refuseSlow(prefix, BEHIND);
  return pattern(keywords, tail, lead, secret, `(?<=${writeJs(prefix, -1)})`);
}

function pattern(keywords: readonly string[], node: Node, lead: number, secret: number, behind: string): Pattern {
  const reach = Math.min(MOST_REACH, lengths(node).max + SPARE);
  refuseSlow(node, reach);
  const js = writeJs(node, secret);
  return { keywords, lead, reach, pattern: `${behind}${secret === 0 ? `(${js})` : `(?:${js})`}` };
}

function refuseSlow(node: Node, reach: number, most = MOST_WAYS): void {
  if (effort(node, reach) > most) {
    throw new RegexError(
      'a hostile file could make it run for very long: its repetitions can share the same text in too many ways',
    );
  }
}

function shortest({ keywords }: Pattern): number {
  return Math.min(...keywords.map(({ length }) => length));
}

function holds(node: Node, capture: number): boolean {
  switch (node.kind) {
    case 'capture':
      return node.number === capture || holds(node.body, capture);
    case 'repeat':
      return holds(node.body, capture);
    case 'sequence':
      return node.parts.some((part) => holds(part, capture));
    case 'choice':
      return node.options.some((option) => holds(option, capture));
    default:
      return false;
  }
}

/** Whether the group is part of every match. */
function always(node: Node, capture: number): boolean {
  switch (node.kind) {
    case 'capture':
      return node.number === capture || always(node.body, capture);
    case 'repeat':
      return node.min > 0 && always(node.body, capture);
    case 'sequence':
      return node.parts.some((part) => always(part, capture));
    default:
      return false;
  }
}
