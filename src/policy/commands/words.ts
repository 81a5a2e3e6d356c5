import type { RequestDecision } from '../../model/decision.ts';
import { isoDay } from '../../model/time.ts';
import type { Use } from '../../model/use.ts';
import type { NamedFile } from '../../model/violation.ts';
import { shortId } from '../decisions.ts';
import { nameCredential } from '../words/credential.ts';
import { minute } from '../words/decision.ts';
import { clip, code, fitting } from '../words/markdown.ts';
import { FORMS } from './command.ts';
import type { Act, Ruling } from './desk.ts';

/** One answer to one comment, and never more than GitHub takes. */
const LIMIT = 20_000;

/** How many places that would break are named. */
const ROOM_FOR_USES = 4000;

/** What is told of a ruling. */
export interface Receipt {
  readonly is: Ruling['is'];
  readonly says?: string;
}

/**
 * The receipts of what was ruled on before, when nobody could be told: that stands, whatever would be ruled today. The
 * words are today's, where they say the same: the first ones were not kept, because they repeat what people write.
 */
export function asRuled(before: readonly Ruling['is'][], today: readonly Ruling[]): readonly Receipt[] {
  return before.map((is, at): Receipt => {
    const now = today[at];
    const says = now?.is === is && 'says' in now ? now.says : undefined;
    if (is === 'refused') return { is, says: says ?? LATE };
    return says === undefined ? { is } : { is, says };
  });
}

const LATE =
  'Not done. When it was said it could not be done, and Handback was not let say so. It may be possible now: say it again.';

/** The answer to a comment; undefined when a reaction says all there is to say. */
export function reply(rulings: readonly Receipt[]): string | undefined {
  const parts = rulings.flatMap((ruling) => {
    if (ruling.is === 'help') return [help()];
    return ruling.says === undefined ? [] : [ruling.says];
  });
  return parts.length === 0 ? undefined : clip([...new Set(parts)].join('\n\n'), LIMIT);
}

/** A reaction is the receipt: done, waiting for a second person, or not done. */
export function reactionTo(rulings: readonly Receipt[]): '+1' | 'eyes' | 'confused' | undefined {
  if (rulings.some(({ is }) => is === 'refused')) return 'confused';
  if (rulings.some(({ is }) => is === 'waiting')) return 'eyes';
  return rulings.some(({ is }) => is === 'done') ? '+1' : undefined;
}

function help(): string {
  const rows = Object.values(FORMS).map(({ form, does }) => `| \`/handback ${form}\` | ${does} |`);
  return ['| Write, on a line of its own | to |', '|---|---|', ...rows].join('\n');
}

/** What would happen, what would break, and how a second person lets it happen. */
export function askForApproval(request: RequestDecision, file: NamedFile, { does, warning, uses = [] }: Act): string {
  return [
    `This would ${does}: ${nameCredential(file)}. It cannot be taken back.`,
    `**What depends on it.** ${dependents(file, uses)} ${warning}`,
    `A second person who may decide here, and who did not ask for it, writes \`/handback approve ${shortId(request.id)}\` until ${minute(request.expiresAt)}; \`/handback cancel ${shortId(request.id)}\` takes it back. Nothing happens before that.`,
  ].join('\n\n');
}

function dependents({ credential, sightings }: NamedFile, uses: readonly Use[]): string {
  const { readOnly, powers } = credential.facts;
  const facts = [
    ...(credential.lastUsedAt === undefined
      ? ['When it was last used is not known.']
      : [`Last used on ${isoDay(credential.lastUsedAt)}, by unknown.`]),
    ...(typeof readOnly === 'boolean' ? [readOnly ? 'It reads only.' : 'It can write.'] : []),
    ...(typeof powers === 'string' && powers !== '' ? [`Its powers: ${code(powers)}.`] : []),
    ...(sightings.length > 1 ? [`Its value was seen in ${sightings.length} places.`] : []),
  ];
  if (uses.length === 0)
    return [...facts, 'Handback knows of no workflow that names it, which does not mean that there is none.'].join(' ');
  const lines = uses.map(
    ({ workflow, job, step }) => `- ${code(workflow)}, job ${code(job)}${step ? `, step ${code(step)}` : ''}`,
  );
  const text = `${facts.join(' ')} These would fail or run without it:\n\n${fitting([...new Set(lines)], ROOM_FOR_USES)}\n\n`;
  return text.trimStart();
}
