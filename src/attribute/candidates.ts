import type { Evidence, Role } from '../model/evidence.ts';
import type { Person, Who } from '../model/person.ts';
import { isNobody, isProgram, namesWhoAsked } from './bots.ts';
import { isOfAccount, joinedByName, meant, type Named } from './names.ts';
import type { Directory } from './people.ts';
import { weightKey } from './trust.ts';
import type { Support, Word } from './weigh.ts';

/** Somebody in one role, with all evidence that names them. */
export interface Candidate {
  readonly role: Role;
  readonly who: Who;
  readonly person?: Person;
  /** Strongest first, each with how its name was tied to the account. */
  readonly named: readonly Named[];
  readonly support: Support;
  /** What they brought, another account wrote. */
  readonly takenOver: boolean;
  /** A bot or agent, or GitHub's stand-in for an account that was deleted: never the answer. */
  readonly nobody: boolean;
  /** More than what anybody could have written stands behind it: GitHub, the issuer or a key of the person's own. */
  readonly vouched: boolean;
  /**
   * GitHub or the issuer named this one or somebody else: a login that has changed hands, a
   * branch to which several pushed, a text that several edited.
   */
  readonly perhaps: boolean;
  /** Named beside the human author of a commit. */
  readonly beside: boolean;
  /** Leads to an account, known or not; otherwise it is only a name and an address out of git. */
  readonly account: boolean;
}

const RANK = { stated: 0, authenticated: 1, signed: 2, claimed: 3, inferred: 4 } as const;

/** Groups evidence by who is meant. The order of evidence and repetitions make no difference. */
export function candidates(evidence: readonly Evidence[], people: Directory): readonly Candidate[] {
  const distinct = evidence.length < 2 ? evidence : sorted(evidence);
  const named = joinedByName(whoMayBe(distinct, people));
  const authorship = authorshipIn(named);
  const [first] = named;
  // Mostly everything names one person.
  if (first !== undefined && named.every((each) => isOfOne(each, first))) return [candidate(first, named, authorship)];
  const groups = Map.groupBy(
    named,
    ({ item, match }) => `${item.role} ${match ? `account ${match.person.id}` : nameOf(item.who)}`,
  );
  return [...groups.values()].flatMap((group) =>
    group[0] === undefined ? [] : candidate(group[0], group, authorship),
  );
}

function isOfOne(one: Named, other: Named): boolean {
  return (
    one.item.role === other.item.role &&
    one.match !== undefined &&
    other.match !== undefined &&
    one.match.person.id === other.match.person.id
  );
}

/** Whoever may be meant is a candidate of their own. */
function whoMayBe(evidence: readonly Evidence[], people: Directory): readonly Named[] {
  const named: Named[] = [];
  for (const item of evidence) {
    const matches = meant(item, people);
    if (matches.length === 0) named.push({ item, match: undefined });
    for (const match of matches) named.push({ item, match });
  }
  return named;
}

/** Whom the commits name as their author, which bears on everybody else whom the evidence names. */
interface Authorship {
  /** It is a program: its human co-author is who asked for the work. */
  readonly byProgram: boolean;
  /**
   * And the agent that names who asked it, known to GitHub, brought the commit: then nobody
   * else wrote the co-author into it.
   */
  readonly namesWhoAsked: boolean;
  /** Ids of the accounts. */
  readonly authors: ReadonlySet<number>;
}

const UNWRITTEN: Authorship = { byProgram: false, namesWhoAsked: false, authors: new Set() };

function authorshipIn(named: readonly Named[]): Authorship {
  if (!named.some(({ item }) => item.kind === 'commit-author')) return UNWRITTEN;
  const authors = new Set(named.flatMap(authorIn));
  const byProgram = named.some((each) => each.item.kind === 'commit-author' && program(each));
  if (!byProgram) return { byProgram, namesWhoAsked: false, authors };
  const brought = named.filter(({ item }) => item.role === 'creator' && item.strength === 'authenticated');
  const byAgent = brought.length > 0 && brought.every((each) => namesWhoAsked(each.item.who));
  return { byProgram, namesWhoAsked: byAgent, authors };
}

