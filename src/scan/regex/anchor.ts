import { members } from './bytes.ts';
import { lengths, type Node } from './node.ts';

/** Where in an expression fixed text stands, which a keyword filter can look for. */
export interface Anchor {
  /** Lower-case; one of them is in every match. */
  readonly keywords: readonly string[];
  /** What stands before the part that begins with the keyword, or holds it. */
  readonly before: readonly Node[];
  readonly rest: readonly Node[];
  /** Bytes from the start of `rest` to the keyword. */
  readonly lead: number;
}

/** Shorter text is everywhere. */
const LEAST = 3;
const MOST_LEAD = 200;

/** Every place that could serve, in order. */
export function anchorsIn(node: Node): Anchor[] {
  const parts = node.kind === 'sequence' ? node.parts : [node];
  const found: Anchor[] = [];
  for (let at = 0; at < parts.length; at++) {
    const rest = parts.slice(at);
    const inner = keywordsAt(rest, 0);
    if (inner !== undefined) found.push({ ...inner, before: parts.slice(0, at), rest });
  }
  return found;
}

type Inner = Pick<Anchor, 'keywords' | 'lead'>;

/** Fixed text at the start of a sequence, or inside its first part if that is a group of known width before it. */
function keywordsAt(parts: readonly Node[], lead: number): Inner | undefined {
  const run = runOf(parts);
  if (run.length >= LEAST) return { keywords: [run], lead };
  const [first] = parts;
  if (first?.kind === 'capture') return insideGroup(first.body, lead);
  if (first?.kind === 'choice') return eachOption(first.options, lead);
  return undefined;
}

function insideGroup(body: Node, lead: number): Inner | undefined {
  const parts = body.kind === 'sequence' ? body.parts : [body];
  let before = lead;
  for (let at = 0; at < parts.length && before <= MOST_LEAD; at++) {
    const found = keywordsAt(parts.slice(at), before);
    if (found !== undefined) return found;
    const part = parts[at];
    const { min, max } = part === undefined ? { min: 0, max: 0 } : lengths(part);
    if (min !== max) return undefined;
    before += min;
  }
  return undefined;
}

function eachOption(options: readonly Node[], lead: number): Inner | undefined {
  const runs = options.map((option) => runOf(option.kind === 'sequence' ? option.parts : [option]));
  return runs.every((run) => run.length >= LEAST) ? { keywords: [...new Set(runs)], lead } : undefined;
}

function runOf(parts: readonly Node[]): string {
  let run = '';
  for (const part of parts) {
    const letter = part.kind === 'byte' ? letterOf(members(part.bytes)) : '';
    if (letter === '') break;
    run += letter;
  }
  return run;
}

/** One ASCII character, or both cases of one. */
function letterOf(bytes: readonly number[]): string {
  if (bytes.length > 2 || bytes.length === 0 || bytes.some((byte) => byte > 0x7f)) return '';
  const letters = new Set(bytes.map((byte) => String.fromCharCode(byte).toLowerCase()));
  return letters.size === 1 ? [...letters].join('') : '';
}
