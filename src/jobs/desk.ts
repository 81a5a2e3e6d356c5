import { directory } from '../attribute/people.ts';
import type { CommentName } from '../model/decision.ts';
import type { Repository } from '../model/organization.ts';
import type { Desk, Place } from '../policy/commands/desk.ts';
import type { Context, Site } from './context.ts';
import { noRight } from './rights.ts';
import { type FullSituation, situation } from './situation.ts';

export interface Said {
  readonly comment: CommentName;
  readonly speaker: { readonly id: number; readonly login: string };
  /** For people: "acme/security#7, comment 12". */
  readonly where: string;
}

/** All that a command or button is judged by; undefined where nobody decides anything. */
export async function openDesk(
  context: Context,
  site: Site,
  repository: Repository,
  said: Said,
): Promise<Desk | undefined> {
  const { store } = context;
  const { organization } = site;
  const now = context.now();
  const facts = await situation(store, organization, now);
  const place = await placeOf(context, facts, organization.id, repository, said.comment.issue);
  if (place === undefined) return undefined;
  const people = directory(await store.people.list(organization.id));
  const vendors = new Map(
    (await store.engagements.list(organization.id)).flatMap(({ who, vendor }) => {
      const person = people.find(who)?.person;
      return person === undefined || vendor === undefined ? [] : [[person.id, vendor] as const];
    }),
  );
  const { policy } = facts.reading;
  const why = await noRight(site, policy, repository, said.speaker, people);
  return {
    now,
    organization: organization.login,
    policy,
    place,
    speaker: said.speaker,
    ...(why === undefined ? {} : { noRight: why }),
    departures: facts.departures,
    files: facts.files,
    repositories: [...facts.repositories.values()],
    decisions: facts.decisions,
    attempts: facts.attempts,
    vendorOf: (person) => vendors.get(person),
    matches: facts.matches,
    said: said.where,
    comment: said.comment,
  };
}

/** A case or a review is known by its issue in the repository of the cases; a pull request by its open head. */
async function placeOf(
  { store }: Context,
  { reading, cases, heads, organization, upkeep }: FullSituation,
  org: number,
  { id, fullName }: Repository,
  issue: number,
): Promise<Place | undefined> {
  if (fullName === `${organization}/${reading.policy.cases?.repository}`) {
    const outcomes = await store.outcomes.list(org);
    const here = new Set(outcomes.flatMap(({ key, remote }) => (remote === issue ? [key] : [])));
    const found = cases.find(({ departure }) => here.has(`case-issue:${departure.id}`));
    if (found !== undefined) return { at: 'case', case: found };
    const review = upkeep?.reviews.find(({ campaign }) => here.has(`case-issue:${campaign.key}`));
    if (review !== undefined) return { at: 'review', review };
  }
  const head = heads.findLast((each) => each.repositoryId === id && each.subject === `pull/${issue}`);
  if (head === undefined) return undefined;
  const found = head.scan.state === 'done' ? head.scan.found.map(({ credential }) => credential) : [];
  return { at: 'pull', repositoryId: id, found };
}
