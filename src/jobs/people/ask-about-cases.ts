import { z } from 'zod';
import { isRefusal, ownerAndName } from '../../github/github.ts';
import { mustBeWhole, sparing } from '../../github/sparing.ts';
import type { RepositoryAccess } from '../../model/access.ts';
import type { Case } from '../../model/case.ts';
import type { AskedForCases } from '../../model/coverage.ts';
import { tellingSince } from '../../model/departure.ts';
import type { Repository } from '../../model/organization.ts';
import type { Records } from '../../model/records.ts';
import { DAY, type Instant } from '../../model/time.ts';
import { askRuns } from '../asking/last-runs.ts';
import { oneByOne } from '../asking/one-by-one.ts';
import { withSkipped } from '../asking/skipped.ts';
import { answered, isGone } from '../asking/visible.ts';
import type { Context, Site } from '../context.ts';
import type { FullSituation } from '../reading/situation.ts';
import { askPresence } from './presence.ts';

/** https://docs.github.com/rest/repos/repos#list-repository-teams */
const Team = z.object({ slug: z.string(), permission: z.string() });

/** https://docs.github.com/rest/collaborators/invitations#list-repository-invitations */
const Invitation = z.object({ id: z.number(), invitee: z.object({ id: z.number(), login: z.string() }).nullish() });

/** Repositories that are asked about in one go: the next pass asks about further ones. */
const MOST_ASKED = 300;

/**
 * What only an open case needs to know, asked once a day: which workflows ran last, who
 * administers a repository, where the leaver is still invited.
 */
export async function askAboutCases(
  context: Context,
  site: Site,
  facts: Pick<FullSituation, 'cases' | 'repositories'>,
): Promise<boolean> {
  const open = facts.cases.filter(isOpen);
  const items = open.flatMap(({ items: all }) => all.filter(({ done }) => !done));
  const ofItems = new Set(items.flatMap(({ file }) => file.credential.scope.repositoryId ?? []));
  const leavers = new Set(open.flatMap(({ departure }) => departure.person?.id ?? []));
  const isTheirs = ({ people }: RepositoryAccess) => people.some(({ id }) => leavers.has(id));
  const access =
    leavers.size === 0
      ? new Map<string, RepositoryAccess>()
      : await context.store.records.list(site.organization.id, 'access', (each) => (isTheirs(each) ? each : undefined));
  const theirs = [...access.values()];
  const ended = endsIn(open, theirs);
  const here = (ids: Iterable<number>) =>
    [...ids].flatMap((id) => facts.repositories.get(id) ?? []).filter(({ goneAt }) => goneAt === undefined);
  const invitedTo = here(theirs.map(({ repositoryId }) => repositoryId));
  const asked = await oneByOne([
    () => askRuns(context, site, items),
    () => askTeams(context, site, here(ofItems)),
    () => askInvitations(context, site, invitedTo, { leavers, ended }),
    () => askPresence(context, site, open),
  ]);
  return asked.includes(true);
}

/** By repository, when the last of its leavers had left. */
function endsIn(open: readonly Case[], access: readonly RepositoryAccess[]): ReadonlyMap<number, Instant> {
  const ends = new Map<number, Instant>();
  for (const { departure } of open)
    if (departure.state === 'effective') ends.set(departure.person?.id ?? 0, tellingSince(departure));
  return new Map(
    access.map(({ repositoryId, people }) => [repositoryId, Math.max(0, ...people.map(({ id }) => ends.get(id) ?? 0))]),
  );
}

export function isOpen({ early, openReasons }: Case): boolean {
  return !early && openReasons.length > 0;
}

function askTeams(context: Context, site: Site, repositories: readonly Repository[]): Promise<boolean> {
  const { login } = site.organization;
  return askEach(context, site, 'teams', 'repository-team', repositories, async (where, lookedAt, before) => {
    const nameOf = ({ slug }: z.infer<typeof Team>) => `${login}/${slug}`;
    const door = sparing(site.github);
    const list = () => Array.fromAsync(door.github.pages('GET /repos/{owner}/{repo}/teams', where, Team));
    const teams = await withSkipped(list, nameOf, before?.admins ?? []);
    mustBeWhole(door.unread());
    return { lookedAt, admins: teams.filter(({ permission }) => permission === 'admin').map(nameOf) };
  });
}

