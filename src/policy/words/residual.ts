import type { Departure } from '../../model/departure.ts';
import type { ResidualAccess } from '../../model/residual.ts';
import { accessLink, type Place, peopleLink } from './links.ts';
import { code, fitting, someOf } from './markdown.ts';

/** Places that one line names. */
const MOST_NAMED = 5;

/** The leaver's own access, with boxes that a look ticks. No dates of looks: the same facts have the same words. */
export function residualSection(
  left: ResidualAccess,
  { state }: Departure,
  room: number,
  place?: Place,
): readonly string[] {
  const lines = [...accessLines(left, place), ...nameLines(left), ...unseenLines(left)];
  const when = state === 'scheduled' ? ' To be taken away on the last day.' : '';
  return [`### The person’s own access\n\nBoxes tick when a look no longer sees it.${when}\n\n${fitting(lines, room)}`];
}

/** "The person’s own access: gone", before what is said of credentials. */
export function sayPerson(left: ResidualAccess): string {
  return `The person’s own access: **${stateOf(left)}**.`;
}

function stateOf({ state, stale, unasked, unseen }: ResidualAccess): string {
  if (stale) return 'not looked at yet';
  if (state === 'out' && unasked > 0) return 'not looked at everywhere yet';
  if (state === 'out' && unseen > 0) return 'gone, as far as it is visible';
  return { in: 'still there', out: 'gone', unknown: 'not visible' }[state];
}

/** "2 of their repositories not asked yet". */
export function sayUnasked({ unasked }: Pick<ResidualAccess, 'unasked'>): string {
  return `${unasked} of their repositories not asked yet`;
}

const MEMBERSHIP = {
  active: 'Member of the organisation: remove them under “People”',
  pending: 'Invited to the organisation: withdraw it under “People” → “Invitations”',
  none: 'Organisation: neither a member nor invited',
};

function accessLines(
  { membership, outsider, teams, repositories, invited, unasked, unseen, lookedAt }: ResidualAccess,
  place?: Place,
): string[] {
  const open = repositories.filter(({ ended }) => !ended);
  const ended = repositories.filter((each) => each.ended).map(({ repository }) => repository);
  return [
    ...(membership === undefined
      ? []
      : [box(membership === 'none', `${MEMBERSHIP[membership]}${membership === 'none' ? '' : peopleLink(place)}`)]),
    ...(outsider === undefined
      ? []
      : [box(!outsider, outsider ? 'Outside collaborator of at least one repository' : 'No outside collaborator')]),
    ...open.map(({ repository, role }) =>
      box(
        false,
        `Can write to ${code(repository)} (${role}): remove them under “Collaborators and teams”${accessLink(repository, place)}`,
      ),
    ),
    ...(ended.length > 0 ? [box(true, `Can no longer write to ${names(ended)}`)] : []),
    ...(teams === undefined
      ? []
      : [box(teams.length === 0, teams.length === 0 ? 'In no team' : `In the teams ${names(teams)}: remove them`)]),
    ...(invited.length > 0 ? [box(false, `Still invited to ${names(invited)}: withdraw it`)] : []),
    ...(unasked > 0 ? [box(false, `Invitations: ${sayUnasked({ unasked })}, which Handback does by itself`)] : []),
    ...(invited.length > 0 || unasked + unseen > 0 || lookedAt === undefined
      ? []
      : [box(true, 'No invitation seen to a repository in which they could write')]),
  ];
}

/** No access by themselves, and power again for whoever comes back. */
function nameLines({ codeOwner, reviewer }: ResidualAccess): string[] {
  const files = codeOwner.map(
    ({ repository, path, lines }) => `${path} of ${repository}, line ${lines.slice(0, 3).join(', ')}`,
  );
  const named = reviewer.filter(({ team }) => team === undefined);
  const places = named.map(({ repository, environment }) => `${environment} of ${repository}`);
  const byTeam = reviewer.flatMap(({ repository, environment, team }) =>
    team === undefined ? [] : [`${environment} of ${repository}, as one of ${team}`],
  );
  return [
    files.length > 0
      ? box(false, `Named as code owner in ${names(files)}: name somebody else`)
      : box(true, 'Named in no CODEOWNERS that was read'),
    ...(places.length > 0
      ? [box(false, `Required reviewer of the environments ${names(places)}: name somebody else`)]
      : byTeam.length > 0
        ? []
        : [box(true, 'Reviewer of no environment that holds secrets')]),
    ...(byTeam.length > 0
      ? [box(false, `May approve deployments to ${names(byTeam)}: remove them from the team`)]
      : []),
  ];
}

function unseenLines({ membership, outsider, teams, stale, unseen }: ResidualAccess): string[] {
  const parts = [
    ...(membership === undefined || outsider === undefined ? ['membership and outside collaborators'] : []),
    ...(teams === undefined ? ['teams'] : []),
  ];
  const needs = stale ? 'not looked at since the end' : 'not visible: needs Members: read';
  return [
    ...(parts.length > 0 ? [`- ${parts.join(', ')}: ${needs}`] : []),
    ...(unseen > 0 ? [`- invitations to ${unseen} of their repositories: not visible`] : []),
    '- bypass lists of rulesets: not visible: needs Administration: write, which Handback does not ask for',
  ];
}

function box(done: boolean, text: string): string {
  return `- [${done ? 'x' : ' '}] ${text}`;
}

function names(all: readonly string[]): string {
  return someOf(all, MOST_NAMED, code);
}
