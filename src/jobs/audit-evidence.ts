import { z } from 'zod';
import { loginsSeen, type NamingAct } from '../attribute/audit/login-runs.ts';
import { noticeOf } from '../attribute/audit/notices.ts';
import { type Directory, directory } from '../attribute/people.ts';
import { type GitHub, NotVisible } from '../github/github.ts';
import type { AuditFact, MembershipFact } from '../model/audit.ts';
import type { Evidence } from '../model/evidence.ts';
import { RetryLater } from '../model/job.ts';
import type { LoginRun } from '../model/login.ts';
import type { Who } from '../model/person.ts';
import { DAY } from '../model/time.ts';
import type { Store } from '../store/store.ts';
import { withSkipped } from './asking/skipped.ts';
import { auditMatches } from './audit/matches.ts';
import { type Context, openSite, type Site } from './context.ts';
import { learnPeople, type Mention, notYetSaid } from './people/accounts.ts';
import { enforce, prove } from './requests.ts';

/** Facts of the audit log and credentials that are known by now -> evidence. Runs when either has grown. */
export async function runAuditEvidence(context: Context, payload: unknown): Promise<void> {
  const { org } = z.object({ org: z.number() }).parse(payload);
  const { store, queue } = context;
  const { runs, acts, bare } = await readLogins(store, org);
  if (acts === 0) return;
  const site = await openSite(context, org);
  const renamed = await keepLogins(store, org, runs);
  let fresh = 0;
  for await (const found of auditMatches(store, org)) fresh += await keepFresh(context, site, found, runs);
  // Who had which login when is of no matter while every entry has an id: then nothing follows from another day of it.
  if (fresh === 0 && renamed && bare > 0) await queue.add([enforce(org)]);
}

/** Returns how much of it is new. */
async function keepFresh(
  context: Context,
  site: Site,
  found: readonly Evidence[],
  runs: readonly LoginRun[],
): Promise<number> {
  const { store, queue } = context;
  const { id: org } = site.organization;
  const fresh = await notYetSaid(store, org, found);
  if (fresh.length === 0) return 0;
  const named = fresh.map(({ who, at }) => ({ who, before: at }));
  await learnStrangers(context, site, [...named, ...holdersOf(named, runs)]);
  await store.transaction(async (inside) => {
    await inside.evidence.add(org, fresh);
    await queue.add([enforce(org)], inside.tx);
  });
  return fresh.length;
}

/**
 * Who had which login when, and how many entries there are: nothing of them is kept but of accounts that had several.
 */
async function readLogins(store: Store, org: number) {
  const seen = loginsSeen();
  const many = { acts: 0, bare: 0 };
  await store.audit.list(org, (fact) => {
    const act = actOf(fact);
    seen.see(act);
    many.acts += 1;
    many.bare += isBare(act) ? 1 : 0;
    return false;
  });
  const again: NamingAct[] = [];
  // Looked through a second time only where somebody was renamed; an entry that came in
  // between counts when its own job runs.
  if (seen.hasSeveral())
    await store.audit.list(org, (fact) => {
      const act = actOf(fact);
      if (seen.isWantedAgain(act)) again.push(act);
      return false;
    });
  return { ...many, runs: seen.runs(again) };
}

function actOf(fact: AuditFact): NamingAct {
  const { at, actor } = fact;
  const who = fact.about === 'membership' ? fact.who : fact.askedBy;
  return who === undefined ? { at, actor } : { at, actor, who };
}

function isBare({ actor, who }: NamingAct): boolean {
  return actor.id === undefined || (who !== undefined && who.id === undefined);
}

/**
 * Whether anything has changed. Made anew from all facts: entries come late, in any order,
 * and from several sides at once.
 */
async function keepLogins(store: Store, org: number, runs: readonly LoginRun[]): Promise<boolean> {
  const before = await store.records.read(org, 'logins', 'audit-log');
  if (JSON.stringify(before?.runs ?? []) === JSON.stringify(runs)) return false;
  await store.records.save(org, 'logins', new Map([['audit-log', { runs }]]));
  return true;
}

/**
 * Where an entry has nothing but a login, everybody who is known to have had it may be
 * meant, and GitHub shows only who has it today.
 */
