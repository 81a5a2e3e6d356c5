import { NotVisible } from '../github/github.ts';
import type { Evidence } from '../model/evidence.ts';
import { identity } from '../model/identity.ts';
import type { Who } from '../model/person.ts';
import type { EvidenceKind, InText, Subject } from './evidence-kind.ts';
import { historyOf, type Revision, type TextHistory } from './shared/text-history.ts';

const PERMISSION = 'Issues: read';

/** GitHub does not say which of the two it is for a comment. */
const NEEDS = `${PERMISSION} and Pull requests: read`;

/**
 * Whoever may write to a repository may edit what others wrote there, and REST names the author
 * only. So the earliest state that holds the secret tells who brought it in; where GitHub does
 * not show that, everybody who may have done it is a candidate, and nobody is stated.
 */
export const textAuthors: EvidenceKind = {
  name: 'text-author',
  permission: PERMISSION,
  appliesTo: ({ text }) => text !== undefined,

  gather: async (world, subject) => {
    const { text } = subject;
    if (text === undefined) return [];
    // GitHub's times are of seconds: whoever edits within the very second in which somebody else wrote it is not seen.
    if (text.updatedAt === text.createdAt) return byAuthor(subject, text);
    const { node } = text;
    if (node === undefined) throw new NotVisible({ why: 'absent', says: 'not visible: a text has no id to ask by' });
    const ask = (withTexts: boolean) => historyOf(world, text, { node, permission: NEEDS, withTexts });
    const shown = suspects(await ask(false), text);
    // What each state said is only asked for where it makes a difference.
    const found = shown.every(isOne) ? shown : suspects(await ask(true), text);
    const evidence = found.flatMap((all) => evidenceOf(subject, text, all)).toReversed();
    return [...new Map(evidence.map((each) => [each.id, each])).values()];
  },

  meanwhile: (subject) => {
    const { text } = subject;
    if (text?.author === undefined) return [];
    const did = `wrote ${text.name}, which holds it and which others may have edited,`;
    const perhaps = { who: text.author, at: text.createdAt, did, source: LISTS };
    return [{ ...perhaps, ...fact(subject, text, text.author, 'inferred') }];
  },
};

const LISTS = "GitHub's issues and comments";

function byAuthor(subject: Subject, text: InText): Evidence[] {
  const { author, createdAt, name } = text;
  if (author === undefined) return [];
  const sure = fact(subject, text, author, 'authenticated');
  return [{ ...sure, at: createdAt, did: `wrote ${name}, which holds it,`, source: LISTS }];
}

/**
 * For each part of the text that holds the secret: the states of which one brought it. The
 * last is known to hold it, if any is.
 */
function suspects({ title, body }: TextHistory, text: InText): readonly (readonly Revision[])[] {
  const inTitle = text.title !== undefined && text.holds(text.title);
  const parts = [...(inTitle ? [title] : []), ...(text.holds(text.body) ? [body] : [])];
  // It begins in the title and ends in the body.
  if (parts.length === 0) return [[...title, ...body].map(({ text: _, ...each }) => each)];
  return parts.map((part) => mayHaveBrought(part, text));
}

/**
 * The earliest state that holds it, and those before of which nobody knows what they said;
 * all of them where none is known to hold it.
 */
function mayHaveBrought(part: readonly Revision[], { holds }: InText): readonly Revision[] {
  const holder = part.findIndex(({ text }) => text !== undefined && holds(text));
  if (holder < 0) return part.map(({ text: _, ...each }) => each);
  return part.filter(({ text }, index) => index === holder || (index < holder && text === undefined));
}

function isOne(all: readonly Revision[]): boolean {
  const id = all[0]?.who?.id;
  return id !== undefined && all.every(({ who }) => who?.id === id);
}

function evidenceOf(subject: Subject, text: InText, all: readonly Revision[]): Evidence[] {
  const { name } = text;
  const source = `GitHub's history of ${name}`;
  if (isOne(all)) {
    const holder = all.at(-1)?.text === undefined ? all[0] : all.at(-1);
    if (holder?.who === undefined) return [];
    const alone = all.length > 1 && holder.text === undefined ? ' and which nobody else edited,' : ',';
    const did = holder.isFirst ? `wrote ${name}, which holds it${alone}` : `edited ${name}, and brought it in,`;
    return [{ ...fact(subject, text, holder.who, 'authenticated'), at: holder.at, did, source }];
  }
  return all.flatMap(({ who, at, isFirst }) => {
    const did = `${isFirst ? 'wrote' : 'edited'} ${name}, and may have brought it in,`;
    return who === undefined ? [] : [{ ...fact(subject, text, who, 'inferred'), at, did, source }];
  });
}

function fact({ credential }: Subject, { name }: InText, who: Who, strength: 'authenticated' | 'inferred') {
  const perhaps = strength === 'inferred' ? ['perhaps'] : [];
  const id = identity('text-author', credential.id, name, who.id ?? who.login, ...perhaps);
  return { id, credential: credential.id, kind: 'text-author', role: 'creator' as const, strength, who };
}
