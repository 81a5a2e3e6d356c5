import { z } from 'zod';
import { type GitHub, GitHubFailure, NotVisible, ownerAndName } from '../github/github.ts';
import { isSameRepository, type Organization, repositoryName } from '../model/organization.ts';
import { DEFAULT_POLICY, NO_FILE, POLICY_PATH, type PolicyReading } from '../model/policy.ts';
import { parsePolicy } from '../policy/parse-policy.ts';
import type { Store } from '../store/store.ts';
import { isAbsent } from './asking/absent-file.ts';
import { tryEach } from './asking/one-by-one.ts';
import { readFile } from './asking/read-file.ts';
import { type Context, openSite, type Site } from './context.ts';
import { tieDeciderTeams } from './deciding/decider-teams.ts';
import { readRoster } from './people/roster.ts';
import { caseRepositoryProblems, isUnlisted } from './reading/case-repository.ts';
import { enforce, onboard, settingsAgain } from './requests.ts';

/**
 * The private one first, while none is in force: a policy says things that not everybody
 * needs to read. One that is in force stays so while its file is there: a member may make
 * the other repository, and would put another policy in its place.
 */
const POLICY_REPOSITORIES = ['.github-private', '.github'];

const Payload = z.object({ org: z.number(), repositoryId: z.number().optional(), again: z.boolean().default(false) });

/**
 * Reads policy and roster from the default branches only: what a fork or a pull request
 * says does not count. A policy that GitHub fails to give keeps nobody from hearing who
 * leaves, nor a roster the policy from taking effect; the job is tried again.
 */
export async function runSettings(context: Context, payload: unknown): Promise<void> {
  const { org, repositoryId, again } = Payload.parse(payload);
  if (repositoryId !== undefined && !(await holdsSettings(context, org, repositoryId))) return;
  const site = await openSite(context, org);
  const { store } = context;
  const { failures } = await tryEach([
    () => keepPolicy(context, site, again),
    async () => withPolicy(store, org, (reading) => readRoster(context, site, reading)),
    async () => withPolicy(store, org, ({ policy }) => tieDeciderTeams(store, site, policy).catch(unlessHidden)),
  ]);
  await context.queue.add([enforce(org)]);
  const [first] = failures;
  if (first !== undefined) throw first;
}

/**
 * Every check of the organisation follows from it, so what GitHub shows no more is asked
 * for twice before that is told: the last policy holds either way.
 */
async function keepPolicy(context: Context, site: Site, again: boolean): Promise<void> {
  const { store, queue, log } = context;
  const { id: org, login, installationId } = site.organization;
  const last = await store.policies.read(org);
  const { isOutOfSight, ...reading } = await readPolicy(context, site, last);
  if (!isOutOfSight || last === undefined || again || isTold(reading, last)) return store.policies.save(org, reading);
  log.warn(
    { organization: login },
    'the policy or the repository of its cases is out of sight; GitHub is asked once more before that is told',
  );
  await queue.add([onboard(installationId), settingsAgain(org)]);
}

function isTold({ problems }: PolicyReading, last: PolicyReading): boolean {
  const told = new Set(last.problems.map(({ says }) => says));
  return problems.length > 0 && problems.every(({ says }) => told.has(says));
}

/** The one that was just read, or else the last one that could be. */
async function withPolicy(store: Store, org: number, work: (reading: PolicyReading) => Promise<unknown>) {
  const reading = await store.policies.read(org);
  if (reading !== undefined) await work(reading);
}

/** Where teams may not be seen, nobody decides by them, and doctor tells. */
function unlessHidden(error: unknown): void {
  if (!(error instanceof NotVisible)) throw error;
}

/** Most pushes go to other repositories, and cost no question then. One that is not known yet may be any. */
async function holdsSettings(context: Context, org: number, repositoryId: number): Promise<boolean> {
  const repository = await context.store.repositories.byId(org, repositoryId);
  const { roster } = await settingsFile(context, org);
  if (repository === undefined || isSameRepository(roster?.repository, repository.fullName)) return true;
  return POLICY_REPOSITORIES.includes(repositoryName(repository.fullName));
}

/** Where policy and roster live, as far as is known. */
export async function settingsFile(
  { store }: Context,
  org: number,
): Promise<{ policyRepositories: readonly string[]; inForce?: string; roster?: { repository: string; path: string } }> {
  const reading = await store.policies.read(org);
  const organization = await store.organizations.byId(org);
  if (organization === undefined) return { policyRepositories: [] };
  const homes = POLICY_REPOSITORIES.map((name) => `${organization.login}/${name}`);
  const inForce = homes.findIndex((home) => isSameRepository(home, homeOf(reading)));
  const { roster } = reading?.policy ?? {};
  return {
    // What one that is read before proposes is in force as soon as the file in force is taken
    // away, and the first of all takes the place of none.
    policyRepositories: inForce === -1 ? homes : homes.slice(0, inForce + 1),
    ...(inForce === -1 ? {} : { inForce: homeOf(reading) }),
    ...(roster ? { roster: { repository: `${organization.login}/${roster.repository}`, path: roster.path } } : {}),
  };
}

