import { z } from 'zod';
import type { GitHub } from '../../github/github.ts';
import type { DepartureNotice } from '../../model/departure.ts';
import type { Evidence } from '../../model/evidence.ts';
import { onceEach } from '../../model/once.ts';
import type { Person, Who } from '../../model/person.ts';
import { BLOCK, isAccess, UNBLOCKED, voiceOf } from '../../policy/voices.ts';
import type { Store } from '../../store/store.ts';
import { oneByOne } from '../asking/one-by-one.ts';
import type { Context, Site } from '../context.ts';

// The accounts behind names: of evidence, notices and rosters.

export const Account = z.object({ id: z.number(), login: z.string(), type: z.string().optional() });
const Profile = Account.extend({
  email: z.string().nullish(),
  name: z.string().nullish(),
  created_at: z.coerce.date(),
});

/** Keeps evidence, and the accounts it names: whoever was once seen stays known after leaving. */
export async function saveEvidence(context: Context, site: Site, evidence: readonly Evidence[]): Promise<void> {
  if (evidence.length === 0) return;
  await context.store.evidence.add(site.organization.id, evidence);
  const mentions = evidence.map(({ who, at }) => ({ who, before: at }));
  await learnPeople(context, site, mentions);
}

/** Of this evidence, what the ledger does not hold yet. */
export async function notYetSaid(
  store: Store,
  org: number,
  evidence: readonly Evidence[],
): Promise<readonly Evidence[]> {
  const said = await store.evidence.of(
    org,
    evidence.map(({ credential }) => credential),
  );
  const known = new Set(said.map(({ id }) => id));
  return evidence.filter(({ id }) => !known.has(id));
}

/** Somebody named on some day. */
export interface Mention {
  readonly who: Who;
  readonly before: number;
}

/**
 * Finds the accounts behind names. A login that somebody else took later names nobody: the
 * account must be older than the mention.
 */
export async function learnPeople(
  { store }: Context,
  { github, organization }: Site,
  mentions: readonly Mention[],
): Promise<void> {
  const isLogin = mentions.some(({ who: { id, login } }) => id === undefined && login !== undefined);
  const known = isLogin ? await store.people.list(organization.id) : [];
  const logins = new Set(known.map(({ login }) => login.toLowerCase()));
  const learned: Person[] = [];
  const once = onceEach();
  const looks = mentions.map(({ who, before }) => async () => {
    const { id, login, email, name, bot = false } = who;
    if (login === undefined) return;
    if (id !== undefined) {
      const emails = email === undefined ? [] : [{ address: email, source: 'github' as const }];
      learned.push({ id, login, bot, emails, ...(name ? { name } : {}) });
    } else if (!logins.has(login.toLowerCase())) {
      const profile = await once(login.toLowerCase(), () => profileOf(github, login));
      // Of a later mention they may be meant.
      if (profile === undefined || profile.created_at.getTime() > before) return;
      learned.push(person(profile));
    }
    logins.add(login.toLowerCase());
  });
  try {
    await oneByOne(looks);
  } finally {
    await store.people.save(organization.id, learned);
  }
}

/** Whom the notices name. Somebody unknown may have got an account, or a name, since. */
export async function learnNamed(context: Context, site: Site): Promise<void> {
  const notices = await context.store.departures.list(site.organization.id);
  const mentions = notices.map((notice) => ({ who: verified(notice), before: notice.learnedAt }));
  await learnPeople(context, site, mentions);
}

/**
 * Only GitHub's own word ties an id to a login. What a roster says of both may be a typing
 * error, so the login is looked up.
 */
function verified(notice: DepartureNotice): Who {
  const { login } = notice.who;
  if (isAccess(voiceOf(notice)) || [BLOCK, UNBLOCKED].includes(notice.source)) return notice.who;
  return login === undefined ? {} : { login };
}

export async function profileOf(github: GitHub, username: string) {
  return github.find('GET /users/{username}', { username }, Profile);
}

export function person({ id, login, type, email, name }: Omit<z.infer<typeof Profile>, 'created_at'>): Person {
  const emails = email ? [{ address: email.toLowerCase(), source: 'github' as const }] : [];
  return { id, login, bot: type === 'Bot', emails, ...(name ? { name } : {}) };
}
