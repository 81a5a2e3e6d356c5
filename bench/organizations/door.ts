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
      if (route.endsWith('/commits/{ref}')) return commit(organization, repository, made, String(given['ref']));
      if (route.endsWith('/commits/{commit_sha}/pulls')) return pullsOf(repository, made, String(given['commit_sha']));
      if (route.endsWith('/activity')) return activity(repository, made);
    }
    return stores(organization, repository)[route];
  };
  return {
    async find<T>(route: string, given: object, schema: z.ZodType<T>) {
      const found = answer(route, { ...given });
      return found === undefined ? undefined : schema.parse(found);
    },
    async *pages<T>(route: string, given: object, schema: z.ZodType<T>) {
      const found = answer(route, { ...given });
      if (Array.isArray(found)) for (const item of found) yield schema.parse(item);
    },
    send: () => Promise.reject(new Error('nothing is changed here')),
    look: () => Promise.reject(new Error('nothing is proved here')),
    granted: () => Promise.resolve('everything but what is refused'),
    gitAccess: () => Promise.reject(new Error('the repository is here already')),
  };
}

const REFUSABLE = ['/keys', '/pulls', '/activity', '/hooks', '/personal-access-tokens', '/environments'];

function commit(organization: MadeUpOrganization, { book }: MadeUpRepository, made: MadeRepository, ref: string) {
  const found = book.commits.find(({ number }) => made.sha(number) === ref);
  const account = found && accountOf(organization, found.author);
  return found && { author: account ? { id: account.id, login: account.login } : null };
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
