import { z } from 'zod';
import { type GitHub, NotVisible, ownerAndName } from '../github/github.ts';
import type { Gap } from '../model/coverage.ts';
import type { DepartureNotice } from '../model/departure.ts';
import type { Organization } from '../model/organization.ts';
import type { Who } from '../model/person.ts';
import { DEFAULT_POLICY, type Policy, type PolicyProblem, type PolicyReading } from '../model/policy.ts';
import { DAY, startOfDay } from '../model/time.ts';
import { parsePolicy } from '../policy/parse-policy.ts';
import { parseRoster, type RosterEntry } from '../policy/parse-roster.ts';
import type { Store } from '../store/store.ts';
import { type Context, openSite, type Site } from './context.ts';
import { learnPeople } from './people.ts';
import { enforce } from './requests.ts';

export const POLICY_PATH = '.github/handback.yml';

/** The private one first: a policy says things that not everybody needs to read. */
const POLICY_REPOSITORIES = ['.github-private', '.github'];

const TOO_LARGE = 'not readable: it is larger than the 1 MB that GitHub gives out at once';

const File = z.object({ type: z.literal('file'), content: z.string(), encoding: z.string(), sha: z.string() });

/** Reads policy and roster from the default branches only: what a fork or a pull request says does not count. */
export async function runSettings(context: Context, payload: unknown): Promise<void> {
  const { org } = z.object({ org: z.number() }).parse(payload);
  const site = await openSite(context, org);
  const reading = await readPolicy(context, site);
  await context.store.policies.save(org, reading);
  await readRoster(context, site, reading);
  await context.queue.add([enforce(org)]);
}

/** Where policy and roster live, as far as is known. */
export async function settingsFile(
  { store }: Context,
  org: number,
): Promise<{ policyRepository?: string; roster?: { repository: string; path: string } }> {
  const reading = await store.policies.read(org);
  const organization = await store.organizations.byId(org);
  if (reading === undefined || organization === undefined) return {};
  const policyRepository = reading.origin.split(':')[0] ?? '';
  const { roster } = reading.policy;
  return {
    policyRepository,
    ...(roster ? { roster: { repository: `${organization.login}/${roster.repository}`, path: roster.path } } : {}),
  };
}

/** A file that is broken or may not be read is told, and the last good policy stays in force. */
async function readPolicy({ store, log }: Context, { organization, github }: Site): Promise<PolicyReading> {
  const last = await store.policies.read(organization.id);
  for (const name of POLICY_REPOSITORIES) {
    const where = `${organization.login}/${name}`;
    const file = await readFile(github, where, POLICY_PATH);
    if (file === undefined) continue;
    if ('gap' in file) {
      const problem = { file: POLICY_PATH, says: `it is ${file.gap.says}` };
      return { policy: last?.policy ?? DEFAULT_POLICY, origin: `${where}:${POLICY_PATH}`, problems: [problem] };
    }
    const origin = `${where}:${POLICY_PATH}@${file.sha}`;
    const parsed = parsePolicy(file.text, POLICY_PATH);
    if (parsed.ok) {
      const problems = await caseRepositoryProblems(store, organization, parsed.policy);
      return { policy: parsed.policy, origin, problems };
    }
    log.warn(
      { organization: organization.login, problems: parsed.problems },
      'the policy file is broken; the last good one stays in force',
    );
    return { policy: last?.policy ?? DEFAULT_POLICY, origin, problems: parsed.problems };
  }
  return { policy: DEFAULT_POLICY, origin: 'default', problems: [] };
}

/** A case is a list of what still works: it must not stand where everybody reads it, and it must be possible to write it. */
async function caseRepositoryProblems(
  store: Store,
  { id, login }: Organization,
  { cases }: Policy,
): Promise<readonly PolicyProblem[]> {
  const all = await store.repositories.list(id);
  const wanted = `${login}/${cases?.repository}`;
  const home = all.find(({ fullName, goneAt }) => fullName === wanted && goneAt === undefined);
  if (cases === undefined || all.length === 0 || home?.private) return [];
  const says = home
    ? `cases.repository: ${wanted} is not private, and a case would help an attacker; no case is written there`
    : `cases.repository: Handback does not see ${wanted}; create it, or add it to the installation`;
  return [{ file: POLICY_PATH, says }];
}

