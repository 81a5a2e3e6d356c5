import { isSameRepository, type Repository } from '../model/organization.ts';

type Named = Pick<Repository, 'fullName' | 'private' | 'goneAt'>;

/**
 * The repository that may get a case: of exactly the name that the policy says, there, and known to be
 * private. A case is a list of what still works: where everybody can read it, it would help the wrong
 * people, and GitHub leads on from a name that a repository had before to one that may be public.
 */
export function caseHome<R extends Named>(fullName: string, repositories: Iterable<R>): R | undefined {
  for (const each of repositories)
    if (each.private && each.goneAt === undefined && isSameRepository(each.fullName, fullName)) return each;
  return undefined;
}
