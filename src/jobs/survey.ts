import { z } from 'zod';
import type { Foretold } from '../github/foretold.ts';
import { GitHubFailure, NotVisible } from '../github/github.ts';
import type { NewJob } from '../model/job.ts';
import type { Repository } from '../model/organization.ts';
import type { Records } from '../model/records.ts';
import { DAY, type Instant } from '../model/time.ts';
import type { Store } from '../store/store.ts';
import { COUNTED, type Counted, listsOf, partFor, seenIn } from './asking/foretold-lists.ts';
import { questionAbout, shownOf } from './asking/survey-question.ts';
import { type Context, openSite, type Site } from './context.ts';
import { findHeads } from './head-requests.ts';
import { access, accountKeys, auditEvidence, enforce, look, prove, scan } from './requests.ts';
import { type Surveyed, type SurveyPace, survey, USUAL } from './survey-requests.ts';

const Payload = z.object({
  org: z.number(),
  which: z.union([z.object({ ids: z.array(z.number()) }), z.literal('all')]),
  atATime: z.number(),
  unanswered: z.number(),
});

/** Repositories in a row, each asked about alone, after which GitHub is not asked any more in this pass. */
const PATIENCE = 3;

/** At a time, where nothing is asked before. */
const UNASKED = 500;

const NOTHING: ReadonlyMap<number, Foretold> = new Map();

/**
 * Asks one question about some repositories before each is looked at for itself, so that what
 * is empty there is not asked for again, and goes on with the next when these had their turn:
 * what was asked long ago is worth nothing. Whatever the answer lacks, the look asks for.
 */
export async function runSurvey(context: Context, payload: unknown): Promise<void> {
  const { org, which, ...pace } = Payload.parse(payload);
  const site = await openSite(context, org);
  const isAsked = pace.unanswered < PATIENCE;
  const { some, rest, isOver } = await portionOf(context, org, which, isAsked ? pace.atATime : UNASKED);
  const told = isAsked ? await foretell(context, site, some) : NOTHING;
  // GitHub takes too long, or does not know a word of it.
  if (told === undefined && some.length > 1)
    return void (await context.queue.add([survey(org, which, { ...pace, atATime: Math.floor(some.length / 2) })]));
  const nothingOpenAt = await whenNothingOpen(context.store, org);
  const each = some.flatMap(({ id }) => jobsOf(org, id, told?.get(id), nothingOpenAt(id)));
  const next = isAsked ? paceAfter(pace, told !== undefined) : pace;
  const atLast = which === 'all' ? [accountKeys(org), auditEvidence(org), prove(org), enforce(org, true)] : [];
  const then = isOver ? atLast : [survey(org, rest, next)];
  const place = which === 'all' ? await nextPlace(context, org, some, isOver) : undefined;
  await context.store.transaction(async (inside) => {
    if (place !== undefined) await inside.records.save(org, 'pass', new Map([[PLACE, place]]));
    await context.queue.add([...each, ...then], inside.tx);
  });
  if (place !== undefined) {
    const { begun, of } = place;
    context.log.info({ organization: site.organization.login, begun, of }, 'repositories looked at in this pass');
  }
}

/** `rest`: what the next has its portion from. */
async function portionOf(context: Context, org: number, which: Surveyed, limit: number) {
  const { repositories } = context.store;
  if (which === 'all') {
    const { after } = await placeOf(context, org);
    const some = await repositories.present(org, { after, limit });
    return { some, rest: which, isOver: some.length < limit };
  }
  const found = await Promise.all(which.ids.slice(0, limit).map((id) => repositories.byId(org, id)));
  const some = found.flatMap((one) => (one === undefined || one.goneAt !== undefined ? [] : [one]));
  return { some, rest: { ids: which.ids.slice(limit) }, isOver: which.ids.length <= limit };
}

const PLACE = 'survey';

/** A pass that came no further for so long has lost its job: the next begins anew. */
const STALE_MS = DAY;

/** None is under way where the last ended, or came no further for long. */
async function placeOf({ store, now }: Context, org: number): Promise<Records['pass']> {
  const place = await store.records.read(org, 'pass', PLACE);
  return place !== undefined && place.after > 0 && now() - place.at < STALE_MS ? place : { after: 0, at: now() };
}

async function nextPlace(
  context: Context,
  org: number,
  some: readonly Repository[],
  isOver: boolean,
): Promise<Records['pass']> {
  const before = await placeOf(context, org);
  const count = async () =>
    (await context.store.repositories.list(org)).filter(({ goneAt }) => goneAt === undefined).length;
  const of = before.of ?? (await count());
  const begun = (before.begun ?? 0) + some.length;
  return { after: isOver ? 0 : (some.at(-1)?.id ?? 0), at: context.now(), begun: Math.min(begun, of), of };
}

/** One about which GitHub does not answer keeps it from being asked about no other. */
function paceAfter({ atATime, unanswered }: SurveyPace, isAnswered: boolean): SurveyPace {
  return isAnswered
    ? { atATime: Math.min(USUAL.atATime, atATime * 2), unanswered: 0 }
    : { atATime, unanswered: unanswered + 1 };
}

/** When GitHub last said of a repository that nothing is open in it. */
async function whenNothingOpen({ records }: Store, org: number): Promise<(id: number) => Instant | undefined> {
  const said = await records.read(org, 'nothing-open', 'repositories');
  const ids = new Set(said?.repositoryIds);
  return (id) => (ids.has(id) ? said?.listedAt : undefined);
}

function jobsOf(
  org: number,
  id: number,
  foretold: Foretold | undefined,
  noneAt: Instant | undefined,
): readonly NewJob[] {
  return [
    look(org, id, { foretold: partFor('look', foretold) }),
    access(org, id, partFor('access', foretold)),
    scan(org, id),
    findHeads(org, id, noneAt, partFor('heads', foretold)),
  ];
}

/** Undefined when GitHub did not answer. */
async function foretell(
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
    // What is refused is null in it: nobody needs to know why, because it is asked for where
    // GitHub says what is needed.
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
