import type { Claim } from '../model/attribution.ts';
import type { Person, Who } from '../model/person.ts';
import { isoDay } from '../model/time.ts';
import type { Candidate } from './candidates.ts';
import type { Named } from './names.ts';

export interface Answer {
  readonly creator: Claim | undefined;
  readonly rivals: readonly Claim[];
  readonly claims: readonly Claim[];
  /** The creator, as one who may be it. */
  readonly first: Pick<Candidate, 'vouched' | 'named'> | undefined;
}

/** Who made it and how we know, in one sentence; a weak answer begins by saying that it is none. */
export function explain({ creator, rivals, claims, first }: Answer): string {
  const [best] = creator?.evidence ?? [];
  if (creator === undefined || best === undefined) return explainUnknown(claims);
  const more = creator.evidence.length > 1 ? ` (and ${creator.evidence.length - 1} more)` : '';
  const weak = creator.level === 'weak';
  const why = weak ? whyWeak(first) : '';
  const sure = `${creator.level}, ${Math.floor(creator.confidence * 100)} %${why}`;
  const doubt = rivals.length > 0 ? ` Other evidence names ${others(rivals)}.` : '';
  const hint = weak ? 'Not known for sure. A hint: ' : '';
  return `${hint}${claimName(creator)} ${best.did} on ${isoDay(best.at)}, says ${best.source}${more}: ${sure}.${doubt}`;
}

/** More would hide what the sentence is about; the chain has them all. */
const MOST_RIVALS = 5;

function others(rivals: readonly Claim[]): string {
  const named = rivals
    .slice(0, MOST_RIVALS)
    .map((each) => `${claimName(each)} (${Math.floor(each.confidence * 100)} %)`);
  const more = rivals.length > MOST_RIVALS ? [`${rivals.length - MOST_RIVALS} more`] : [];
  const all = [...named, ...more];
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

function whyWeak(first: Answer['first']): string {
  if (first === undefined || first.vouched) return '';
  const [best] = first.named;
  if (best?.match?.doubtful === true)
    return `, as the login ${nameOf(best.item.who)} has changed hands and it is not known who had it then`;
  return best?.item.strength === 'inferred'
    ? ', as it only fits the circumstances'
    : ', as anybody could have written it';
}

function explainUnknown(claims: readonly Claim[]): string {
  const programs = claims.filter(({ role }) => role === 'creator');
  const approvers = claims.filter(({ role, person }) => role === 'approver' && person?.bot !== true);
  const ask = approvers.length === 0 ? '' : ` Approved by ${approvers.map(claimName).join(', ')}.`;
  if (programs.length === 0)
    return `Nobody is known to have made it: there is no evidence that Handback can see.${ask}`;
  return `Only programs are known to have made it (${programs.map(claimName).join(', ')}), not the human behind them.${ask}`;
}

/** Every piece of evidence on a line of its own, strongest first. */
export function chain(found: readonly { readonly of: Candidate }[]): readonly string[] {
  const lines: string[] = [];
  for (const { of } of found) for (const each of of.named) lines.push(line(each));
  return lines;
}

function claimName({ person, who, service }: Pick<Claim, 'person' | 'who' | 'service'>): string {
  const name = person ? `@${person.login}` : nameOf(who);
  if (service === undefined) return name;
  const { holders } = service;
  const held = holders.length > 0 ? `, held by ${holders.join(', ')}` : '';
  return `${name} (no human by itself${held}, says the roster)`;
}

function line({ item, match }: Named): string {
  const known = match && item.who.login?.toLowerCase() !== match.person.login.toLowerCase();
  const tie = match?.doubtful
    ? ` (perhaps ${personName(match.person)}: the login has changed hands, and it is not known who had it then)`
    : known
      ? ` (known as @${match.person.login} by ${match.by})`
      : '';
  return `${item.strength}: ${nameOf(item.who)}${tie} ${item.did} on ${isoDay(item.at)}, says ${item.source}`;
}

/** With the id, because another may have had this login. */
function personName({ id, login }: Person): string {
  return `@${login}, user ${id}`;
}

function nameOf({ login, name, email, id }: Who): string {
  if (login !== undefined) return `@${login}`;
  if (name !== undefined && email !== undefined) return `${name} <${email}>`;
  return name ?? email ?? `user ${id}`;
}