function holdersOf(mentions: readonly Mention[], runs: readonly LoginRun[]): readonly Mention[] {
  const bare = new Set(mentions.flatMap(({ who: { id, login } }) => (id === undefined ? login?.toLowerCase() : [])));
  const ids = new Set(runs.flatMap(({ id, login }) => (bare.has(login) ? id : [])));
  const latest = runs.filter(({ id }) => ids.has(id)).toSorted((a, b) => a.last - b.last);
  return latest.map(({ id, login, last }) => ({ who: { id, login }, before: last }));
}

const Departures = z.object({ org: z.number(), facts: z.array(z.string()) });

/** Who left or came, as the log says. Somebody who is here now has not left: that entry is history. */
export async function runAuditDepartures(context: Context, payload: unknown): Promise<void> {
  await tellDepartures(context, payload).catch(askTomorrow);
}

/** The log tells of it once: where GitHub does not show who is here, nothing else would ask again. */
function askTomorrow(error: unknown): never {
  if (!(error instanceof NotVisible)) throw error;
  throw new RetryLater(`Who left, as the audit log says, waits: who is here is ${error.gap.says}.`, DAY);
}

async function tellDepartures(context: Context, payload: unknown): Promise<void> {
  const { org, facts: ids } = Departures.parse(payload);
  const site = await openSite(context, org);
  const wanted = new Set(ids);
  const isWanted = ({ about, id }: AuditFact) => about === 'membership' && wanted.has(id);
  const facts = (await context.store.audit.list(org, isWanted)).filter((fact) => fact.about === 'membership');
  const people = directory(await context.store.people.list(org), [], (await readLogins(context.store, org)).runs);
  const told: MembershipFact[] = [];
  const leaving = facts.filter(({ says }) => says === 'leaves');
  const outsiders = leaving.length === 0 ? [] : await outsidersOf(site, leaving);
  for (const fact of facts) {
    if (fact.says === 'leaves' && (await isHere(site, outsiders, asOfToday(people, fact))))
      context.log.info({ fact: fact.id, at: fact.at }, 'the audit log tells of a leaving, but the person is here');
    else told.push(fact);
  }
  await learnStrangers(
    context,
    site,
    told.map(({ who, at }) => ({ who, before: at })),
  );
  await context.store.transaction(async (store) => {
    await store.departures.add(
      org,
      told.map((fact) => noticeOf(fact, site.organization.login)),
    );
    await context.queue.add([prove(org), enforce(org)], store.tx);
  });
}

/** An old entry holds an old login: of an account that is known by its id, the ledger has the newer one. */
async function learnStrangers(context: Context, site: Site, mentions: readonly Mention[]): Promise<void> {
  const known = new Set((await context.store.people.list(site.organization.id)).map(({ id }) => id));
  const strangers = mentions.filter(({ who }) => who.id === undefined || !known.has(who.id));
  await learnPeople(context, site, strangers);
}

/**
 * The entry has the name of that day, and perhaps no id: somebody else may be here under
 * it, and the person under another.
 */
function asOfToday(people: Directory, { who, at }: MembershipFact): Who {
  const [match] = people.named(who, at);
  return match === undefined || match.doubtful ? who : { id: match.person.id, login: match.person.login };
}

const Account = z.object({ id: z.number(), login: z.string() });
const Membership = z.object({ state: z.string(), user: Account });

async function outsidersOf(
  { github, organization }: Site,
  leaving: readonly MembershipFact[],
): Promise<readonly Who[]> {
  const route = 'GET /orgs/{org}/outside_collaborators';
  const list = () => Array.fromAsync(github.pages(route, { org: organization.login }, Account));
  return withSkipped<Who, unknown>(
    list,
    ({ id }) => id,
    leaving.map(({ who }) => who.id ?? who.login),
  );
}

async function isHere({ github, organization }: Site, outsiders: readonly Who[], who: Who): Promise<boolean> {
  const same = (account: Who) =>
    who.id === undefined ? account.login?.toLowerCase() === who.login?.toLowerCase() : account.id === who.id;
  return outsiders.some(same) || (await membership(github, organization.login, who, same));
}

async function membership(github: GitHub, org: string, { login }: Who, same: (account: Who) => boolean) {
  if (login === undefined) return false;
  const found = await github.find('GET /orgs/{org}/memberships/{username}', { org, username: login }, Membership);
  // An invitation is none.
  return found?.state === 'active' && same(found.user);
}
