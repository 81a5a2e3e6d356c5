import { z } from 'zod';
import type { GitHub } from '../github/github.ts';
import { NotVisible } from '../github/github.ts';
import type { Person } from '../model/person.ts';
import { type Context, openSite } from './context.ts';
import { syncRepositories } from './onboard.ts';
import { enforce, findHeads, look, prove, scan, settings } from './requests.ts';

const Payload = z.object({ org: z.number() });

const Account = z.object({ id: z.number(), login: z.string(), type: z.string().optional() });
const Profile = z.object({ email: z.string().nullish(), name: z.string().nullish() });

/** The full pass: finds what no event tells of, and repairs what a lost event left behind. */
export async function runSweep(context: Context, payload: unknown): Promise<void> {
  const { org } = Payload.parse(payload);
  const { organization, github } = await openSite(context, org);
  await syncPeople(context, github, org, organization.login);
  const repositories = await syncRepositories(context, organization);
  const present = repositories.filter(({ goneAt }) => goneAt === undefined);
  await context.queue.add([
    settings(org),
    look(org),
    ...present.flatMap(({ id }) => [look(org, id), scan(org, id), findHeads(org, id)]),
    prove(org),
    enforce(org),
  ]);
}

/** Everybody who is or was here, with the address their profile shows: what turns a git author into a person. */
async function syncPeople({ store, log }: Context, github: GitHub, org: number, login: string): Promise<void> {
  const known = new Set((await store.people.list(org)).map(({ id }) => id));
  const people: Person[] = [];
  for (const route of ['GET /orgs/{org}/members', 'GET /orgs/{org}/outside_collaborators']) {
    try {
      for await (const account of github.pages(route, { org: login }, Account)) {
        people.push(known.has(account.id) ? person(account) : await withProfile(github, account));
      }
    } catch (error) {
      if (!(error instanceof NotVisible)) throw error;
      log.warn({ route, gap: error.gap.says }, 'people are not visible');
    }
  }
  await store.people.save(org, people);
}

async function withProfile(github: GitHub, account: z.infer<typeof Account>): Promise<Person> {
  const profile = await github.find('GET /users/{username}', { username: account.login }, Profile);
  const emails = profile?.email ? [{ address: profile.email.toLowerCase(), source: 'github' as const }] : [];
  return { ...person(account), emails, ...(profile?.name ? { name: profile.name } : {}) };
}

function person({ id, login, type }: z.infer<typeof Account>): Person {
  return { id, login, bot: type === 'Bot', emails: [] };
}
