import { tryAccess } from '../../git/mirror.ts';
import { GitError, git as run } from '../../git/run.ts';
import type { Checkup, Examination } from './checkup.ts';
import { reach } from './reach.ts';

/** Of before, some of what keeps a hostile repository at bay is not known to git (src/git/run.ts). */
const OLDEST = [2, 38] as const;

/** git has its own way out, and its own store of certificates: that the API answers says nothing of it. */
export const git: Examination = {
  about: 'git',

  run: async ({ context: { store }, site }) => {
    const said = await run('/nonexistent', ['version']).catch((error: Error) => error);
    if (said instanceof Error) return [{ state: 'ill', says: said.message }];
    const version = /\d+\.\d+\S*/.exec(said)?.[0] ?? '';
    const [major = 0, minor = 0] = version.split('.').map(Number);
    const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
    const old: Checkup = { state: 'ill', says: `git ${version} is too old`, next: 'Install git 2.38 or newer.' };
    if (isOld) return [old];
    const all = site === undefined ? [] : await store.repositories.list(site.organization.id);
    const one = all.find(({ goneAt }) => goneAt === undefined);
    if (site === undefined || one === undefined) return [{ state: 'well', says: `git ${version} is there` }];
    try {
      await tryAccess(await site.github.gitAccess(one.fullName));
      return [{ state: 'well', says: `git ${version} reads ${one.fullName}` }];
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      return [{ state: 'ill', says: `${one.fullName}: ${error.message}`, next: reach(error.message) }];
    }
  },
};
