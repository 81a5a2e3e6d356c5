import type { Case, CaseItem } from '../../model/case.ts';
import type { Departure, DepartureNotice } from '../../model/departure.ts';
import type { Who } from '../../model/person.ts';
import type { PolicyProblem } from '../../model/policy.ts';
import { isoDay } from '../../model/time.ts';
import { nameCredential, needed, sayNextStep, sayProof, saySameKey } from './credential.ts';
import { sayException } from './decision.ts';
import { exposedSection, ownedSection } from './exposure.ts';
import { sayIncident } from './incident.ts';
import { type Place, settingsLink } from './links.ts';
import { bare, clip, code, fitting, login, plain } from './markdown.ts';
import { residualSection, sayPerson } from './residual.ts';
import { sayOwner, usesLines } from './uses.ts';

/** GitHub takes 65,536 characters in an issue and in a comment; some room is left for the marker. */
const LIMIT = 65_000;

/** What each list may take of it, so that a long one does not push out the next: what could not be seen is always told. */
const ROOM = {
  incidents: 4_000,
  items: 30_000,
  residual: 3_000,
  owned: 2_000,
  exposed: 4_000,
  notices: 7_000,
  gaps: 8_000,
};

/** Nobody reads more evidence than this in an issue, and a commit may name any number of co-authors. */
const MOST_EVIDENCE = 10;

/** Repositories that one line names. */
const MOST_PLACES = 5;

/** A title is plain text: no mark-up, and no @ in front of anybody. */
export function caseTitle({ departure: { person, who }, urgency }: Case): string {
  const name = person?.login ?? who.login ?? who.email ?? who.name ?? `user ${who.id}`;
  return `Handback${urgency === undefined ? '' : ` (${urgency.word})`}: credentials of ${bare(name)}`;
}

export function caseBody(file: Case, problems: readonly PolicyProblem[], place?: Place): string {
  const { departure, items } = file;
  const open = items.filter(({ done }) => !done);
  const done = items.filter((item) => item.done);
  const sections = [
    ...incidentLines(file),
    standing(file),
    ...(problems.length > 0
      ? [
          `> [!WARNING]\n> The policy file has problems, so the last good one is in force: ${plain(problems[0]?.says ?? '')}`,
        ]
      : []),
    items.length === 0
      ? '### Credentials\n\nNone is known to be made by this person.'
      : `### Credentials\n\n${fitting(
          [...open, ...done].map((item) => itemLines(item, place)),
          ROOM.items,
        )}`,
    ...(open.length > 0 ? ['Boxes tick themselves when there is proof; ticking one by hand changes nothing.'] : []),
    ...(file.residual === undefined ? [] : residualSection(file.residual, departure, ROOM.residual, place)),
    ...ownedSection(file.owned ?? [], ROOM.owned),
    ...(file.exposed === undefined ? [] : exposedSection(file.exposed, ROOM.exposed)),
    `### Who left, and how we know\n\n${fitting(departure.notices.map(noticeLine), ROOM.notices)}`,
    ...(file.gaps.length > 0 ? [`### Not visible, so not covered\n\n${gapLines(file)}`] : []),
  ];
  return clip(sections.join('\n\n'), LIMIT);
}

export function caseClosing({ items, gaps, departure, early }: Case): string {
  if (early) return `The last day is now ${isoDay(departure.effectiveAt)}. Closed; it opens again before that.`;
  const done = items.map(({ file }) => `- ${nameCredential(file)}: ${sayProof(file)}`);
  const unseen =
    gaps.length > 0 ? `\n\n${gaps.length} places could not be seen (listed above) and are not covered by this.` : '';
  if (departure.state === 'cancelled') return 'The departure was cancelled. Closed; nothing was asked of anybody.';
  if (departure.state === 'rehired') return 'This person is here again. Closed; it opens again if they leave.';
  if (items.length === 0)
    return `Every visible place was looked at after the departure: no credential is known to be made by this person.${unseen}`;
  return `All ${items.length} credentials are proved gone or replaced, to the grade that the policy asks for:\n\n${fitting(done, LIMIT - 1000)}${unseen}`;
}

export function caseReopening({ openReasons, items }: Case): string {
  const back = items.filter(({ file }) => file.proof.back !== undefined);
  const lines = back.map(({ file }) => `- ${nameCredential(file)}: ${sayProof(file)}`);
  const which = lines.length > 0 ? `\n\n${fitting(lines, ROOM.items)}` : '';
  return `Opened again by Handback: ${openReasons.map(plain).join('; ')}. A case closes by itself on proof; closing it by hand proves nothing.${which}`;
}

function incidentLines({ incidents = [], departure }: Case): string[] {
  const lines = incidents.map((each) => `> - ${sayIncident(each, departure)}`);
  return lines.length > 0 ? [`> [!CAUTION]\n> **Since the departure:**\n>\n${fitting(lines, ROOM.incidents)}`] : [];
}

