import type { AuditFact } from '../../model/audit.ts';
import type { Incident } from '../../model/case.ts';
import type { Departure } from '../../model/departure.ts';
import { unreachable } from '../../model/never.ts';
import type { Person } from '../../model/person.ts';
import { isoDay, lastDay } from '../../model/time.ts';
import { nameCredential } from './credential.ts';
import { code, plain } from './markdown.ts';

/** One sentence of Markdown. A use has no name: a machine that still needs the key uses it just as a thief would. */
export function sayIncident(incident: Incident, { effectiveAt, person }: Departure): string {
  const on = isoDay(incident.at);
  switch (incident.is) {
    case 'used':
      return `${nameCredential(incident.file)} was **used by unknown since the departure on ${lastDay(effectiveAt)}**, last on ${on}. GitHub does not say by whom: it may be a machine that still needs it.`;
    case 'acted':
      return `The account ${code(`@${person?.login ?? ''}`)} ${did(incident.fact, person)} ${code(incident.fact.action)} on ${on}, after its end on ${lastDay(effectiveAt)}, says the audit log${about(incident.fact)}.`;
    default:
      return unreachable(incident);
  }
}

function did({ actor }: AuditFact, person: Person | undefined): string {
  return actor.id === person?.id ? 'did' : 'had an agent do';
}

function about(fact: Extract<Incident, { is: 'acted' }>['fact']): string {
  const what = 'name' in fact ? ` ${plain(fact.name)}` : '';
  const where = 'repository' in fact && fact.repository?.fullName ? ` in ${code(fact.repository.fullName)}` : '';
  return what || where ? `:${what}${where}` : '';
}
