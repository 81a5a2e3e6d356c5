import { z } from 'zod';
import type { Subject } from '../../evidence/evidence-kind.ts';
import type { Gap } from '../../model/coverage.ts';
import type { Repository } from '../../model/organization.ts';
import { DAY } from '../../model/time.ts';
import type { Store } from '../../store/store.ts';
import type { Context, Site } from '../context.ts';
import { askWhoLater, look } from '../requests.ts';

// Values in code and in texts of which GitHub refused to tell who brought them. They are
// met once, so what is owed is written down.

/** By a commit, or with a text of this name: `issue #7`. `kinds` of evidence that were refused. */
const Brought = z.object({
  credential: z.string(),
  commit: z.string().optional(),
  text: z.string().optional(),
  kinds: z.array(z.string()),
});
type Brought = z.infer<typeof Brought>;

/** `at`: when some of them were last asked about, and what was granted then. `more`: how often there was no room. */
const Owed = z.object({
  granted: z.string().optional(),
  at: z.number(),
  found: z.array(Brought),
  more: z.number().default(0),
});
type Owed = z.infer<typeof Owed>;

/** Whoever pushes chooses how many values there are. */
const MOST = 1000;

/** So many are asked about in a day while nothing else is granted, because a refusal costs a request as well. */
const A_DAY = 100;

/** What a plan does not have comes with another plan, and no refusal is owed an answer for it. */
export function isOwed({ why, needs }: Gap): boolean {
  return why === 'permission' || (why === 'absent' && needs === undefined);
}

/**
 * Kinds of evidence that were refused in this repository, for anything else than what is
 * asked about now, if anything is.
 */
export async function kindsOwed(
  { store }: Context,
  org: number,
  repositoryId: number,
  subject?: Subject,
): Promise<ReadonlySet<string>> {
  const { found } = await read(store, org, repositoryId);
  const others = subject === undefined ? found : found.filter((one) => !isAbout(one, subject));
  return new Set(others.flatMap(({ kinds }) => kinds));
}

/**
 * What was refused now is owed, and no more than that. Nothing is owed of what every look lists and asks about anew.
 */
export async function oweEvidence(
  { store, now }: Context,
  org: number,
  repository: Pick<Repository, 'id' | 'fullName'>,
  subject: Subject,
  kinds: readonly string[],
): Promise<void> {
  const { id: repositoryId, fullName } = repository;
  const place = placeOf(subject);
  if (place === undefined) return;
  const isKnown = (await read(store, org, repositoryId)).found.some((one) => isAbout(one, subject));
  if (kinds.length === 0 && !isKnown) return;
  await store.transaction(async (inside) => {
    const owed = await read(inside, org, repositoryId);
    const others = owed.found.filter((one) => !isAbout(one, subject));
    const one = { credential: subject.credential.id, ...place, kinds: [...kinds] };
    const [isOwedStill, hasRoom] = [kinds.length > 0, others.length < MOST];
    const found = isOwedStill && hasRoom ? [...others, one] : others;
    const more = owed.more + Number(isOwedStill && !hasRoom);
    await save(inside, org, repositoryId, { ...owed, at: owed.found.length === 0 ? now() : owed.at, found, more });
    if (more === owed.more) return;
    const forgotten = {
      source: FORGOTTEN,
      scope: { repositoryId, repository: fullName },
      lookedAt: now(),
      gap: forgottenGap(more),
    };
    await inside.coverage.save(org, [forgotten]);
  });
}

const FORGOTTEN = 'evidence: not asked again';

/** The same value may have been refused more than once: which they were is what there is no room for. */
function forgottenGap(more: number): Gap {
  const says =
    `GitHub refused to tell who brought more than ${MOST.toLocaleString('en-US')} values in this repository, and so many are asked about again; ` +
    `up to ${more} more values are not, and their makers stay unknown, or are known less surely than GitHub could tell`;
  return { why: 'absent', says };
}

/**
 * Asked by every sweep: about all where something else is granted by now, and about some
 * once a day. What is refused once more is owed again.
 */
export async function askOwed({ store, now, queue }: Context, site: Site, repositoryId: number): Promise<void> {
  const { id: org } = site.organization;
  if ((await read(store, org, repositoryId)).found.length === 0) return;
  const granted = await site.github.granted();
  await store.transaction(async (inside) => {
    const { found, at, granted: before, more } = await read(inside, org, repositoryId);
    const isNews = before !== undefined && before !== granted;
    const many = isNews ? found.length : now() - at >= DAY ? A_DAY : 0;
    const [asked, rest] = [found.slice(0, many), found.slice(many)];
    await save(inside, org, repositoryId, { granted, at: many > 0 ? now() : at, found: rest, more });
    const commits = asked.flatMap(({ credential, commit }) => (commit === undefined ? [] : [{ credential, commit }]));
    const texts = [...new Set(asked.flatMap(({ text }) => text ?? []))];
    const inCode = commits.length > 0 ? [askWhoLater(org, repositoryId, commits)] : [];
    // Whoever wrote a secret into a text is asked for when the text is read.
    const inTexts = texts.length > 0 ? [look(org, repositoryId, { sources: ['conversation'], again: texts })] : [];
    await queue.add([...inCode, ...inTexts], inside.tx);
  });
}

async function read({ notes }: Store, org: number, repositoryId: number): Promise<Owed> {
  const note = await notes.read(keyOf(org, repositoryId));
  return note === undefined ? { at: 0, found: [], more: 0 } : Owed.parse(JSON.parse(note));
}

async function save({ notes }: Store, org: number, repositoryId: number, owed: Owed): Promise<void> {
  await notes.save(keyOf(org, repositoryId), JSON.stringify(owed));
}

function keyOf(org: number, repositoryId: number): string {
  return `owed-evidence:${org}:${repositoryId}`;
}

function isAbout({ credential, commit, text }: Brought, subject: Subject): boolean {
  const isThere = commit === subject.introduction?.commit && text === subject.text?.name;
  return credential === subject.credential.id && isThere;
}

function placeOf({ introduction, text }: Subject): Pick<Brought, 'commit' | 'text'> | undefined {
  if (introduction !== undefined) return { commit: introduction.commit };
  return text && { text: text.name };
}
