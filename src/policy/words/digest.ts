import { STORED_KINDS } from '../../model/credential.ts';
import { type Repository, repositoryName } from '../../model/organization.ts';
import { isoDay, lastDay } from '../../model/time.ts';
import type { Leftover } from '../leftovers.ts';
import { sayNextStep } from './credential.ts';
import { actLink, type Place } from './links.ts';
import { code, count, login, plain, someOf } from './markdown.ts';
import { type Paged, paged } from './pages.ts';

/** What an issue holds before it continues in comments, and what it holds then. */
const [ROOM, ROOM_BEFORE_PAGES] = [50_000, 20_000];

/** Workflows that one line names. */
const MOST_NAMED = 3;

export const DIGEST = {
  title: 'Handback: credentials of people who left',
  closing:
    'Nothing is left here of what people who left made, as far as Handback knows. Closed; it opens again when there is.',
  reopening:
    'Opened again by Handback: what people who left made here is not proved gone. It closes by itself on proof; closing it by hand ends nothing.',
};

/** Switched off is not gone. */
export const OFF = 'The policy asks for no list here any more. Closed; that says nothing about what still works here.';

/** What takes the place of a digest when everybody can read it: no fact at all. */
export const SILENT = {
  title: 'Handback',
  body: 'Handback keeps no list in a public repository.',
  closing: 'Closed by Handback.',
  reopening: '',
};

/**
 * What people who work in one repository have to do there, and until when. Nothing of other
 * repositories, and of nobody who has not left.
 */
export function digestText(all: readonly Leftover[], repository: Repository, place: Place | undefined): Paged {
  const [first] = all;
  const dueAt = first === undefined ? '' : ` (due on **${isoDay(first.dueAt)}**)`;
  const listed = paged(
    [{ heading: 'To hand back', entries: all.map((each) => entry(each, repository, place)) }],
    ROOM,
    ROOM_BEFORE_PAGES,
  );
  const text = [
    `People who left made ${count(all.length, 'credential')} in ${code(repositoryName(repository.fullName))} that ${all.length === 1 ? 'is' : 'are'} not proved gone.`,
    `**Next:** whoever maintains this repository ${first === undefined ? 'looks' : `sees to ${first.named}`}${dueAt}; Handback then looks again.`,
    listed.text,
    'Boxes tick themselves when there is proof, and this issue closes by itself. Whoever looks after Handback in this organisation can tell how each is known, let one stand for a while, or take it over.',
  ];
  return { text: text.join('\n\n'), pages: listed.pages };
}

function entry(leftover: Leftover, { fullName }: Repository, place: Place | undefined): string {
  const { kind, environment, rotation, state, departure, workflows, sparedUntil, lapsed } = leftover;
  const by = leftover.role === 'setter' ? 'last set by' : 'made by';
  const scope = environment === undefined ? { repository: fullName } : { repository: fullName, environment };
  const credential = { kind, scope };
  const next = sayNextStep({ credential, proof: { state }, rotation });
  const left = lastDay(departure.effectiveAt);
  // Piece by piece, as the items of a case are.
  let text = `- [ ] ${leftover.named}, ${by} ${login(leftover.login)} who left on ${left}: due on **${isoDay(leftover.dueAt)}**`;
  text += `\n  - ${sayState(state, kind)}`;
  if (sparedUntil !== undefined) text += `\n  - Excepted here until ${sparedUntil}`;
  if (lapsed !== undefined) text += `\n  - Not excepted here any more: ${plain(lapsed)}`;
  if (workflows.length > 0) text += `\n  - Workflows here that use it: ${someOf(workflows, MOST_NAMED, code)}`;
  if (next !== undefined) text += `\n  - What to do: ${next}${actLink({ credential, rotation }, place)}`;
  return text;
}

/** No more than this: what was asked, and what answered, may name other repositories. */
function sayState(state: Leftover['state'], kind: Leftover['kind']): string {
  switch (state) {
    case 'proved':
      return 'Replaced before this person left or by them, who may know the present value, or only by their word: it needs another value, or the word of somebody else';
    case 'partly':
      return 'Less is proved than the policy asks for';
    case 'alive':
      return STORED_KINDS.has(kind) ? 'Still stored' : 'Still works';
    case 'unobserved':
      return 'Not proved gone';
  }
}
