import type { Dice } from './dice.ts';
import { type MadeUpOrganization, NOW, ORGANIZATION } from './organization.ts';
import type { Account } from './people.ts';
import type { Saved, Setting } from './settings.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

/** How an organisation can read its audit log. */
export const PLANS = ['free', 'imported', 'enterprise', 'streamed', 'archived'] as const;
export type Plan = (typeof PLANS)[number];

const DAYS_BACK: Readonly<Record<Plan, number>> = {
  free: 0,
  imported: 180,
  archived: 400,
  enterprise: 180,
  streamed: 400,
};

export function hasApi(plan: Plan): boolean {
  return plan === 'enterprise' || plan === 'streamed';
}

/** Before that the plan shows nothing. */
export function visibleSince(plan: Plan): number {
  return NOW - DAYS_BACK[plan] * DAY;
}

/** One entry as GitHub writes it, for our own reader. */
type Entry = Readonly<Record<string, unknown>>;

/**
 * What the plan shows of everything that happened. An exported file has neither ids of documents
 * nor of accounts; of an archive of such files some came from elsewhere and have them.
 */
export function auditLog(organization: MadeUpOrganization, plan: Plan): readonly Entry[] {
  const since = visibleSince(plan);
  return everything(organization)
    .filter(({ created_at: at }) => Number(at) >= since && Number(at) < NOW)
    .map((entry) => (plan === 'imported' || (plan === 'archived' && !hasIds(entry)) ? exported(entry) : entry));
}

/** One in three, by its own id: thrown dice would change every other plan. */
function hasIds({ _document_id: id }: Entry): boolean {
  return String(id).charCodeAt(0) % 3 === 0;
}

function exported({ _document_id: _, actor_id: __, repo_id: ___, ...rest }: Entry): Entry {
  return { ...rest, created_at: new Date(Number(rest['created_at'])).toISOString() };
}

function everything(organization: MadeUpOrganization): readonly Entry[] {
  const { dice, habits, repositories } = organization;
  const written = (action: string, { at, by }: Saved, rest: Entry): Entry => ({
    action,
    created_at: Math.round(at + noise(dice, habits.clockOff)),
    org: ORGANIZATION.login,
    org_id: ORGANIZATION.id,
    _document_id: dice.text(20),
    ...actorOf(by, at),
    ...rest,
  });
  return repositories.flatMap((repository) => {
    const place = { repo: repository.fullName, repo_id: repository.id };
    return [
      ...repository.settings.flatMap((setting) => settingEntries(setting, place, written)),
      ...repository.keys.map((key) =>
        written('public_key.create', key, { ...place, title: key.title, openssh_public_key: key.key }),
      ),
      ...repository.hooks.map((hook) => written('hook.create', hook, { ...place, hook_id: hook.id })),
    ];
  });
}

type Write = (action: string, saved: Saved, rest: Entry) => Entry;

function settingEntries(setting: Setting, place: Entry, written: Write): readonly Entry[] {
  const { created, again, former } = setting;
  const say = (deed: 'create' | 'update') => (saved: Saved) => settingEntry(setting, deed, saved, place, written);
  return [...(former ? [say('create')(former)] : []), say('create')(created), ...again.map(say('update'))];
}

function settingEntry(
  { level, product, what, name }: Setting,
  deed: 'create' | 'update',
  saved: Saved,
  place: Entry,
  written: Write,
): Entry {
  const where = { repository: 'repo', environment: 'environment', organization: 'org' }[level];
  const store = product === 'actions' ? 'actions' : 'integration';
  return written(`${where}.${deed}_${store}_${what}`, saved, {
    ...(level === 'organization' ? {} : place),
    ...(level === 'environment' ? { environment_name: ENVIRONMENT } : {}),
    ...(product === 'actions' ? {} : { integration: product }),
    key: name,
  });
}

export const ENVIRONMENT = 'production';

/** Everybody who changed their name did so on this day. */
const RENAMED_AT = NOW - 200 * DAY;

function actorOf(by: Account, at: number): Entry {
  const login = by.formerLogin !== undefined && at < RENAMED_AT ? by.formerLogin : by.login;
  return { actor: login, actor_id: by.id, ...(by.bot ? { actor_is_bot: true } : {}) };
}

function noise(dice: Dice, clockOff: number): number {
  return dice.chance(clockOff) ? dice.between(6, 60) * MINUTE : dice.between(-2000, 2000);
}
