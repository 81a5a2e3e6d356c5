import type { Case } from '../../model/case.ts';
import type { Departure } from '../../model/departure.ts';
import { knownAs } from '../../model/person.ts';
import type { PolicyProblem } from '../../model/policy.ts';
import { isoDay, lastDay } from '../../model/time.ts';
import { sayIncident } from './incident.ts';
import type { Place } from './links.ts';
import { fitting, login, plain } from './markdown.ts';
import { sayNext } from './next-step.ts';
import { sayPerson } from './residual.ts';

/** What incidents may take of an issue. */
const ROOM = 4_000;

/**
 * What a manager sees on a phone before anything is scrolled: what this is, the one next
 * step, how much is left and until when.
 */
export function firstScreen(file: Case, problems: readonly PolicyProblem[], place: Place | undefined): string {
  return [
    whatThisIs(file),
    sayNext(file, place),
    numbers(file),
    ...incidentLines(file),
    ...(problems.length > 0
      ? [
          `> [!WARNING]\n> The policy file has problems${problems.every(({ inForce }) => inForce) ? '' : ', so the last good one is in force'}: ${plain(problems[0]?.says ?? '')}`,
        ]
      : []),
    ...whyOpen(file),
  ].join('\n\n');
}

function whatThisIs({ departure, items, openReasons }: Case): string {
  const who = `${nameOf(departure)}${sayEngagement(departure)}`;
  const on = `**${lastDay(departure.effectiveAt)}**`;
  switch (departure.state) {
    case 'effective':
      if (openReasons.length === 0 && items.length === 0) return `${who} left on ${on}; nothing is left to do.`;
      return openReasons.length === 0
        ? `${who} left on ${on}; every credential they are known to have made here is proved gone or replaced.`
        : `${who} left on ${on}; this case holds every credential they are known to have made here, and closes by itself when each is proved gone or replaced.`;
    case 'scheduled':
      return `${who} leaves on ${on}; this case holds every credential they are known to have made here, to be handed back by then.`;
    case 'cancelled':
      return `${who} was to leave on ${on} and stays; nothing is asked of anybody.`;
    case 'rehired':
      return `${who} left on ${on} and is here again; nothing is asked of anybody.`;
  }
}

function sayEngagement({ engagement }: Departure): string {
  if (engagement === undefined) return '';
  return ` (${engagement.type}${engagement.vendor === undefined ? '' : ` of ${plain(engagement.vendor)}`})`;
}

/** Days and no counters: the text changes when facts do, and once when the day has passed. */
function numbers({ items, residual, urgency, departure }: Case): string {
  const open = items.filter(({ done }) => !done).length;
  const proved = items.length - open;
  const credentials =
    items.length === 0
      ? 'No credential is known to be theirs.'
      : `**${open} of ${items.length}** ${items.length === 1 ? 'credential' : 'credentials'} still open${proved > 0 ? `, ${proved} proved` : ''}.`;
  return [
    ...(residual === undefined ? [] : [sayPerson(residual)]),
    credentials,
    ...(departure.emergency ? ['**Emergency departure**: no grace: it counts in checks at once.'] : []),
    ...(urgency === undefined ? [] : [sayUrgency(urgency)]),
  ].join('\n');
}

function sayUrgency({ word, reasons, dueAt, overdue }: NonNullable<Case['urgency']>): string {
  const due = overdue ? `**overdue** since ${isoDay(dueAt)}` : `due on **${isoDay(dueAt)}**`;
  return `Priority **${word}** (${reasons.join(', ') || 'by itself'}) · ${due}.`;
}

function incidentLines({ incidents = [], departure }: Case): string[] {
  const lines = incidents.map((each) => `> - ${sayIncident(each, departure)}`);
  return lines.length > 0 ? [`> [!CAUTION]\n> **Since the departure:**\n>\n${fitting(lines, ROOM)}`] : [];
}

function whyOpen({ openReasons, inHandOf, departure }: Case): string[] {
  const contrary = departure.contradicted.map(
    ({ source, detail }) => `> Contrary: ${plain(source)} says ${plain(detail)}`,
  );
  const lines = [
    ...(openReasons.length > 0 ? [`Open because: ${openReasons.map(plain).join('; ')}.`] : []),
    ...(inHandOf === undefined ? [] : [`In the hands of ${login(inHandOf)}.`]),
    ...(contrary.length > 0 ? ['', fitting(contrary, ROOM)] : []),
  ];
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function nameOf({ person, who }: Departure): string {
  return person ? login(person.login) : plain(knownAs(who));
}