interface Read extends PolicyReading {
  /**
   * GitHub does not show the policy in force, or what may be one: so it is where that may not
   * be seen, and for a moment anywhere.
   */
  readonly isOutOfSight: boolean;
}

/** A file that is broken or may not be read is told, and the last good policy stays in force. */
async function readPolicy(
  { store, log }: Context,
  { organization, github }: Site,
  last: PolicyReading | undefined,
): Promise<Read> {
  const homes = policyHomes(organization, last);
  const inForce = last === undefined || last.origin === NO_FILE ? undefined : homes[0];
  let isOutOfSight = false;
  for (const where of homes) {
    const file = await readFile(github, where, POLICY_PATH);
    if (file === undefined) {
      if (where === inForce) isOutOfSight = !(await isShownWithout(github, where));
      continue;
    }
    if ('gap' in file) {
      const problem = { file: POLICY_PATH, says: `it is ${file.gap.says}` };
      isOutOfSight ||= file.gap.why === 'permission';
      const origin = `${where}:${POLICY_PATH}`;
      return { policy: last?.policy ?? DEFAULT_POLICY, origin, problems: [problem], isOutOfSight };
    }
    const origin = `${where}:${POLICY_PATH}@${file.sha}`;
    const parsed = parsePolicy(file.text, POLICY_PATH);
    if (parsed.ok) {
      const problems = await caseRepositoryProblems(store, organization, parsed.policy);
      // It was there for the same file, and one list that lacks it may be wrong.
      if (problems.length > 0 && origin === last?.origin && last.problems.length === 0)
        isOutOfSight ||= await isUnlisted(store, organization, parsed.policy);
      return { policy: parsed.policy, origin, problems, isOutOfSight };
    }
    log.warn(
      { organization: organization.login, problems: parsed.problems },
      'the policy file is broken; the last good one stays in force',
    );
    return { policy: last?.policy ?? DEFAULT_POLICY, origin, problems: parsed.problems, isOutOfSight };
  }
  const unseen = await outOfSight(github, organization, last);
  if (unseen !== undefined) return { ...unseen, isOutOfSight: true };
  return { policy: DEFAULT_POLICY, origin: NO_FILE, problems: [], isOutOfSight };
}

function policyHomes({ login }: Organization, last: PolicyReading | undefined): readonly string[] {
  const isInForce = (name: string) => Number(name === repositoryName(homeOf(last)));
  const names = POLICY_REPOSITORIES.toSorted((a, b) => isInForce(b) - isInForce(a));
  return names.map((name) => `${login}/${name}`);
}

function homeOf(reading: PolicyReading | undefined): string {
  return reading?.origin.split(':')[0] ?? '';
}

/** Repositories with a policy that is not in force, because another one is. */
export async function otherPolicies({ store }: Context, { organization, github }: Site): Promise<readonly string[]> {
  const [, ...others] = policyHomes(organization, await store.policies.read(organization.id));
  const found: string[] = [];
  for (const home of others) if ('text' in ((await readFile(github, home, POLICY_PATH)) ?? {})) found.push(home);
  return found;
}

/**
 * GitHub says 404 also of what it does not show. That nobody has a policy any more is known
 * where the repository that had one is shown.
 */
async function outOfSight(
  github: GitHub,
  { login }: Organization,
  last: PolicyReading | undefined,
): Promise<PolicyReading | undefined> {
  if (last === undefined || last.origin === NO_FILE) return undefined;
  // Under its former name the organisation may be somebody else by now.
  const home = `${login}/${repositoryName(homeOf(last))}`;
  if (await isShown(github, home)) return undefined;
  const says = `GitHub does not show ${home}, which holds it; let Handback see that repository again, or write a policy where Handback sees it ("version: 1" is one)`;
  return { ...last, problems: [{ file: POLICY_PATH, says }] };
}

/**
 * Whether GitHub shows the repository. The gate follows from it, so one answer of 404 is not enough:
 * the tree of the default branch says that the file is gone as well, or it is asked for again.
 */
async function isShownWithout(github: GitHub, home: string): Promise<boolean> {
  if (!(await isShown(github, home))) return false;
  if (await isAbsent(github, home, POLICY_PATH)) return true;
  const says = `${home}: GitHub says 404 of ${POLICY_PATH}, and its tree does not say that the file is gone`;
  throw new GitHubFailure(`${says}. The last policy stays in force, and it is asked for again.`, 404);
}

async function isShown(github: GitHub, fullName: string): Promise<boolean> {
  try {
    return (await github.find('GET /repos/{owner}/{repo}', ownerAndName(fullName), z.unknown())) !== undefined;
  } catch (error) {
    if (error instanceof NotVisible) return false;
    throw error;
  }
}
