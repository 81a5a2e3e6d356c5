import type { Strength } from '../model/evidence.ts';

/**
 * How much each kind of evidence counts, 0 to 1: by strength, and apart where a kind was
 * measured (docs/attribution.md has the source of each).
 */
export interface Trust {
  readonly strengths: Readonly<Record<Strength, number>>;
  /** By `weightKey`. */
  readonly kinds: Readonly<Record<string, number>>;
  /** How likely a co-author is, measured by whoever else is the likeliest: work of two has one author line. */
  readonly beside: number;
}

export const TRUST: Trust = {
  strengths: { stated: 0.99, authenticated: 0.85, signed: 0.85, claimed: 0.6, inferred: 0.5 },
  kinds: {
    'added-by stated': 0.99,
    'audit-log authenticated': 0.97,
    'audit-log stated': 0.99,
    'commit-author claimed': 0.91,
    'commit-co-author claimed': 0.3,
    'commit-co-author, for a program claimed': 0.95,
    'commit-signature signed': 0.97,
    'pull-request authenticated': 0.93,
    'pull-request inferred': 0.3,
    'push-protection-bypass authenticated': 0.18,
    'ref-update authenticated': 0.78,
    'text-author authenticated': 0.98,
    'workflow-reference inferred': 0.65,
  },
  beside: 0.41,
};

const STRENGTHS: readonly Strength[] = ['stated', 'authenticated', 'signed', 'claimed', 'inferred'];

/** What GitHub or a key tells of who brought a commit. */
const MOVES = keysOf(['commit-signature', 'pull-request', 'ref-update']);

/** By `weightKey`, what is one word said again. */
const SAID_AGAIN: ReadonlyMap<string, string> = new Map([
  // One act that GitHub writes down in several places: where somebody acted with another's
  // token, all of them name the other.
  ...['added-by stated', 'audit-log stated', 'deploy-key-event stated'].map((key) => [key, 'the act'] as const),
  // A hint while nobody could look, and then told for sure.
  ...['pull-request', 'text-author'].flatMap((kind) => [...keysOf([kind])].map((key) => [key, kind] as const)),
]);

/**
 * What a piece of evidence says, by its `weightKey`: of all that say the same, one counts. `takenOver`: another
 * account wrote what they brought. Whoever takes that over rebases it, signs it, pushes it and opens the pull request.
 */
export function wordOf(key: string, takenOver: boolean): string {
  if (takenOver && MOVES.has(key)) return 'the move';
  return SAID_AGAIN.get(key) ?? key;
}

function keysOf(kinds: readonly string[]): ReadonlySet<string> {
  return new Set(kinds.flatMap((kind) => STRENGTHS.map((strength) => keyOf(kind, strength))));
}

export function trustIn({ strengths, kinds }: Trust, key: string): number {
  return kinds[key] ?? strengths[key.slice(key.lastIndexOf(' ') + 1) as Strength];
}

/**
 * The same kind may come in several strengths, which are trusted apart. A co-author behind
 * a program is who asked for the work.
 */
export function weightKey(kind: string, strength: Strength, behindProgram: boolean): string {
  const named = behindProgram && kind === 'commit-co-author' ? 'commit-co-author, for a program' : kind;
  return KEYS.get(named)?.get(strength) ?? keyOf(named, strength);
}

function keyOf(kind: string, strength: Strength): string {
  return `${kind} ${strength}`;
}

/** Of the kinds that are trusted apart: put together once, and not for every piece of evidence. */
const KEYS: ReadonlyMap<string, ReadonlyMap<Strength, string>> = new Map(
  Object.keys(TRUST.kinds).map((key) => {
    const kind = key.slice(0, key.lastIndexOf(' '));
    return [kind, new Map(STRENGTHS.map((strength) => [strength, keyOf(kind, strength)]))];
  }),
);
