// Two repositories, one in which nothing was ever made and one that has some of everything, and passes over them.
import type { Repository } from '../../demo/github/model.ts';
import { runJob } from '../../src/jobs/index.ts';
import { survey, USUAL } from '../../src/jobs/survey-requests.ts';
import type { NewJob } from '../../src/model/job.ts';
import { HOUR } from '../../src/model/time.ts';
import { newPublicKey } from '../github-stand-in/acme.ts';
import { startFastDays } from './fast-days.ts';
import { asKnown, makeDoor } from './make-door.ts';
import { makePolicy } from './make-situation.ts';

export type Surveyed = Awaited<ReturnType<typeof makeSurveyed>>;

/** What no survey spares. */
export const ALWAYS = ['actions/runners', 'actions/secrets', 'actions/variables', 'dependabot/secrets', 'hooks'];

/** Asked once for all repositories, where it is not granted. */
const OPTIONAL = /^(?:agents|codespaces)/;

export async function makeSurveyed() {
  const acme = await makeDoor({ rateLimit: 1_000_000 });
  const { github, alice, mallory } = acme;
  const create = async (name: string) => {
    const made = await github.createRepository(acme.acme, name, { actor: alice });
    const first = { author: 'Alice', email: alice.email, message: 'Start', files: { 'README.md': `# ${name}\n` } };
    await github.commit(made, [{ ...first, date: '2026-01-05' }]);
    return made;
  };
  const [blank, lived] = [await create('blank'), await create('lived')];
  github.addDeployKey(lived, mallory, 'ci', newPublicKey());
  github.createEnvironment(lived, alice, 'production');
  github.openIssue(lived, alice, { title: 'Rotate' });
  await github.push(lived, mallory, [{ branch: 'fix', message: 'Fix', files: { 'fix.txt': 'fix\n' } }]);
  const pull = await github.openPull(lived, mallory, { title: 'Fix', head: 'fix' });
  github.reviewComment(pull, alice, { path: 'fix.txt', body: 'Why?' });

  let permissions = 0;
  const granted = async () => `as granted ${permissions}`;
  const days = await startFastDays({ ...acme, door: { ...acme.door, granted } });
  const org = acme.acme.id;
  days.advance(Date.now() - days.now());
  await days.store.organizations.save(acme.organization);
  await days.store.repositories.save(org, [blank, lived].map(asKnown));
  await days.store.policies.save(org, { policy: makePolicy(), origin: 'default', problems: [] });

  const surveyOf = (some: readonly Repository[], atATime = USUAL.atATime): NewJob =>
    survey(org, { ids: some.map(({ id }) => id) }, { ...USUAL, atATime });
  return {
    acme,
    days,
    org,
    blank,
    lived,
    pull,
    run: (job: NewJob) => runJob(days.context, { ...job, id: 'now', attempt: 1 }),
    /** What was seen under other permissions counts no more. */
    changePermissions: () => {
      permissions += 1;
      days.advance(HOUR);
    },
    /** A pass as the sweep asks for it. */
    pass: async (some: readonly Repository[], atATime?: number): Promise<void> => {
      await days.add(surveyOf(some, atATime));
      await days.work();
    },
    /** The same through all, with its end. */
    full: (atATime: number): NewJob => survey(org, 'all', { ...USUAL, atATime }),
    /** One in which this happens after the survey and before the looks. */
    passWith: async (some: readonly Repository[], meanwhile: () => Promise<void>): Promise<void> => {
      await days.work();
      await days.add(surveyOf(some));
      const before = days.jobs.length;
      await days.work(() => days.jobs.length > before);
      await meanwhile();
      await days.work();
    },
    /** What was read of a repository while this was done, but for the check of a head. */
    askedOf: async ({ name }: Repository, work: () => Promise<void>): Promise<readonly string[]> => {
      const from = github.requests.length;
      await work();
      const start = `/repos/acme/${name}/`;
      return github.requests
        .slice(from)
        .filter(({ path, method }) => method === 'GET' && path.startsWith(start))
        .map(({ path }) => path.slice(start.length))
        .filter((path) => !path.startsWith('commits/') && !OPTIONAL.test(path))
        .toSorted();
    },
    gapsIn: async ({ id }: Repository): Promise<readonly string[]> =>
      (await days.store.coverage.at(org, id)).flatMap(({ source, gap }) =>
        gap && !OPTIONAL.test(source) ? [`${source}: ${gap.says}`] : [],
      ),
    keysIn: async ({ id }: Repository) =>
      (await days.store.credentials.find(org, { places: [id] })).filter(({ kind }) => kind === 'deploy-key'),
    heads: async () => (await days.store.heads.listOpen(org)).map(({ scan: _, ...head }) => head),
    close: async () => {
      await days.close();
      await acme.close();
    },
  };
}
