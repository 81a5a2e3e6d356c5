import type { Attribution, AttributionLevel, Claim } from '../model/attribution.ts';
import type { Evidence, Role, Strength } from '../model/evidence.ts';
import type { Who } from '../model/person.ts';
import { isProgram } from './bots.ts';
import { chain, explain } from './explain.ts';
import type { Directory, Match } from './people.ts';

/** How often such evidence is right about who made a credential: estimates, not measured yet (docs/attribution.md). */
const TRUST: Record<Strength, number> = { stated: 0.99, authenticated: 0.9, signed: 0.9, claimed: 0.7, inferred: 0.5 };

/** A co-author beside a human author helped; beside a program's name it is the human who asked for the work. */
const HELPED = 0.3;

/** Rivals closer than this are shown as contested. */
const CLOSE = 0.15;

/** All evidence about one credential -> who made it, with what confidence, and everything else that is said. */
export function attribute(evidence: readonly Evidence[], people: Directory): Attribution {
  const byProgram = evidence.some(({ kind, who }) => kind === 'commit-author' && isProgram(who));
  const trust = ({ kind, strength }: Evidence) =>
    kind === 'commit-co-author' && !byProgram ? HELPED : TRUST[strength];
  const groups = Map.groupBy(
    evidence.map((item) => ({
      item,
      match: isProgram(item.who) ? undefined : people.find(item.who),
      trust: trust(item),
    })),
    ({ item, match }) => `${item.role} ${match ? match.person.id : nameOf(item.who)}`,
  );
  const claims = [...groups.values()].map(claim).toSorted((a, b) => b.confidence - a.confidence || earlier(a, b));
  const makers = claims.filter(({ role, who, person }) => role === 'creator' && !isProgram({ ...who, ...person }));
  const [first, second] = discounted(makers);
  const contested = first !== undefined && second !== undefined && first.confidence - second.confidence < CLOSE;
  const rival = contested ? second : undefined;
  return {
    ...(first ? { creator: first } : {}),
    claims,
    contested,
    says: explain(first, rival, claims),
    chain: chain(claims),
  };
}

interface Named {
  readonly item: Evidence;
  readonly match: Match | undefined;
  readonly trust: number;
}

/** Independent pieces of evidence add up: together they are wrong only if each of them is. A kind counts once. */
function claim(named: readonly Named[]): Claim {
  const strongest = new Map<string, number>();
  for (const { item, match, trust } of named) {
    const weight = trust * (match?.weight ?? 1);
    strongest.set(item.kind, Math.max(weight, strongest.get(item.kind) ?? 0));
  }
  // Sorted, so that rounding does not depend on the order in which evidence came in.
  const wrong = [...strongest.values()]
    .toSorted((a, b) => a - b)
    .reduce((product, weight) => product * (1 - weight), 1);
  const confidence = Math.min(1 - wrong, 0.999);
  const sorted = named.toSorted((a, b) => b.trust - a.trust || byAge(a.item, b.item));
  const [best] = sorted;
  if (best === undefined) throw new Error('a claim needs evidence');
  const match = sorted.find((each) => each.match !== undefined)?.match;
  return {
    role: best.item.role satisfies Role,
    who: best.item.who,
    confidence,
    level: level(confidence),
    ...(match ? { person: match.person, matchedBy: match.by } : {}),
    evidence: sorted.map(({ item }) => item),
  };
}

/**
 * What speaks for a rival speaks against the first: the first keeps the share of the odds that is its own.
 * A git identity that leads to no account is no rival: it may well be the same person.
 */
function discounted(makers: readonly Claim[]): readonly Claim[] {
  const known = makers.filter(({ person }) => person !== undefined);
  const [first, second, ...rest] = known.length > 0 ? known : makers.slice(0, 1);
  if (first === undefined) return [];
  if (second === undefined) return [first];
  const [for_, against] = [odds(first.confidence), odds(second.confidence)];
  const share = Math.min(first.confidence, for_ / (1 + for_ + against));
  return [{ ...first, confidence: share, level: level(share) }, second, ...rest];
}

/** Equal claims stand in an order of their own, not in the order of the ledger. */
function earlier(a: Claim, b: Claim): number {
  const [first, second] = [a.evidence[0], b.evidence[0]];
  return first && second ? byAge(first, second) : 0;
}

function byAge(a: Evidence, b: Evidence): number {
  return a.at - b.at || (a.id < b.id ? -1 : 1);
}

function odds(probability: number): number {
  return probability / (1 - probability);
}

function level(confidence: number): AttributionLevel {
  if (confidence >= 0.95) return 'certain';
  return confidence >= 0.7 ? 'likely' : 'weak';
}

function nameOf({ id, login, email, name }: Who): string {
  return String(id ?? login?.toLowerCase() ?? email?.toLowerCase() ?? name ?? 'somebody');
}
