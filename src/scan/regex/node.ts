import type { Bytes } from './bytes.ts';

/** A regular expression over bytes. */
export type Node =
  | { readonly kind: 'byte'; readonly bytes: Bytes }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly options: readonly Node[] }
  | { readonly kind: 'repeat'; readonly body: Node; readonly min: number; readonly max: number; readonly lazy: boolean }
  | { readonly kind: 'capture'; readonly body: Node; readonly number: number }
  /** Takes no byte; `js` says the same to JavaScript. */
  | { readonly kind: 'assertion'; readonly js: string };

/** Go's syntax that has no counterpart here. */
export class RegexError extends Error {
  override readonly name = 'RegexError';
}

export function lengths(node: Node): { readonly min: number; readonly max: number } {
  switch (node.kind) {
    case 'byte':
      return { min: 1, max: 1 };
    case 'assertion':
      return { min: 0, max: 0 };
    case 'capture':
      return lengths(node.body);
    case 'sequence': {
      const all = node.parts.map(lengths);
      return { min: sum(all.map(({ min }) => min)), max: sum(all.map(({ max }) => max)) };
    }
    case 'choice': {
      const all = node.options.map(lengths);
      return { min: Math.min(...all.map(({ min }) => min)), max: Math.max(...all.map(({ max }) => max)) };
    }
    case 'repeat': {
      const { min, max } = lengths(node.body);
      return { min: min * node.min, max: max === 0 ? 0 : max * node.max };
    }
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
