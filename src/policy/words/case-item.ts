import type { CaseItem } from '../../model/case.ts';
import { nameCredential, needed, sayNextStep, sayProof, saySameKey } from './credential.ts';
import { sayException } from './decision.ts';
import { knownAs } from './first-screen.ts';
import { type Place, settingsLink } from './links.ts';
import { code, plain } from './markdown.ts';
import { sayOwner, usesLines } from './uses.ts';

/** Nobody reads more evidence than this in an issue, and a commit may name any number of co-authors. */
const MOST_EVIDENCE = 10;

/** One credential of a case, with all that is known of it. */
export function itemLines(
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
