/**
 * Aho-Corasick as one dense table: `next[(state << 8) | byte]`. State 0 is the start;
 * accepting states have the highest numbers.
 */
export interface Automaton {
  readonly next: Uint16Array;
  readonly firstAccepting: number;
  /** Per state: the indexes of the keywords that end there. */
  readonly accepted: readonly (readonly number[])[];
}

interface Node {
  readonly children: Map<number, Node>;
  readonly keywords: number[];
  fail: Node | undefined;
  number: number;
}

/** Keywords are lower-case; the automaton reads upper-case ASCII letters as lower-case ones. */
export function buildAutomaton(keywords: readonly string[]): Automaton {
  const root = newNode();
  for (const [index, keyword] of keywords.entries()) insert(root, keyword, index);
  const nodes = linkFailures(root);
  const quiet = nodes.filter((node) => node.keywords.length === 0);
  const ordered = [...quiet, ...nodes.filter((node) => node.keywords.length > 0)];
  if (ordered.length > 0xffff) throw new RangeError('too many keywords for a 16-bit automaton');
  for (const [number, node] of ordered.entries()) node.number = number;
  return { next: transitions(nodes), firstAccepting: quiet.length, accepted: ordered.map((node) => node.keywords) };
}

function insert(root: Node, keyword: string, index: number): void {
  let node = root;
  for (const char of keyword) {
    const byte = char.charCodeAt(0);
    const child = node.children.get(byte) ?? newNode();
    node.children.set(byte, child);
    node = child;
  }
  node.keywords.push(index);
}

/** Sets the failure links and returns all nodes breadth-first, the root first. */
function linkFailures(root: Node): Node[] {
  const nodes = [root];
  for (const node of nodes) {
    for (const [byte, child] of node.children) {
      child.fail = node === root ? root : step(node.fail ?? root, byte, root);
      child.keywords.push(...child.fail.keywords);
      nodes.push(child);
    }
  }
  return nodes;
}

function step(from: Node, byte: number, root: Node): Node {
  for (let node: Node | undefined = from; node !== undefined; node = node.fail) {
    const child = node.children.get(byte);
    if (child !== undefined) return child;
  }
  return root;
}

/** Breadth-first, so a node's failure row is complete before the node copies it. */
function transitions(nodes: readonly Node[]): Uint16Array {
  const next = new Uint16Array(nodes.length << 8);
  for (const node of nodes) {
    const row = node.number << 8;
    if (node.fail !== undefined) next.copyWithin(row, node.fail.number << 8, (node.fail.number + 1) << 8);
    for (const [byte, child] of node.children) {
      next[row | byte] = child.number;
      if (byte >= 97 && byte <= 122) next[row | (byte - 32)] = child.number;
    }
  }
  return next;
}

function newNode(): Node {
  return { children: new Map(), keywords: [], fail: undefined, number: 0 };
}