function authorIn(each: Named): readonly number[] {
  return each.match === undefined || each.item.kind !== 'commit-author' || program(each) ? [] : [each.match.person.id];
}

function candidate(best: Named, group: readonly Named[], authorship: Authorship): Candidate {
  const { role, who } = best.item;
  const person = best.match?.person;
  const coAuthor = group.some(({ item }) => item.kind === 'commit-co-author');
  const found = {
    role,
    who,
    named: group,
    support: supportOf(group, authorship.byProgram),
    takenOver: isTakenOver(person, authorship),
    nobody: group.some((each) => program(each) || isNobody(each.item.who)),
    vouched: group.some((each) => isVouched(each)) || (coAuthor && authorship.namesWhoAsked),
    perhaps: group.some(isPerhaps),
    beside: coAuthor && !authorship.byProgram,
    account: person !== undefined || (who.id ?? who.login) !== undefined,
  };
  return person === undefined ? found : { ...found, person };
}

function isTakenOver(person: Person | undefined, { authors }: Authorship): boolean {
  return authors.size > 0 && person !== undefined && !authors.has(person.id);
}

/** Kinds that, where they are inferred, name everybody of whom GitHub knows that one did it. */
const ONE_OF_SEVERAL: ReadonlySet<string> = new Set(['pull-request', 'pull-request-push', 'text-author']);

function isPerhaps({ item: { kind, strength }, match }: Named): boolean {
  if (strength === 'inferred') return ONE_OF_SEVERAL.has(kind);
  return match?.doubtful === true && RANK[strength] <= RANK.signed;
}

/** What is perhaps about somebody else vouches for nobody. */
function isVouched(each: Named): boolean {
  return RANK[each.item.strength] <= RANK.signed && isOfAccount(each);
}

function supportOf(group: readonly Named[], byProgram: boolean): Support {
  const support: Word[] = [];
  for (const { item, match } of group) {
    const key = weightKey(item.kind, item.strength, byProgram);
    const tie = match?.weight ?? 1;
    const at = support.findIndex((word) => word.key === key);
    if (at < 0) support.push({ key, tie });
    else support[at] = { key, tie: Math.max(tie, support[at]?.tie ?? 0) };
  }
  return support;
}

function sorted(evidence: readonly Evidence[]): readonly Evidence[] {
  const [first, second] = evidence;
  // Most have two pieces, and to sort two costs more than all else here.
  const isPair = evidence.length === 2 && first !== undefined && second !== undefined;
  if (isPair && first.id !== second.id) return byStrength(first, second) <= 0 ? evidence : [second, first];
  const inOrder = evidence.toSorted(byStrength);
  return inOrder.some((item, at) => item.id === inOrder[at - 1]?.id) ? withoutRepetitions(evidence) : inOrder;
}

function withoutRepetitions(evidence: readonly Evidence[]): readonly Evidence[] {
  return [...new Map(evidence.map((item) => [item.id, item])).values()].toSorted(byStrength);
}

function program({ item, match }: Named): boolean {
  return isProgram(item.who) || (match !== undefined && isProgram(match.person));
}

function byStrength(a: Evidence, b: Evidence): number {
  return RANK[a.strength] - RANK[b.strength] || a.at - b.at || (a.id < b.id ? -1 : 1);
}

/** Equal for two names only if they are the same name: a login is no address. */
function nameOf({ id, login, email, name }: Who): string {
  if (id !== undefined) return `account ${id}`;
  if (login !== undefined) return `login ${login.toLowerCase()}`;
  return email === undefined ? `name ${name ?? ''}` : `address ${email.toLowerCase()}`;
}
