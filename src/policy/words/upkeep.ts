import type { Repository } from '../../model/organization.ts';
import { isoDay } from '../../model/time.ts';
import type { CredentialFile } from '../../model/violation.ts';
import type { Due, Lifecycle } from '../lifecycle.ts';
import type { Campaign } from '../reviews.ts';
import { nameCredential } from './credential.ts';
import { clip, code, fitting, login, plain } from './markdown.ts';

type OwnersOf = (file: CredentialFile) => readonly string[];

/** GitHub takes 65,536 characters; what is nearest comes first, so what is cut is only the tail. */
const LIMIT = 60_000;
const ROOM = 14_000;

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
    'Opened again by Handback: a review ends when somebody who may decide closes it, and whoever closed it may not, or could not be told.',
};

/** Dates, and no "in so many days": the text stays the same until something changes. */
export function lifecycleBody({ due, unowned, unused }: Lifecycle, ownersOf: OwnersOf): string {
  const stages = [...Map.groupBy(due, ({ within }) => within)].toSorted(([a], [b]) => a - b);
  const line = (file: CredentialFile) => `- ${nameCredential(file)}${idOf(file)}`;
  return clip(
    [
      'Replace what is due, or give it a new end in the policy. This issue blocks nothing; it closes by itself when nothing is due.',
      ...stages.map(([within, items]) => {
        const heading = within === 0 ? 'Overdue' : `Due within ${within} days`;
        return section(
          heading,
          items.map((item) => dueLine(item, ownersOf)),
        );
      }),
      section('Nobody answers for', unowned.map(line)),
      section('Not used: by no workflow, or not for 90 days as its store tells', unused.map(line)),
    ]
      .filter(Boolean)
      .join('\n\n'),
    LIMIT,
  );
}

export function reviewTitle({ start }: Campaign): string {
  return `Handback: access review of ${isoDay(start)}`;
}

interface ReviewFacts {
  readonly campaign: Campaign;
  readonly files: readonly CredentialFile[];
  readonly access: readonly { readonly repository: Repository; readonly access: Access | undefined }[];
}

interface Access {
  readonly people: readonly { readonly login: string; readonly role: string; readonly goneAt?: number }[];
}

export function reviewBody({ campaign, files, access }: ReviewFacts, ownersOf: OwnersOf): string {
  const seen = access.flatMap((each) => (each.access === undefined ? [] : [writersLine(each.repository, each.access)]));
  const unseen = access
    .filter((each) => each.access === undefined)
    .map(({ repository }) => `- ${code(repository.fullName)}`);
  return clip(
    [
      `Who can write where, and which credentials exist. Tick what shall stay; take away what shall not. **Closing this issue attests that you looked**, and goes into the journal with your name; only somebody who may decide can do that. Until ${isoDay(campaign.end)}, when the next review begins.`,
      section('Who can write', seen),
      section(
        'Credentials',
        files.map((file) => `- [ ] ${nameCredential(file)}, ${owned(ownersOf(file))}${idOf(file)}`),
      ),
      section('Not looked at, so not covered: who can write in', unseen),
    ]
      .filter(Boolean)
      .join('\n\n'),
    LIMIT,
  );
}

function dueLine({ file, dueAt, says }: Due, ownersOf: OwnersOf): string {
  return `- **${isoDay(dueAt)}** ${nameCredential(file)}: ${plain(says)}; ${owned(ownersOf(file))}${idOf(file)}`;
}

function writersLine(repository: Repository, { people }: Access): string {
  const writers = people.filter(({ goneAt }) => goneAt === undefined);
  const names = writers.map((each) => `${login(each.login)} (${plain(each.role)})`).toSorted();
  return `- [ ] ${code(repository.fullName)}: ${names.join(', ') || 'nobody'}`;
}

function owned(owners: readonly string[]): string {
  return owners.length === 0 ? 'nobody answers for it' : `${owners.map(code).join(', ')} answers for it`;
}

function idOf({ credential }: CredentialFile): string {
  return ` · id ${code(credential.id)}`;
}

function section(heading: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `### ${heading}\n\n${fitting(lines, ROOM)}`;
}
