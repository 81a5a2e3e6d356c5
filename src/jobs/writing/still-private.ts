import { z } from 'zod';
import { type GitHub, ownerAndName } from '../../github/github.ts';
import { once } from '../../model/once.ts';
import { isSameRepository, type Repository } from '../../model/organization.ts';
import { caseHome } from '../../policy/case-home.ts';
import type { Store } from '../../store/store.ts';
import type { Context, Site } from '../context.ts';
import { onboard } from '../requests.ts';

const Shown = z.object({ id: z.number(), private: z.boolean() });

/**
 * Whether issues may be written there now. What the ledger has as private must be so at this moment, and
 * be the same repository: it may have been renamed or published since, and GitHub leads on from its former
 * name. Where it is known to be public, only words that say nothing are written. Each is asked about once.
 */
export function writable(store: Store, { organization, github }: Site): (name: string) => Promise<boolean> {
  // Mostly nothing is to be written, and there may be thousands.
  const present = once(async () =>
    (await store.repositories.list(organization.id)).filter(({ goneAt }) => goneAt === undefined),
  );
  const answers = new Map<number, Promise<boolean>>();
  return async (name) => {
    const known = await present();
    const repository = caseHome(name, known);
    if (repository === undefined) return known.some(({ fullName }) => isSameRepository(fullName, name));
    const answer = answers.get(repository.id) ?? isStillPrivate(github, repository);
    answers.set(repository.id, answer);
    return answer;
  };
}

/**
 * Whether people are answered there now: where everybody reads, nobody is, not even that there is something
 * to decide. What the ledger has as private may have been published since; then it is brought up to date.
 */
export async function isAnsweredIn(
  { queue }: Context,
  { organization, github }: Site,
  repository: Repository | undefined,
): Promise<boolean> {
  if (repository === undefined || repository.goneAt !== undefined || !repository.private) return false;
  if (await isStillPrivate(github, repository)) return true;
  await queue.add([onboard(organization.installationId)]);
  return false;
}

async function isStillPrivate(github: GitHub, { id, fullName }: Repository): Promise<boolean> {
  const shown = await github.find('GET /repos/{owner}/{repo}', ownerAndName(fullName), Shown);
  return shown?.id === id && shown.private;
}
