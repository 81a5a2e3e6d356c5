import type { CaseItem } from '../../model/case.ts';
import { nameCredential, needed, sayNextStep, sayProof, saySameKey } from './credential.ts';
import { sayException } from './decision.ts';
import { knownAs } from './first-screen.ts';
import { type Place, settingsLink } from './links.ts';
import { code, plain } from './markdown.ts';
import { sayOwner, usesLines } from './uses.ts';

/** Nobody reads more evidence than this in an issue, and a commit may name any number of co-authors. */
const MOST_EVIDENCE = 10;

/** One credential of a case: what a person acts on, and folded below it who made it and how that is known. */
export function itemLines(item: CaseItem, place: Place | undefined): string {
  const { file, claim, done, replacedBefore, exceptions = [], decided = [], uses, owner, priority } = item;
  const next = sayNextStep(file);
  const same = saySameKey(file);
  const weak = claim.level === 'weak' ? ' (weak evidence: does not block merges)' : '';
  return [
    `- [${done ? 'x' : ' '}] ${nameCredential(file)}${weak}`,
    ...(priority === undefined
      ? []
      : [`  - Priority: **${priority.word}** (${priority.reasons.join(', ') || 'by itself'})`]),
    ...(owner === undefined ? [] : [`  - Owner: ${sayOwner(owner)}`]),
    ...(uses === undefined || done ? [] : usesLines(uses)),
    `  - Proof: ${sayProof(file)}`,
    ...(replacedBefore
      ? ['  - That was before this person left, who may know the present value: it needs another one.']
      : []),
    ...(same ? [`  - Same key: ${same}`] : []),
    ...[...exceptions.map(sayException), ...decided].map((line) => `  - ${line}`),
    ...(next ? [`  - Next: ${next}${settingsLink(file.credential, place)}`] : []),
    '',
    ...evidenceLines(item),
  ].join('\n');
}

/** Beside the lists of the item and not in them: there its empty lines would stretch all of these on a phone. */
function evidenceLines({ file, claim, owner }: CaseItem): readonly string[] {
  const { chain, says } = file.attribution;
  const more = chain.length - MOST_EVIDENCE;
  const setter = `${plain(knownAs(claim.person ?? claim.who))} ${plain(claim.evidence[0]?.did ?? 'set it')}`;
  return [
    '  <details><summary>Evidence: who made it</summary>',
    '',
    `  - Made by: ${plain(says)}`,
    ...(claim.role === 'setter' ? [`  - In this case because ${setter}`] : []),
    ...(sayNextStep(file) === undefined ? [] : [`  - Needed: ${needed(file.credential.kind, owner)}`]),
    ...chain.slice(0, MOST_EVIDENCE).map((line) => `  - ${plain(line)}`),
    ...(more > 0 ? [`  - … and ${more} more; \`handback plan --json\` shows all of it.`] : []),
    `  - id: ${code(file.credential.id)}`,
    '',
    '  </details>',
  ];
}
