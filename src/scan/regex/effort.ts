import { type Bytes, NONE } from './bytes.ts';
import { lengths, type Node } from './node.ts';

/**
 * At most so many ways a backtracking engine can go through an expression on one text of `reach` bytes. A
 * repetition has only one way where what it takes cannot begin what follows: giving a byte back then fails at once.
 */
export function effort(node: Node, reach: number, follow: Bytes = NONE): number {
  switch (node.kind) {
    case 'byte':
    case 'assertion':
      return 1;
    case 'capture':
      return effort(node.body, reach, follow);
    case 'sequence':
      return node.parts.reduce(
        (ways, part, at) => ways * effort(part, reach, begins(node.parts.slice(at + 1), follow)),
        1,
      );
    case 'choice': {
      const each = node.options.map((option) => effort(option, reach, follow));
      return distinct(node.options) ? Math.max(...each) : each.reduce((sum, ways) => sum + ways, 0);
    }
    case 'repeat': {
      const { body, min } = node;
      const max = Math.min(node.max, reach);
      const again = max > 1 ? first(body) : NONE;
      const inside = effort(body, reach, again | follow) ** max;
      const stops = (first(body) & follow) === NONE ? 1 : max - min + 1;
      return inside * Math.max(1, stops);
    }
  }
}

function distinct(options: readonly Node[]): boolean {
  let seen = NONE;
  for (const option of options) {
    const begin = first(option);
    if (lengths(option).min === 0 || (begin & seen) !== NONE) return false;
    seen |= begin;
  }
  return true;
}

/** The bytes with which a match can begin. */
function first(node: Node): Bytes {
  switch (node.kind) {
    case 'byte':
      return node.bytes;
    case 'assertion':
      return NONE;
    case 'capture':
      return first(node.body);
    case 'repeat':
      return node.max === 0 ? NONE : first(node.body);
    case 'choice':
      return node.options.reduce((set, option) => set | first(option), NONE);
    case 'sequence':
      return begins(node.parts, NONE);
  }
}

function begins(parts: readonly Node[], follow: Bytes): Bytes {
  let set = NONE;
  for (const part of parts) {
    set |= first(part);
    if (lengths(part).min > 0) return set;
  }
  return set | follow;
}