function askInvitations(
  context: Context,
  site: Site,
  repositories: readonly Repository[],
  { leavers, ended }: { readonly leavers: ReadonlySet<number>; readonly ended: ReadonlyMap<number, Instant> },
): Promise<boolean> {
  const ask: Ask<'invitations'> = async (where, lookedAt, before) => {
    const route = 'GET /repos/{owner}/{repo}/invitations';
    const door = sparing(site.github);
    const list = () => Array.fromAsync(door.github.pages(route, where, Invitation));
    const known = before?.invited.map(({ id }) => id) ?? [];
    const all = await withSkipped(list, ({ id, invitee }) => invitee?.id ?? -id, known);
    mustBeWhole(door.unread());
    return { lookedAt, invited: all.flatMap(({ invitee }) => invitee ?? []) };
  };
  return askEach(context, site, 'invitations', 'invitation', repositories, ask, {
    // No event tells that an invitation was withdrawn, and its case waits for that.
    waits: ({ id }, { lookedAt, invited }) =>
      lookedAt < (ended.get(id) ?? 0) || invited.some((each) => leavers.has(each.id)),
    unseen: (lookedAt, before) => ({ lookedAt, invited: before?.invited ?? [], unseen: true }),
  });
}

type Ask<Kind extends 'teams' | 'invitations'> = (
  where: { owner: string; repo: string },
  lookedAt: number,
  before: Records[Kind] | undefined,
) => Promise<Records[Kind]>;

interface Waiting<Kind extends 'teams' | 'invitations'> {
  /** Asked again before a day is over. */
  readonly waits: (repository: Repository, before: Records[Kind]) => boolean;
  /** What is kept where GitHub does not answer. */
  readonly unseen: (lookedAt: Instant, before: Records[Kind] | undefined) => Records[Kind];
}

/** True when something was asked. What is not allowed is a gap. */
async function askEach<Kind extends 'teams' | 'invitations'>(
  context: Context,
  { organization: { id: org } }: Site,
  kind: Kind,
  source: AskedForCases,
  repositories: readonly Repository[],
  ask: Ask<Kind>,
  waiting?: Waiting<Kind>,
): Promise<boolean> {
  const { store, now } = context;
  const due: { readonly repository: Repository; readonly before: Records[Kind] | undefined }[] = [];
  for (const repository of repositories) {
    const before = await store.records.read(org, kind, String(repository.id));
    const isFresh = before !== undefined && now() - before.lookedAt < DAY && !waiting?.waits(repository, before);
    if (!isFresh) due.push({ repository, before });
  }
  // Whoever was never asked about comes first, or those that wait for something would have every turn.
  const inTurn = due.toSorted((a, b) => (a.before?.lookedAt ?? 0) - (b.before?.lookedAt ?? 0));
  let isRefused = false;
  const keep = (id: number, record: Records[Kind] | undefined) =>
    record && store.records.save(org, kind, new Map([[String(id), record]]));
  const questions = inTurn.map(({ repository: { id, fullName }, before }, at) => async () => {
    if (isRefused) return keep(id, waiting?.unseen(now(), before));
    if (at >= MOST_ASKED) return;
    const scope = { repositoryId: id, repository: fullName };
    const answer = await answered(context, org, source, scope, () =>
      ask(ownerAndName(fullName), now(), before).catch((error: unknown) => {
        // What one repository refuses, all do: the permission is the organisation's.
        isRefused ||= isRefusal(error);
        return unlessGone(error);
      }),
    );
    const isAnswered = answer !== undefined && answer !== 'gone';
    await keep(id, isAnswered ? answer : waiting?.unseen(now(), before));
  });
  await oneByOne(questions);
  return due.length > 0;
}

/** The next sweep notices that the repository is not there any more. */
function unlessGone(error: unknown): 'gone' {
  if (isGone(error)) return 'gone';
  throw error;
}
