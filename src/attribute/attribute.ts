import type { Attribution, AttributionLevel, Claim } from '../model/attribution.ts';
import type { Evidence } from '../model/evidence.ts';
import { type Candidate, candidates } from './candidates.ts';
import { chain, explain } from './explain.ts';
import { isOfAccount } from './names.ts';
import type { Directory } from './people.ts';
import { TRUST, type Trust } from './trust.ts';
import { chance, odds, oddsOf, sum } from './weigh.ts';

/** A rival who is as likely as this is named with the first, and such an answer blocks nobody. */
const RIVAL = 0.2;

/** All evidence about one credential -> who made it, with what confidence, and everything else that is said. */
export function attribute(evidence: readonly Evidence[], people: Directory, trust: Trust = TRUST): Attribution {
  const claimed = weighed(candidates(evidence, people), trust);
  const all = claimed.length < 2 ? claimed : claimed.toSorted(byConfidence);
  const possible = all.filter(({ mayBe }) => mayBe);
  // A name and address out of git is doubt beside an account, and the answer only where no account is named.
  const first = possible.find(({ of }) => of.account) ?? possible[0];
  const rivals = possible.length < 2 ? NONE : contenders(possible, first);
  const contested = rivals.length > 0;
  const creator = first && (contested ? { ...first.claim, level: 'weak' as const } : first.claim);
  const claims = all.map((each) => (each === first && creator ? creator : each.claim));
  const says = explain({ creator, rivals, claims, first: first?.of });
  const answer = { rivals, claims, contested, says, chain: chain(all) };
  return creator === undefined ? answer : { ...answer, creator };
}

/** Everybody who may have made it: humans and accounts that humans use, never a program. */
export function makers(found: readonly Candidate[]): readonly Candidate[] {
  return found.filter(({ role, nobody }) => role === 'creator' && !nobody);
}

interface Weighed {
  readonly of: Candidate;
  readonly claim: Claim;
  /** It may be who made it. */
  readonly mayBe: boolean;
}

const NONE: readonly never[] = [];

function contenders(possible: readonly Weighed[], first: Weighed | undefined): readonly Claim[] {
  return possible.filter((each) => each !== first && contends(each, first)).map((each) => each.claim);
}

/**
 * Whoever GitHub knew is never hidden behind a name that anybody could have written, and no such name
 * casts doubt on what GitHub or the issuer states: else a leaver's forged author line would free them.
 * Of many who may have had the login that GitHub names each has a small share, and it was one of them.
 */
function contends(one: Weighed, first: Weighed | undefined): boolean {
  if (first !== undefined && isStated(first.of) && !one.of.vouched) return false;
  const isKnown = one.of.vouched || one.of.perhaps;
  return one.claim.confidence >= RIVAL || (isKnown && first?.of.vouched === false);
}

/** Of its makers one at most made it. Of owners and approvers there may be many: each stands alone. */
function weighed(found: readonly Candidate[], trust: Trust): readonly Weighed[] {
  const rivals = makers(found);
  const each = oddsOf(rivals, trust);
  const all = sum(each);
  // They come in the order in which they were found.
  let next = 0;
  return found.map((of) => {
    const mayBe = of === rivals[next];
    const own = mayBe ? (each[next] ?? 0) : odds(of, trust);
    if (mayBe) next += 1;
    return { of, claim: claim(of, chance(own, mayBe ? all : own)), mayBe };
  });
}

function isStated({ named }: Candidate): boolean {
  return named.some((each) => each.item.strength === 'stated' && isOfAccount(each));
}

function claim({ role, who, person, named, vouched }: Candidate, confidence: number): Claim {
  const match = named.find((each) => each.match !== undefined)?.match;
  const evidence = named.map(({ item }) => item);
  const level = levelOf(confidence, vouched);
  if (person === undefined || match === undefined) return { role, who, confidence, level, evidence };
  const tied = { role, who, confidence, level, evidence, person, matchedBy: match.by };
  return match.service === undefined ? tied : { ...tied, service: match.service };
}

/**
 * What anybody could have written blocks nobody, however often it is right: else a forger
 * could stop an innocent person's work.
 */
function levelOf(confidence: number, vouched: boolean): AttributionLevel {
  if (!vouched || confidence < 0.7) return 'weak';
  return confidence >= 0.95 ? 'certain' : 'likely';
}

/** Equal claims stand in an order of their own, not in the order of the ledger. */
function byConfidence(a: Weighed, b: Weighed): number {
  const [first, second] = [a.claim.evidence[0], b.claim.evidence[0]];
  const age = first && second ? first.at - second.at || (first.id < second.id ? -1 : 1) : 0;
  return b.claim.confidence - a.claim.confidence || age;
}