function standing({ departure, items, openReasons, inHandOf, residual, urgency }: Case): string {
  const open = items.filter(({ done }) => !done).length;
  const left = {
    scheduled: 'leaves on',
    effective: 'left on',
    cancelled: 'was to leave on',
    rehired: 'left, and is here again since, on',
  }[departure.state];
  const contrary = departure.contradicted
    .map(({ source, detail }) => `\n> Contrary: ${plain(source)} says ${plain(detail)}`)
    .join('');
  const waiting = openReasons.length > 0 ? `\nOpen because: ${openReasons.map(plain).join('; ')}.` : '';
  const hands = inHandOf === undefined ? '' : `\nIn the hands of ${login(inHandOf)}.`;
  const due = sayUrgency(urgency, departure);
  const ends = residual === undefined ? '' : `**${sayPerson(residual)} · machines: ${open} open**\n`;
  return `${ends}${nameOf(departure)} ${left} **${isoDay(departure.effectiveAt)}** · **${open} of ${items.length}** credentials still open.${due}${waiting}${hands}${contrary}`;
}

/** Days and no counters: the text changes when facts do, and once when the day has passed. */
function sayUrgency(urgency: Case['urgency'], { emergency }: Departure): string {
  const hostile = emergency ? '\n**Emergency departure**: no grace; checks fail at once.' : '';
  if (urgency === undefined) return hostile;
  const { word, reasons, dueAt, overdue } = urgency;
  const due = overdue ? `**overdue** since ${isoDay(dueAt)}` : `due on **${isoDay(dueAt)}**`;
  return `${hostile}\nPriority **${word}** (${reasons.join(', ') || 'by itself'}) · ${due}.`;
}

function itemLines(
  { file, claim, done, replacedBefore, exceptions = [], decided = [], uses, owner, priority }: CaseItem,
  place: Place | undefined,
): string {
  const next = sayNextStep(file);
  const same = saySameKey(file);
  const weak = claim.level === 'weak' ? ' (weak evidence: does not block merges)' : '';
  const { chain } = file.attribution;
  const more = chain.length - MOST_EVIDENCE;
  const evidence = [
    ...chain.slice(0, MOST_EVIDENCE).map((line) => `    - ${plain(line)}`),
    ...(more > 0 ? [`    - … and ${more} more; \`handback plan --json\` shows all of it.`] : []),
  ].join('\n');
  return [
    `- [${done ? 'x' : ' '}] ${nameCredential(file)}${weak}`,
    ...(priority === undefined
      ? []
      : [`  - Priority: **${priority.word}** (${priority.reasons.join(', ') || 'by itself'})`]),
    `  - Made by: ${plain(file.attribution.says)}`,
    ...(claim.role === 'setter'
      ? [
          `  - In this case because ${plain(knownAs(claim.person ?? claim.who))} ${plain(claim.evidence[0]?.did ?? 'set it')}`,
        ]
      : []),
    ...(owner === undefined ? [] : [`  - Owner: ${sayOwner(owner)}`]),
    ...(uses === undefined || done ? [] : usesLines(uses)),
    `  - Proof: ${sayProof(file)}`,
    ...(replacedBefore
      ? ['  - That was before this person left, who may know the present value: it needs another one.']
      : []),
    ...(same ? [`  - Same key: ${same}`] : []),
    ...[...exceptions.map(sayException), ...decided].map((line) => `  - ${line}`),
    ...(next
      ? [
          `  - Needed: ${needed(file.credential.kind, owner)}`,
          `  - Next: ${next}${settingsLink(file.credential, place)}`,
        ]
      : []),
    `  - <details><summary>Evidence</summary>\n\n${evidence}\n    - id: ${code(file.credential.id)}\n\n    </details>`,
  ].join('\n');
}

/** The same gap in many repositories is one line: which ones matters less than what is needed. */
function gapLines({ gaps }: Case): string {
  const groups = [...Map.groupBy(gaps, ({ source, gap }) => `${source}\n${gap?.says}`).values()];
  return fitting(groups.map(gapLine), ROOM.gaps);
}

function gapLine(gaps: Case['gaps']): string {
  const [first] = gaps;
  const places = [
    ...new Set(gaps.map(({ scope }) => (scope.repository ? code(scope.repository) : 'the organisation'))),
  ];
  const more = places.length - MOST_PLACES;
  const where = more > 0 ? `${places.slice(0, MOST_PLACES).join(', ')} and ${more} more` : places.join(', ');
  return `- ${plain(first?.source ?? '')} of ${where}: ${plain(first?.gap?.says ?? '')}`;
}

function noticeLine({ source, says, effectiveAt, detail }: DepartureNotice): string {
  return `- ${plain(source)}: ${says} on ${isoDay(effectiveAt)}, ${plain(detail)}`;
}

function nameOf({ person, who }: Departure): string {
  return person ? login(person.login) : plain(knownAs(who));
}

function knownAs({ login: name, email, name: fullName, id }: Who): string {
  return name ?? email ?? fullName ?? `user ${id}`;
}
