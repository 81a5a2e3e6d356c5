import type { Case, Undigested } from '../../model/case.ts';
import type { DepartureNotice } from '../../model/departure.ts';
import { knownAs } from '../../model/person.ts';
import type { PolicyProblem, StandingException } from '../../model/policy.ts';
import { lastDay } from '../../model/time.ts';
import { isNoPlace } from '../places.ts';
import { itemLines } from './case-item.ts';
import { nameCredential, sayProof } from './credential.ts';
import { sayException } from './decision.ts';
import { exposedSection, ownedSection } from './exposure.ts';
import { firstScreen } from './first-screen.ts';
import type { Place } from './links.ts';
import { machinesSection } from './machines.ts';
import { bare, clip, code, fitting, plain, someOf } from './markdown.ts';
import { folded, type Paged, paged } from './pages.ts';
import { residualSection } from './residual.ts';

/** GitHub takes 65,536 characters in an issue and in a comment; some room is left for the marker. */
const LIMIT = 65_000;

/**
 * What each list may take of it, so that a long one does not push out the next: what could not be seen is always told.
 */
const ROOM = {
  items: 30_000,
  /** With more than that the rest stands in comments, and the worst alone in the issue. */
  worst: 12_000,
  residual: 3_000,
  machines: 2_000,
  owned: 2_000,
  answersFor: 2_000,
  exposed: 4_000,
  notices: 7_000,
  gaps: 8_000,
  untold: 2_000,
};

/** Lines of a list that nobody has to act on; more are folded. */
const MOST_SHOWN = 6;

/** Repositories that one line names. */
const MOST_PLACES = 5;

/** GitHub takes 256 characters in a title, and an address may have more. */
const LONGEST_NAME = 200;

/** A title is plain text: no mark-up, and no @ in front of anybody. */
export function caseTitle({ departure: { person, who }, urgency }: Case): string {
  const name = bare(person?.login ?? knownAs(who));
  const short = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME).toWellFormed()}…` : name;
  return `Handback${urgency === undefined ? '' : ` (${urgency.word})`}: credentials of ${short}`;
}

/** The issue, and the comments that it continues in. */
export function caseText(file: Case, problems: readonly PolicyProblem[], place?: Place): Paged {
  const { departure, items } = file;
  const gaps = gapsToTell(file);
  const lines = (done: boolean) => items.filter((item) => item.done === done).map((item) => itemLines(item, place));
  const listed = paged(
    [
      { heading: 'Credentials', entries: lines(false) },
      { heading: 'Proved', entries: lines(true), folded: true },
    ],
    ROOM.items,
    ROOM.worst,
  );
  const sections = [
    firstScreen(file, problems, place),
    items.length === 0 ? '### Credentials\n\nNone is known to be made by this person.' : listed.text,
    ...(items.some(({ done }) => !done)
      ? ['Boxes tick themselves when there is proof; ticking one by hand changes nothing.']
      : []),
    ...(file.residual === undefined ? [] : residualSection(file.residual, departure, ROOM.residual, place)),
    ...machinesSection(file.machines ?? [], ROOM.machines),
    ...ownedSection(file.owned ?? [], ROOM.owned),
    ...answersForSection(file.answersFor ?? []),
    ...(file.exposed === undefined ? [] : exposedSection(file.exposed, ROOM.exposed)),
    `### Who left, and how we know\n\n${list('notices', departure.notices.map(noticeLine), ROOM.notices)}`,
    ...(gaps.length > 0 ? [`### Not visible, so not covered\n\n${list('gaps', gapLines(gaps), ROOM.gaps)}`] : []),
    ...(file.undigested === undefined
      ? []
      : [`### No digest in\n\n${list('repositories', untold(file.undigested), ROOM.untold)}`]),
  ];
  return { text: clip(sections.join('\n\n'), LIMIT), pages: listed.pages };
}

function list(what: string, lines: readonly string[], room: number): string {
  const text = fitting(lines, room);
  return lines.length > MOST_SHOWN ? folded(`${lines.length} ${what}`, text) : text;
}

export function caseClosing(file: Case): string {
  const { items, departure, early } = file;
  const done = items.map(({ file }) => `- ${nameCredential(file)}: ${sayProof(file)}`);
  const unseen = gapsToTell(file).length > 0 ? '\n\nThis does not cover what could not be seen, listed above.' : '';
  if (departure.state === 'cancelled') return 'The departure was cancelled. Closed; nothing was asked of anybody.';
  if (departure.state === 'rehired') return 'This person is here again. Closed; it opens again if they leave.';
  if (early) return `The last day is now ${lastDay(departure.effectiveAt)}. Closed; it opens again before that.`;
  if (items.length === 0)
    return `Every visible place was looked at after the departure: no credential is known to be made by this person.${unseen}`;
  const all = items.length === 1 ? 'The one credential is' : `All ${items.length} credentials are`;
  return `${all} proved gone or replaced, to the grade that the policy asks for:\n\n${fitting(done, LIMIT - 1000)}${unseen}`;
}

export function caseReopening({ openReasons, items }: Case): string {
  const back = items.filter(({ file }) => file.proof.back !== undefined);
  const lines = back.map(({ file }) => `- ${nameCredential(file)}: ${sayProof(file)}`);
  const which = lines.length > 0 ? `\n\n${fitting(lines, ROOM.items)}` : '';
  return `Opened again by Handback: ${openReasons.map(plain).join('; ')}. A case closes by itself on proof; closing it by hand proves nothing.${which}`;
}

/**
 * Of a closed case the places were looked at since the end, whatever fails today: every bad
 * answer would write all closed cases anew, and the next one again.
 */
function gapsToTell({ gaps, openReasons }: Case): Case['gaps'] {
  return openReasons.length > 0 ? gaps : gaps.filter(({ source, gap }) => gap?.why !== 'failed' || isNoPlace(source));
}

/** The same gap in many repositories is one line: which ones matters less than what is needed. */
function gapLines(gaps: Case['gaps']): readonly string[] {
  return [...Map.groupBy(gaps, ({ source, gap }) => `${source}\n${gap?.says}`).values()].map(gapLine);
}

function gapLine(gaps: Case['gaps']): string {
  const [first] = gaps;
  const places = [
    ...new Set(gaps.map(({ scope }) => (scope.repository ? code(scope.repository) : 'the organisation'))),
  ];
  return `- ${plain(first?.source ?? '')} of ${someOf(places, MOST_PLACES)}: ${plain(first?.gap?.says ?? '')}`;
}

function answersForSection(all: readonly StandingException[]): readonly string[] {
  if (all.length === 0) return [];
  const lines = all.map((each) => `- ${code(each.credential)}: ${sayException(each)}`);
  const says =
    'Somebody else has to answer for them: as `owner` in the policy file, or by a command of their own. Without that, what they spare counts in checks when they end.';
  return [`### Exceptions that end with them\n\n${says}\n\n${fitting(lines, ROOM.answersFor)}`];
}

/** Whoever works there hears of it from the reader of the case. */
function untold(missing: readonly Undigested[]): readonly string[] {
  return missing.map(({ repository, why }) => `- ${code(repository)}: ${UNTOLD[why]}`);
}

const UNTOLD: Readonly<Record<Undigested['why'], string>> = {
  public: 'it is public, and everybody would read it',
  archived: 'it is archived, and nothing can be written there',
  'issues disabled': 'issues are disabled there',
};

function noticeLine({ source, says, effectiveAt, detail }: DepartureNotice): string {
  return `- ${plain(source)}: ${says} on ${lastDay(effectiveAt)}, ${plain(detail)}`;
}
