import { z } from 'zod';
import type { Foretold } from '../github/foretold.ts';
import { GitHubFailure, NotVisible } from '../github/github.ts';
import type { NewJob } from '../model/job.ts';
import type { Repository } from '../model/organization.ts';
import { type Context, openSite, type Site } from './context.ts';
import { COUNTED, type Counted, listsOf, partFor, seenIn } from './foretold-lists.ts';
import { findHeads } from './head-requests.ts';
import { access, auditEvidence, enforce, look, prove, scan, survey } from './requests.ts';
import { questionAbout, shownOf } from './survey-question.ts';

const Payload = z.object({
  org: z.number(),
  ids: z.array(z.number()),
  /** Those of which the list said that nothing is open, and when. */
  quiet: z.array(z.number()),
  listedAt: z.number(),
  full: z.boolean(),
  atATime: z.number(),
});

/** At a time, where nothing is asked before. */
const UNASKED = 500;

/**
 * Asks one question about some repositories before each is looked at for itself, so that what is empty there is not asked for again, and goes on
 * with the next when these had their turn: what was asked long ago is worth nothing. Whatever the answer lacks, the look asks for.
 */
export async function runSurvey(context: Context, payload: unknown): Promise<void> {
  const { org, ids, atATime, ...listed } = Payload.parse(payload);
  const site = await openSite(context, org);
  const some = ids.slice(0, atATime || UNASKED);
  const found = await Promise.all(some.map((id) => context.store.repositories.byId(org, id)));
  const repositories = found.flatMap((one) => (one === undefined || one.goneAt !== undefined ? [] : [one]));
  const told = atATime === 0 ? new Map<number, Foretold>() : await tell(context, site, repositories);
  // GitHub takes too long, or does not know a word of it: half as many, and in the end none.
  if (told === undefined)
    return void (await context.queue.add([survey(org, { ...listed, ids }, Math.floor(some.length / 2))]));
  const quiet = new Set(listed.quiet);
  const each = repositories.flatMap(({ id }) =>
    jobsOf(org, id, told.get(id), quiet.has(id) ? listed.listedAt : undefined),
  );
  const later = ids.slice(some.length);
  const then = later.length > 0 ? [survey(org, { ...listed, ids: later }, atATime)] : [];
  const atLast = later.length === 0 && listed.full ? [auditEvidence(org), prove(org), enforce(org, true)] : [];
  await context.queue.add([...each, ...then, ...atLast]);
}

function jobsOf(
  org: number,
  id: number,
  foretold: Foretold | undefined,
  noneAt: number | undefined,
): readonly NewJob[] {
  return [
    look(org, id, undefined, partFor('look', foretold)),
    access(org, id, partFor('access', foretold)),
    scan(org, id),
    findHeads(org, id, noneAt, partFor('heads', foretold)),
  ];
}

/** Undefined when GitHub did not answer. */
async function tell(
  context: Context,
  site: Site,
  repositories: readonly Repository[],
): Promise<ReadonlyMap<number, Foretold> | undefined> {
  if (repositories.length === 0) return new Map();
  const at = context.now();
  const answer = await ask(context, site, repositories);
  if (answer === undefined) return undefined;
  const all = repositories.flatMap(({ id }) => {
    const shown = shownOf(answer, id);
    return shown === undefined ? [] : [{ id, shown }];
  });
  const seen = await seenSoFar(context, site, seenIn(all.map(({ shown }) => shown)));
  return new Map(all.map(({ id, shown }) => [id, { at, lists: listsOf(shown, seen) }]));
}

async function ask(
  { log }: Context,
  { github }: Site,
  repositories: readonly Repository[],
): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    // What is refused is null in it: nobody needs to know why, because it is asked for where GitHub says what is needed.
    return (await github.query(questionAbout(repositories), {}, z.record(z.string(), z.unknown()))).data;
  } catch (error) {
    if (!(error instanceof GitHubFailure) && !(error instanceof NotVisible)) throw error;
    log.info({ repositories: repositories.length, why: error.message }, 'a survey was not answered');
    return undefined;
  }
}

const Note = z.object({ granted: z.string(), seen: z.array(z.enum(COUNTED)) });

/** What was seen once can be seen until the permissions change. */
async function seenSoFar(
  { store }: Context,
  { organization, github }: Site,
  now: readonly Counted[],
): Promise<ReadonlySet<Counted>> {
  const key = `seen-in-surveys:${organization.id}`;
  const granted = await github.granted();
  const note = await store.notes.read(key);
  const before = note === undefined ? undefined : Note.parse(JSON.parse(note));
  const known = before?.granted === granted ? before.seen : [];
  const seen = new Set([...known, ...now]);
  if (seen.size > known.length) await store.notes.save(key, JSON.stringify({ granted, seen: [...seen] }));
  return seen;
}