/** What is wrong with the roster is shown in every case as something not covered: somebody may be missing from it. */
async function readRoster(context: Context, site: Site, { policy }: PolicyReading): Promise<void> {
  if (policy.roster === undefined) return;
  const { organization, github } = site;
  const { store, now } = context;
  const { repository, path } = policy.roster;
  const file = await readFile(github, `${organization.login}/${repository}`, path);
  const gap = (says: string) =>
    store.coverage.save(organization.id, [
      { source: 'roster', scope: {}, lookedAt: now(), gap: { why: 'absent', says } },
    ]);
  if (file === undefined) return gap(`the policy names ${repository}/${path} as the roster, but there is no such file`);
  if ('gap' in file) return gap(`the roster ${repository}/${path} is ${file.gap.says}`);

  const { people, problems } = parseRoster(file.text, path);
  await store.engagements.replace(organization.id, people);
  await learnPeople(
    context,
    site,
    people.map(({ who }) => ({ who: named(who), before: now() })),
  );
  await store.people.save(organization.id, await rosterAddresses(context, organization.id, people));
  await store.departures.add(organization.id, await changedNotices(context, organization.id, people));
  if (problems.length > 0)
    return gap(`${path} ${problems.map(({ line, says }) => `line ${line}: ${says}`).join('; ')}`);
  await store.coverage.save(organization.id, [{ source: 'roster', scope: {}, lookedAt: now() }]);
}

/** The roster says its word again only when it changes: an entry's end moved, appeared or went away. */
async function changedNotices(
  { store, now }: Context,
  org: number,
  people: readonly RosterEntry[],
): Promise<readonly DepartureNotice[]> {
  const said = (await store.departures.list(org)).filter(({ source }) => source === 'roster');
  return people.flatMap((entry): DepartureNotice[] => {
    const last = said.findLast(({ who }) => JSON.stringify(who) === JSON.stringify(entry.who));
    const learnedAt = now();
    const word = { source: 'roster', who: entry.who, learnedAt, detail: `line ${entry.line} of the roster` };
    if (entry.end === undefined)
      return last?.says === 'leaves' ? [{ ...word, says: 'stays', effectiveAt: learnedAt }] : [];
    const effectiveAt = startOfDay(entry.end) + DAY;
    return last?.says === 'leaves' && last.effectiveAt === effectiveAt
      ? []
      : [{ ...word, says: 'leaves', effectiveAt }];
  });
}

/** An address in the roster ties git authors to an account, when the entry names the account too. */
async function rosterAddresses({ store }: Context, org: number, people: readonly RosterEntry[]) {
  const known = await store.people.list(org);
  return people.flatMap(({ who }) => {
    const person = known.find(({ id, login }) => id === who.id || login.toLowerCase() === who.login?.toLowerCase());
    if (person === undefined || who.email === undefined) return [];
    return [{ ...person, emails: [...person.emails, { address: who.email, source: 'roster' as const }] }];
  });
}

/** The roster's word for an id or an address is not GitHub's: only the login is looked up. */
function named({ login }: Who): Who {
  return login === undefined ? {} : { login };
}

async function readFile(
  github: GitHub,
  repository: string,
  path: string,
): Promise<{ text: string; sha: string } | { gap: Gap } | undefined> {
  try {
    const file = await github.find(
      'GET /repos/{owner}/{repo}/contents/{+path}',
      { ...ownerAndName(repository), path },
      File,
    );
    // Over 1 MB GitHub gives no content: that is not an empty file.
    if (file !== undefined && file.encoding !== 'base64') return { gap: { why: 'absent', says: TOO_LARGE } };
    return file && { text: Buffer.from(file.content, 'base64').toString('utf8'), sha: file.sha };
  } catch (error) {
    if (error instanceof NotVisible) return { gap: error.gap };
    throw error;
  }
}
