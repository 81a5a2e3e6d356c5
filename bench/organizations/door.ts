import type { z } from 'zod';
import { type GitHub, NotVisible } from '../../src/github/github.ts';

import type { MadeRepository } from './git-repository.ts';
import type { MadeUpOrganization, MadeUpRepository } from './organization.ts';
import type { Account, GitName } from './people.ts';
import { activity, pullsOf, stores } from './views.ts';

/** What GitHub would answer of a made-up organisation: behind the same door as the real one, so that our own code does the asking. */
export function makeDoor(organization: MadeUpOrganization, written: ReadonlyMap<number, MadeRepository>): GitHub {
  const { dice, habits, repositories } = organization;
  const refused = REFUSABLE.filter(() => dice.chance(habits.permissionMissing));
  const answer = (route: string, given: Readonly<Record<string, unknown>>): unknown => {
    if (refused.some((part) => route.includes(part)))
      throw new NotVisible({ why: 'permission', says: 'not visible: a permission is missing' });
    const repository = repositories.find(({ fullName }) => fullName === [given['owner'], given['repo']].join('/'));
    const made = repository && written.get(repository.id);
    if (repository !== undefined && made !== undefined) {
      if (route.endsWith('/activity')) return activity(repository, made);
    }
    return stores(organization, repository)[route];
  };
  return {
    serverUrl: 'https://github.com',
    async find<T>(route: string, given: object, schema: z.ZodType<T>) {
      const found = answer(route, { ...given });
      return found === undefined ? undefined : schema.parse(found);
    },
    async *pages<T>(route: string, given: object, schema: z.ZodType<T>) {
      const found = answer(route, { ...given });
      if (Array.isArray(found)) for (const item of found) yield schema.parse(item);
    },
    async query<T>(question: string, given: object, schema: z.ZodType<T>) {
      const { owner, name } = { owner: '', name: '', ...given };
      const repository = repositories.find(({ fullName }) => fullName === `${owner}/${name}`);
      const made = repository && written.get(repository.id);
      if (repository === undefined || made === undefined) throw new Error(`there is no ${owner}/${name}`);
      const noPulls = refused.includes('/pulls');
      const asked = [...question.matchAll(/\bc([\da-f]{40}): object/g)].map(([, sha = '']) => sha);
      const commits = asked.map((sha) => [`c${sha}`, commit(organization, repository, made, sha, noPulls)]);
      const errors = asked.map((sha) => ({
        ...{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' },
        path: ['repository', `c${sha}`, 'associatedPullRequests'],
      }));
      const data = { repository: { databaseId: repository.id, ...Object.fromEntries(commits) } };
      return { data: schema.parse(data), errors: noPulls ? errors : [] };
    },
    send: () => Promise.reject(new Error('nothing is changed here')),
    look: () => Promise.reject(new Error('nothing is proved here')),
    granted: () => Promise.resolve('everything but what is refused'),
    gitAccess: () => Promise.reject(new Error('the repository is here already')),
  };
}

const REFUSABLE = ['/keys', '/pulls', '/activity', '/hooks', '/personal-access-tokens', '/environments'];

/** Who signed, approved and merged is announced beside (`provenance/announced.ts`). */
function commit(
  organization: MadeUpOrganization,
  repository: MadeUpRepository,
  made: MadeRepository,
  ref: string,
  noPulls: boolean,
) {
  const found = repository.book.commits.find(({ number }) => made.sha(number) === ref);
  if (found === undefined) return null;
  const account = accountOf(organization, found.author);
  const user = account && { __typename: 'User', login: account.login, databaseId: account.id };
  const pulls = noPulls ? null : { nodes: pullsOf(repository, made, ref) };
  return { author: { user: user ?? null }, signature: null, associatedPullRequests: pulls };
}

/** GitHub ties a commit to the one account that has verified its address. */
function accountOf({ people }: MadeUpOrganization, author: GitName): Account | undefined {
  const email = author.email.toLowerCase();
  if (email === 'team@vendor.example') return people.humans[1];
  const [, id, login] = /^(?:(\d+)\+)?(.+)@users\.noreply\.github\.com$/.exec(email) ?? [];
  return [...people.humans, ...people.services].find((account) => {
    if (account.gone) return false;
    return id === undefined ? account.email === email || account.login === login : account.id === Number(id);
  });
}
