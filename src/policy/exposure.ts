import type { RepositoryAccess, SelectedRepositories, WritingRole } from '../model/access.ts';
import type { Exposure, Spared } from '../model/case.ts';
import type { CredentialId, KnownCredential } from '../model/credential.ts';
import { once } from '../model/once.ts';
import type { Repository } from '../model/organization.ts';
import type { Person } from '../model/person.ts';
import { mayHaveBeenIn, type Teams } from './teams.ts';

export interface ExposureFacts {
  readonly access: Iterable<RepositoryAccess>;
  readonly repositories: ReadonlyMap<number, Repository>;
  readonly selected: ReadonlyMap<string, SelectedRepositories>;
  readonly teams: Teams;
}

/** What a person could read; `apart`: what the case has already. */
type FindExposure = (person: Person, apart: ReadonlySet<CredentialId>) => Exposure;

/** Among these, which hold all that may be of any matter. */
export type ExposureAmong = (credentials: Iterable<KnownCredential>) => FindExposure;

/** Kept one by one; beyond that they are counted. */
const MOST_LISTED = 200;

/** Stores whose values whoever may write can make a workflow, or an editor in the cloud, print. */
const READABLE = new Set(['actions-secret', 'codespaces-secret']);

/**
 * Who may write can push a workflow that prints every secret the repository reaches, so it does
 * not count what the workflows of today use. A person knows the present value if they could
 * write at some time after it was stored; access of long ago counts, if the value is older.
 */
export function exposureFinder({ access, repositories, selected, teams }: ExposureFacts): ExposureAmong {
  const stretches = byPerson(access);
  return (credentials) => {
    const secrets = [...credentials].filter(({ kind, goneAt }) => READABLE.has(kind) && goneAt === undefined);
    const ofRepository = once(() => Map.groupBy(secrets, ({ scope }) => scope.repositoryId));
    const ofOrganization = secrets.filter(
      ({ kind, scope }) => scope.repositoryId === undefined && kind === 'actions-secret',
    );

    return (person, apart) => {
      const mine = Map.groupBy(stretches.get(person.id) ?? [], ({ repositoryId }) => repositoryId);
      const found: KnownCredential[] = [];
      const spared: Spared[] = [];
      let count = 0;
      const add = (credential: KnownCredential) => {
        count += 1;
        if (found.length < MOST_LISTED) found.push(credential);
      };
      for (const [repositoryId, times] of mine) {
        for (const secret of ofRepository().get(repositoryId) ?? []) {
          const knowing = times.filter((time) => reaches(time, secret));
          if (knowing.length === 0 || apart.has(secret.id)) continue;
          const why = protection(secret, person, knowing, teams);
          if (why === undefined) add(secret);
          else if (spared.length < MOST_LISTED) spared.push({ credential: secret, why });
        }
      }
      const latest = lastTimes(mine, repositories);
      for (const secret of ofOrganization) {
        const chosen = selected.get(secret.id)?.repositoryIds;
        if (!apart.has(secret.id) && until(secret, mine, latest, chosen) > storedAt(secret)) add(secret);
      }
      return { repositories: mine.size, count, credentials: found, spared };
    };
  };
}

interface Stretch {
  readonly repositoryId: number;
  readonly role: WritingRole;
  /** When it ended, at the latest. */
  readonly until: number;
}

function byPerson(access: Iterable<RepositoryAccess>): ReadonlyMap<number, readonly Stretch[]> {
  const stretches = new Map<number, Stretch[]>();
  for (const { repositoryId, people } of access)
    for (const { id, role, goneAt = Number.POSITIVE_INFINITY } of people)
      put(stretches, id, { repositoryId, role, until: goneAt });
  return stretches;
}

function put<T>(lists: Map<number, T[]>, key: number, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** The value that is stored now was there while they could write. */
function reaches({ until: end }: Stretch, secret: KnownCredential): boolean {
  return end > storedAt(secret);
}

function storedAt({ updatedAt, createdAt = 0 }: KnownCredential): number {
  return updatedAt ?? createdAt;
}

/**
 * Who else stands between a writer and the secrets of an environment; undefined when this
 * person needs nobody. That only some branches deploy there stops no writer: whether
 * somebody else must approve what reaches those branches is not read.
 */
function protection(
  secret: KnownCredential,
  person: Person,
  times: readonly Stretch[],
  teams: Teams,
): string | undefined {
  const { scope, facts } = secret;
  // Whoever administers the repository can take the protection away.
  if (scope.environment === undefined || times.some(({ role }) => role === 'admin')) return undefined;
  if (Number(facts['reviewers'] ?? 0) === 0) return undefined;
  const approvers = String(facts['approvers'] ?? '')
    .split(' ')
    .filter(Boolean);
  // A member of a reviewing team approves as the team does.
  const isOne = (approver: string) =>
    approver.startsWith(TEAM)
      ? mayHaveBeenIn(teams, approver.slice(TEAM.length), person.id, storedAt(secret), endOf(times))
      : approver.toLowerCase() === `@${person.login.toLowerCase()}`;
  // One approval is enough, unless it may not be that of whoever started the run.
  if (approvers.some(isOne) && facts['selfReview'] !== false) return undefined;
  return approvers.length === 0 ? 'a reviewer must approve' : `${approvers.join(', ')} must approve`;
}

/** Before the slug of a team, among the logins of people: `sources/environments.ts` writes them. */
const TEAM = 'team/';

interface Latest {
  readonly anywhere: number;
  readonly inPrivate: number;
}

function lastTimes(mine: Mine, repositories: ReadonlyMap<number, Repository>): Latest {
  let [anywhere, inPrivate] = [0, 0];
  for (const [repositoryId, times] of mine) {
    const end = endOf(times);
    anywhere = Math.max(anywhere, end);
    if (repositories.get(repositoryId)?.private !== false) inPrivate = Math.max(inPrivate, end);
  }
  return { anywhere, inPrivate };
}

type Mine = ReadonlyMap<number, readonly Stretch[]>;

/**
 * Until when they could write in a repository that may use it. Where the chosen
 * repositories are not visible, any may be among them.
 */
function until({ facts }: KnownCredential, mine: Mine, latest: Latest, chosen?: readonly number[]): number {
  if (facts['visibility'] === 'private') return latest.inPrivate;
  if (facts['visibility'] !== 'selected' || chosen === undefined) return latest.anywhere;
  return chosen.reduce((last, id) => Math.max(last, endOf(mine.get(id) ?? [])), 0);
}

function endOf(times: readonly Stretch[]): number {
  return times.reduce((last, time) => Math.max(last, time.until), 0);
}
