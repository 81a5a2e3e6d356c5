import { z } from 'zod';
import { type GitHub, NotVisible } from '../github/github.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Person, Who } from '../model/person.ts';
import type { Context, Site } from './context.ts';

const Account = z.object({ id: z.number(), login: z.string(), type: z.string().optional() });
const Profile = Account.extend({
  email: z.string().nullish(),
  name: z.string().nullish(),
  created_at: z.coerce.date(),
});

/** Everybody who is here, with the address their profile shows: what turns a git author into a person. */
export async function syncPeople({ store, log }: Context, { github, organization }: Site): Promise<void> {
  const known = new Set((await store.people.list(organization.id)).map(({ id }) => id));
  const people: Person[] = [];
  for (const route of ['GET /orgs/{org}/members', 'GET /orgs/{org}/outside_collaborators']) {
    try {
      for await (const account of github.pages(route, { org: organization.login }, Account)) {
        const profile = known.has(account.id) ? undefined : await profileOf(github, account.login);
        people.push(profile ? person(profile) : person({ ...account, email: null, name: null }));
      }
    } catch (error) {
      if (!(error instanceof NotVisible)) throw error;
      log.warn({ route, gap: error.gap.says }, 'people are not visible');
    }
  }
  await store.people.save(organization.id, people);
}

/** Keeps evidence, and the accounts it names: whoever was once seen stays known after leaving. */
export async function saveEvidence(context: Context, site: Site, evidence: readonly Evidence[]): Promise<void> {
  if (evidence.length === 0) return;
  await context.store.evidence.add(site.organization.id, evidence);
  await learnPeople(
    context,
    site,
    evidence.map(({ who, at }) => ({ who, before: at })),
  );
}

/** Somebody named on some day. */
export interface Mention {
  readonly who: Who;
  readonly before: number;
}

/** Finds the accounts behind names. A login that somebody else took later names nobody: the account must be older than the mention. */
export async function learnPeople(
  { store }: Context,
  { github, organization }: Site,
  mentions: readonly Mention[],
): Promise<void> {
  const known = await store.people.list(organization.id);
  const logins = new Set(known.map(({ login }) => login.toLowerCase()));
  const learned: Person[] = [];
  for (const { who, before } of mentions) {
    const { id, login, email, name, bot = false } = who;
    if (login === undefined) continue;
    if (id !== undefined) {
      const emails = email === undefined ? [] : [{ address: email, source: 'github' as const }];
      learned.push({ id, login, bot, emails, ...(name ? { name } : {}) });
    } else if (!logins.has(login.toLowerCase())) {
      const profile = await profileOf(github, login);
      if (profile !== undefined && profile.created_at.getTime() <= before) learned.push(person(profile));
    }
    logins.add(login.toLowerCase());
  }
  await store.people.save(organization.id, learned);
}

async function profileOf(github: GitHub, username: string) {
  return github.find('GET /users/{username}', { username }, Profile);
}

function person({ id, login, type, email, name }: Omit<z.infer<typeof Profile>, 'created_at'>): Person {
  const emails = email ? [{ address: email.toLowerCase(), source: 'github' as const }] : [];
  return { id, login, bot: type === 'Bot', emails, ...(name ? { name } : {}) };
}
