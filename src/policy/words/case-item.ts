import type { CaseItem } from '../../model/case.ts';
import { knownAs } from '../../model/person.ts';
import { isOutOfSight, nameCredential, needed, sayNextStep, sayProof, saySameKey } from './credential.ts';
import { sayException } from './decision.ts';
import { actLink, type Place } from './links.ts';
import { code, plain } from './markdown.ts';
import { sayOwner, usesLines } from './uses.ts';

/** Nobody reads more evidence than this in an issue, and a commit may name any number of co-authors. */
const MOST_EVIDENCE = 10;

/** One credential of a case: what a person acts on, and folded below it who made it and how that is known. */
export function itemLines(item: CaseItem, place: Place | undefined): string {
  const { file, claim, done, notForThem, exceptions = [], decided = [], uses, owner, priority } = item;
  const next = sayNextStep(file);
  const same = saySameKey(file);
  // Piece by piece: lists of lines, made for each of many thousands of items, cost more than all of their words.
  let text = `- [${done ? 'x' : ' '}] ${nameCredential(file)}`;
  if (claim.level === 'weak') text += ' (weak evidence: does not block merges)';
  if (priority !== undefined)
    text += `\n  - Priority: **${priority.word}** (${priority.reasons.join(', ') || 'by itself'})`;
  if (owner !== undefined) text += `\n  - Owner: ${sayOwner(owner)}`;
  if (uses !== undefined && !done) text += `\n${usesLines(uses)}`;
  text += `\n  - Proof: ${sayProof(file)}`;
  if (notForThem !== undefined) text += `\n  - ${NOT_FOR_THEM[notForThem]}`;
  if (same) text += `\n  - Same key: ${same}`;
  for (const each of exceptions) text += `\n  - ${sayException(each)}`;
  for (const line of decided) text += `\n  - ${line}`;
  if (next) text += `\n  - Next: ${next}${isOutOfSight(file) ? '' : actLink(file, place)}`;
  return `${text}\n\n${evidenceLines(item)}`;
}

/** Why a proof is none for this person. */
export const NOT_FOR_THEM = {
  'replaced before': 'That was before this person left, who may know the present value: it needs another one.',
  'replaced by them':
    'That was this person, after leaving, as GitHub says: they know the present value, and it needs another one.',
  'their own word': 'Nobody but this person says so: it needs the word of somebody else.',
} as const;

/** Beside the lists of the item and not in them: there its empty lines would stretch all of these on a phone. */
function evidenceLines({ file, claim, owner }: CaseItem): string {
  const { chain, says } = file.attribution();
  const more = chain.length - MOST_EVIDENCE;
  let text = `  <details><summary>Evidence: who made it</summary>\n\n  - Made by: ${plain(says)}`;
  if (claim.role === 'setter')
    text += `\n  - In this case because ${plain(knownAs(claim.person ?? claim.who))} ${plain(claim.evidence[0]?.did ?? 'set it')}`;
  if (sayNextStep(file) !== undefined) text += `\n  - Needed: ${needed(file.credential.kind, owner)}`;
  for (const line of chain.slice(0, MOST_EVIDENCE)) text += `\n  - ${plain(line)}`;
  if (more > 0) text += `\n  - … and ${more} more; \`handback plan --json\` shows all of it.`;
  return `${text}\n  - id: ${code(file.credential.id)}\n\n  </details>`;
}
