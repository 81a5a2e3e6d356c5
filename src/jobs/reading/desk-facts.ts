import type { CommentName, Decision } from '../../model/decision.ts';
import { isSameRepository, type Repository } from '../../model/organization.ts';
import type { Command } from '../../policy/commands/command.ts';
import type { Desk, Place } from '../../policy/commands/desk.ts';
import { isCalled } from '../../policy/commands/reviews.ts';
import { isToReview } from '../../policy/reviews.ts';
import type { Store } from '../../store/store.ts';
import { caseAlone } from './case-alone.ts';
import { type Ground, namesEver } from './ground.ts';
import { matches } from './matches.ts';
import { type Round, roundsOf } from './upkeep.ts';
import { filesAbout } from './watched-files.ts';

export interface Said {
  readonly comment: CommentName;
  readonly speaker: { readonly id: number; readonly login: string };
  /** For people: "acme/security#7, comment 12". */
  readonly where: string;
}

/**
 * What the ledger has to say, of no more credentials than these commands can be about;
 * undefined where nobody decides anything.
 */
export async function deskFacts(
  store: Store,
  ground: Ground,
  repository: Repository,
  said: Said,
  commands: readonly Command[],
): Promise<Desk | undefined> {
  const { organization, now, departures, repositories, decisions, attempts } = ground;
  const { policy } = ground.reading;
  const vendors = vendorsOf(ground);
  const about: About = { named: commands.flatMap((each) => named(each, decisions)), commands, vendors, said };
  const found = await placeOf(store, ground, repository, about);
  if (found === undefined) return undefined;
  return {
    now,
    organization: organization.login,
    policy,
    speaker: said.speaker,
    ...found,
    departures,
    repositories: [...repositories.values()],
    decisions,
    attempts,
    vendorOf: (person) => vendors.get(person),
    matches,
    said: said.where,
    comment: said.comment,
  };
}

interface About {
  /** Ids of credentials. */
  readonly named: readonly string[];
  readonly commands: readonly Command[];
  readonly vendors: ReadonlyMap<number, string>;
  readonly said: Said;
}

type Found = Pick<Desk, 'place' | 'files'>;

/** What a command names, or a decision that it names. */
function named(command: Command, decisions: readonly Decision[]): readonly string[] {
  if (command.name === 'approve' || command.name === 'cancel')
    return decisions.flatMap((each) => (each.id.startsWith(command.id) && 'credential' in each ? each.credential : []));
  if (command.name === 'keep') return [command.line];
  return 'credential' in command && command.credential !== undefined ? [command.credential] : [];
}

/** A case or a review is known by its issue in the repository of the cases; a pull request by its open head. */
async function placeOf(
  store: Store,
  ground: Ground,
  { id, fullName }: Repository,
  about: About,
): Promise<Found | undefined> {
  const { issue } = about.said.comment;
  const { organization, heads, reading } = ground;
  if (isSameRepository(fullName, `${organization.login}/${reading.policy.cases?.repository}`)) {
    const isHere = async (key: string) =>
      (await store.outcomes.read(organization.id, `case-issue:${key}`))?.remote === issue;
    for (const departure of ground.departures)
      if (await isHere(departure.id)) {
        const alone = await caseAlone(store, ground, departure, about.named);
        return alone && { files: alone.files, place: { at: 'case', case: alone.case } };
      }
    for (const round of await roundsOf(store, ground))
      if (await isHere(round.campaign.key)) return inReview(store, ground, round, about);
  }
  const head = heads.findLast((each) => each.repositoryId === id && each.subject === `pull/${issue}`);
  if (head === undefined) return undefined;
  const found = head.scan.state === 'done' ? head.scan.found.map(({ credential }) => credential) : [];
  const files = await filesAbout(store, ground, [...about.named, ...found]);
  const same = heads.filter((each) => each.repositoryId === id && each.sha === head.sha);
  const authors = same.flatMap(({ author }) => author?.id ?? []);
  return { files, place: { at: 'pull', repositoryId: id, found, authors } };
}

/** Of a review that may list everything: what is named, and what the speaker may not judge. */
async function inReview(store: Store, ground: Ground, round: Round, about: About): Promise<Found> {
  const { organization, repositories } = ground;
  const names = namesEver(ground, concerned(ground, about));
  const own = await store.credentials.named(organization.id, names);
  const files = await filesAbout(store, ground, [...about.named, ...own]);
  const lines = about.commands.flatMap((each) => (each.name === 'keep' ? each.line : []));
  const named = repositories
    .values()
    .filter((each) => each.goneAt === undefined && lines.some((line) => isCalled(each, line)));
  const read = async (repository: Repository) => ({
    repository,
    access: await store.records.read(organization.id, 'access', String(repository.id)),
  });
  const access = await Promise.all([...named].map(read));
  const place: Place = { at: 'review', review: { ...round, files: [...files.values()].filter(isToReview), access } };
  return { files, place };
}

/** The speaker, who works for the same vendor, and the machine accounts that the speaker answers for. */
function concerned({ roster, who }: Ground, { vendors, said: { speaker } }: About) {
  const vendor = vendors.get(speaker.id)?.toLowerCase();
  const name = speaker.login.toLowerCase();
  const theirs = roster.flatMap((entry) => {
    const { person, service } = who.find(entry.who) ?? {};
    if (person === undefined) return [];
    const isMate = vendor !== undefined && vendors.get(person.id)?.toLowerCase() === vendor;
    return isMate || service?.holders.some((holder) => holder.toLowerCase() === name) ? [person] : [];
  });
  return [...theirs, ...[who.find({ id: speaker.id })?.person].filter((person) => person !== undefined)];
}

function vendorsOf({ roster, who }: Ground): ReadonlyMap<number, string> {
  return new Map(
    roster.flatMap(({ who: named, vendor }) => {
      const person = who.find(named)?.person;
      return person === undefined || vendor === undefined ? [] : [[person.id, vendor] as const];
    }),
  );
}
