import type { z } from 'zod';
import { type GitHub, GitHubFailure, NotVisible } from '../../src/github/github.ts';
import { usesOfToken } from './alerts.ts';
import { hasApi, type Plan, visibleSince } from './audit-log.ts';
import { commitOf } from './commits.ts';
import { textsIn } from './edits.ts';
import type { MadeRepository } from './git-repository.ts';
import type { MadeUpOrganization } from './organization.ts';
import { activity, stores } from './views.ts';

/**
 * What GitHub would answer of a made-up organisation: behind the same door as the real one,
 * so that our own code does the asking.
 */
export function makeDoor(
  organization: MadeUpOrganization,
  written: ReadonlyMap<number, MadeRepository>,
  plan: Plan,
): GitHub {
  const { refused, repositories, people } = organization;
  const everybody = [...people.humans, ...people.services].filter(({ gone }) => !gone);
  const answer = (route: string, given: Readonly<Record<string, unknown>>): unknown => {
    // Everybody may see the keys of an account.
    if (route.startsWith('GET /users/')) {
      const account = everybody.find(({ login }) => login === given['username']);
      const listed = account?.key && [{ id: account.id, key: account.key.line }];
      return route.endsWith('/keys') ? (listed ?? []) : account && { id: account.id, login: account.login };
    }
    if (refused.some((part) => route.includes(part)))
      throw new NotVisible({ why: 'permission', says: 'not visible: a permission is missing' });
    if (route === 'GET /orgs/{org}/audit-log') {
      if (!hasApi(plan)) throw new GitHubFailure(`${route}: Not Found`, 404);
      return usesOfToken(organization, String(given['phrase']), visibleSince(plan));
    }
    const repository = repositories.find(({ fullName }) => fullName === [given['owner'], given['repo']].join('/'));
    const made = repository && written.get(repository.id);
    if (repository && made && route.endsWith('/activity')) return activity(repository, made, given['ref']);
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
      const texts = textsIn(organization, question);
      if (texts !== undefined) return { data: schema.parse(texts), errors: [] };
      const { owner, name } = { owner: '', name: '', ...given };
      const repository = repositories.find(({ fullName }) => fullName === `${owner}/${name}`);
      const made = repository && written.get(repository.id);
      if (repository === undefined || made === undefined) throw new Error(`there is no ${owner}/${name}`);
      const noPulls = refused.includes('/pulls');
      const asked = [...question.matchAll(/\bc([\da-f]{40}): object/g)].map(([, sha = '']) => sha);
      const commits = asked.map((sha) => [`c${sha}`, commitOf(organization, repository, made, sha, noPulls)]);
      const errors = asked.map((sha) => ({
        type: 'FORBIDDEN',
        message: 'Resource not accessible by integration',
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
