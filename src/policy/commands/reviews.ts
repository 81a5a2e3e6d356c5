import type { KeepDecision, ReviewLine } from '../../model/decision.ts';
import type { Repository } from '../../model/organization.ts';
import type { Review } from '../upkeep.ts';
import { code, count, someOf } from '../words/markdown.ts';
import type { Desk, Ruling } from './desk.ts';
import { forbids } from './rights.ts';
import { done, refused, type Shared } from './shared.ts';

/** Lines that a refusal names; the rest is counted. */
const MOST_NAMED = 5;

/** One line shall stay: the word of somebody who neither made it, holds it, nor has that access. */
export function judgeKeep(desk: Desk, said: string, because: string, shared: Shared): Ruling {
  if (desk.place.at !== 'review') return refused(ELSEWHERE);
  const { review } = desk.place;
  const line = lineOf(review, said);
  const why = forbids(desk, 'spares', line?.of === 'credential' ? desk.files.get(line.id) : undefined);
  if (why !== undefined) return refused(why);
  if (line === undefined) return refused(`${code(said)} is no line of this review`);
  if (line.of === 'repository' && writesTo(desk, review, line.id))
    return refused('you can write there yourself, so somebody else says whether that shall stay');
  return done({ ...shared, decides: 'keep', review: review.campaign.key, line, because });
}

/** All of it was looked at. What the speaker may not judge, somebody else must have kept before. */
export function judgeAttest(desk: Desk, shared: Shared): Ruling {
  if (desk.place.at !== 'review') return refused(ELSEWHERE);
  const { review } = desk.place;
  const why = forbids(desk, 'spares');
  if (why !== undefined) return refused(why);
  const kept = keptByOthers(review, desk.speaker.id);
  const own = review.files.filter(
    (file) => !kept.has(file.credential.id) && forbids(desk, 'spares', file) !== undefined,
  );
  if (own.length > 0) {
    const ids = own.map(({ credential }) => credential.id);
    return refused(
      `you or your vendor made or hold ${count(own.length, 'credential')} in it that nobody else has kept: ${someOf(ids, MOST_NAMED, code)}. Somebody else writes \`/handback keep CREDENTIAL because REASON\` for each, or attests the review`,
    );
  }
  return done({ ...shared, decides: 'attest', review: review.campaign.key });
}

const ELSEWHERE = 'that is said in the issue of an access review';

function lineOf({ files, access }: Review, said: string): ReviewLine | undefined {
  const file = files.find(({ credential }) => credential.id === said);
  if (file !== undefined) return { of: 'credential', id: file.credential.id };
  const found = access.filter(({ repository }) => isCalled(repository, said));
  const [only, ...more] = found;
  return only?.access === undefined || more.length > 0 ? undefined : { of: 'repository', id: only.repository.id };
}

/** With its owner or without. */
export function isCalled({ fullName }: Pick<Repository, 'fullName'>, said: string): boolean {
  const name = said.toLowerCase();
  return [fullName.toLowerCase(), fullName.toLowerCase().split('/')[1]].includes(name);
}

function writesTo({ speaker }: Desk, { access }: Review, repositoryId: number): boolean {
  const found = access.find(({ repository }) => repository.id === repositoryId)?.access;
  return found?.people.some(({ id, goneAt }) => id === speaker.id && goneAt === undefined) ?? false;
}

function keptByOthers({ kept }: Review, speaker: number): ReadonlySet<string> {
  const others = kept.filter(({ by }: KeepDecision) => by.id !== speaker);
  return new Set(others.flatMap(({ line }) => (line.of === 'credential' ? [line.id] : [])));
}
