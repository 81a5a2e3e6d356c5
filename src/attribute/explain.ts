import type { Claim } from '../model/attribution.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Who } from '../model/person.ts';
import { isoDay } from '../model/time.ts';

/** Who made it and how we know, in one sentence. */
export function explain(creator: Claim | undefined, rival: Claim | undefined, claims: readonly Claim[]): string {
  const [best] = creator?.evidence ?? [];
  if (creator === undefined || best === undefined) return explainUnknown(claims);
  const more = creator.evidence.length > 1 ? ` (and ${creator.evidence.length - 1} more)` : '';
  const doubt = rival ? ` Other evidence names ${claimName(rival)}.` : '';
  const sure = `${creator.level}, ${Math.floor(creator.confidence * 100)} %`;
  return `${claimName(creator)} ${best.did} on ${isoDay(best.at)}, says ${best.source}${more}: ${sure}.${doubt}`;
}

function explainUnknown(claims: readonly Claim[]): string {
  const programs = claims.filter(({ role }) => role === 'creator');
  if (programs.length === 0) return 'Nobody is known to have made it: there is no evidence that Handback can see.';
  return `Only programs are known to have made it (${programs.map(claimName).join(', ')}), not the human behind them.`;
}

/** Every piece of evidence on a line of its own, strongest first. */
export function chain(claims: readonly Claim[]): readonly string[] {
  return claims.flatMap((claim) => claim.evidence.map((item) => line(item, claim)));
}

function claimName({ person, who }: Pick<Claim, 'person' | 'who'>): string {
  return person ? `@${person.login}` : nameOf(who);
}

function line(item: Evidence, claim: Claim): string {
  const known = claim.person && item.who.login?.toLowerCase() !== claim.person.login.toLowerCase();
  const tie = known && claim.person ? ` (known as @${claim.person.login} by ${claim.matchedBy})` : '';
  return `${item.strength}: ${nameOf(item.who)}${tie} ${item.did} on ${isoDay(item.at)}, says ${item.source}`;
}

function nameOf({ login, name, email, id }: Who): string {
  if (login !== undefined) return `@${login}`;
  if (name !== undefined && email !== undefined) return `${name} <${email}>`;
  return name ?? email ?? `user ${id}`;
}
