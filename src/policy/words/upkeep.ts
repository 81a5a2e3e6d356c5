import type { AttestDecision, KeepDecision } from '../../model/decision.ts';
import type { Repository } from '../../model/organization.ts';
import { isoDay, lastDay } from '../../model/time.ts';
import type { NamedFile, OwnedFile } from '../../model/violation.ts';
import type { Due, Lifecycle } from '../lifecycle.ts';
import type { Campaign } from '../reviews.ts';
import { nameCredential } from './credential.ts';
import { code, count, fitting, login, plain } from './markdown.ts';
import { type Paged, paged } from './pages.ts';

/** What an issue holds before it continues in comments, and what it holds then. */
const [ROOM, ROOM_BEFORE_PAGES] = [50_000, 20_000];

/** What is told beside what is due: nobody is asked to do anything about it today. */
const ROOM_BESIDE = 5_000;

export const LIFECYCLE_REMINDER = 'This came due, or nearer; the text above has all of it.';

export const LIFECYCLE = {
  title: 'Handback: credentials due',
  closing: 'Nothing is due any more. Closed; it opens again when something is.',
  reopening:
    'Opened again by Handback: credentials are still due. It closes by itself when none is; closing it by hand replaces nothing.',
};

export const REVIEW = {
  closing:
    'Nobody who may decide attested this review before the next one began. Its list is in the history of this text.',
  reopening:
    'Opened again by Handback: a review ends when somebody who may decide closes it, and whoever closed it may not, could not be told, or made or holds something in it that nobody else has kept; `/handback attest` says which.',
};

/** Dates, and no "in so many days": the text stays the same until something changes. */
export function lifecycleText({ due, unowned, unseen, unused, more }: Lifecycle): Paged {
  const stages = [...Map.groupBy(due, ({ within }) => within)].toSorted(([a], [b]) => a - b);
  const beyond = [...(more?.due.values() ?? [])].reduce((sum, many) => sum + many, 0);
  const line = (file: NamedFile) => `- ${nameCredential(file)}${idOf(file)}`;
  const listed = paged(
    stages.map(([within, items]) => ({
      heading: within === 0 ? 'Overdue' : `Due within ${count(within, 'day')}`,
      entries: items.map(dueLine),
    })),
    ROOM,
    ROOM_BEFORE_PAGES,
    beyond,
  );
  const text = [
    'Replace what is due, or give it a new end in the policy. This issue blocks nothing; it closes by itself when nothing is due.',
    listed.text,
    beside('Nobody answers for', unowned.map(line), more?.unowned),
    beside('Who answers for is not visible, as a CODEOWNERS was not read', unseen.map(line), more?.unseen),
    beside('Not used: by no workflow, or not for 90 days as its store tells', unused.map(line), more?.unused),
  ];
  return { text: text.filter(Boolean).join('\n\n'), pages: listed.pages };
}

export function reviewTitle({ start }: Campaign): string {
  return `Handback: access review of ${isoDay(start)}`;
}

interface ReviewFacts {
  readonly campaign: Campaign;
  readonly files: readonly OwnedFile[];
  readonly access: readonly { readonly repository: Repository; readonly access: Access | undefined }[];
  readonly kept: readonly KeepDecision[];
  readonly more?: number;
}

interface Access {
  readonly people: readonly { readonly login: string; readonly role: string; readonly goneAt?: number }[];
}

export function reviewText({ campaign, files, access, kept, more }: ReviewFacts): Paged {
  const keptLine = new Map(kept.map((each) => [`${each.line.of} ${each.line.id}`, each]));
  const seen = access.flatMap(({ repository, access: known }) => {
    const decision = keptLine.get(`repository ${repository.id}`);
    return known === undefined ? [] : [reviewLine(writersLine(repository, known), decision)];
  });
  const unseen = access
    .filter((each) => each.access === undefined)
    .map(({ repository }) => `- ${code(repository.fullName)}`);
  const credentials = files.map((file) => {
    const says = `${nameCredential(file)}, ${owned(file.owners)}${idOf(file)}`;
    return reviewLine(says, keptLine.get(`credential ${file.credential.id}`));
  });
  const listed = paged(
    [
      { heading: 'Who can write', entries: seen },
      { heading: 'Credentials', entries: credentials },
    ],
    ROOM,
    ROOM_BEFORE_PAGES,
    more,
  );
  const text = [
    `**Next:** somebody who may decide looks through this and closes it, until ${isoDay(campaign.end)}, when the next review begins.`,
    'Who can write where, and which credentials exist. Tick what shall stay; take away what shall not. **Closing this issue, or `/handback attest`, attests that you looked**, and goes into the journal with your name. What you made or hold yourself somebody else keeps first: `/handback keep CREDENTIAL because REASON`.',
    listed.text,
    beside('Not looked at, so not covered: who can write in', unseen),
  ];
  return { text: text.filter(Boolean).join('\n\n'), pages: listed.pages };
}

export function sayAttested(attested: AttestDecision | undefined): string {
  return attested === undefined
    ? 'Attested.'
    : `${login(attested.by.login)} attested on ${isoDay(attested.at)} that all of this was looked at. Closed; the list stays as it was.`;
}

function reviewLine(says: string, kept: KeepDecision | undefined): string {
  if (kept === undefined) return `- [ ] ${says}`;
  return `- [x] ${says} · kept by ${login(kept.by.login)} on ${isoDay(kept.at)}: ${plain(kept.because)}`;
}

/** The register names a last day, and it is due when that has ended. */
export function dueLine({ file, why, dueAt, says }: Due): string {
  const day = why === 'register' ? lastDay(dueAt) : isoDay(dueAt);
  return `- **${day}** ${nameCredential(file)}: ${plain(says)}; ${owned(file.owners)}${idOf(file)}`;
}

function writersLine(repository: Repository, { people }: Access): string {
  const writers = people.filter(({ goneAt }) => goneAt === undefined);
  const names = writers.map((each) => `${login(each.login)} (${plain(each.role)})`).toSorted();
  return `${code(repository.fullName)}: ${names.join(', ') || 'nobody'}`;
}

function owned(owners: OwnedFile['owners']): string {
  if (owners === undefined) return 'who answers for it is not visible';
  if (owners.length === 0) return 'nobody answers for it';
  return `${owners.map(code).join(', ')} ${owners.length === 1 ? 'answers' : 'answer'} for it`;
}

function idOf({ credential }: NamedFile): string {
  return ` · id ${code(credential.id)}`;
}

function beside(heading: string, lines: readonly string[], more?: number): string {
  return lines.length === 0 ? '' : `### ${heading}\n\n${fitting(lines, ROOM_BESIDE, more)}`;
}
