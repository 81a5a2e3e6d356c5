import { z } from 'zod';
import { NotVisible, PAGE } from '../../github/github.ts';
import { mustBeWhole, sparing } from '../../github/sparing.ts';
import type { DepartureNotice } from '../../model/departure.ts';
import type { Person } from '../../model/person.ts';
import type { Instant } from '../../model/time.ts';
import { freedUnseen, heardInTurn, isAccess, UNSEEN, voiceOf } from '../../policy/voices.ts';
import type { Store } from '../../store/store.ts';
import type { Context, Site } from '../context.ts';
import { Account, person, profileOf } from './accounts.ts';

/** Who is here, by the name under which a gap is shown. */
const LISTS = {
  member: 'GET /orgs/{org}/members',
  'outside-collaborator': 'GET /orgs/{org}/outside_collaborators',
} as const;

/** Everybody who is here, with the address their profile shows: what turns a git author into a person. */
export async function syncPeople(context: Context, site: Site): Promise<void> {
  const { store, now, log } = context;
  const { id: org } = site.organization;
  const people: Person[] = [];
  const begun = now();
  let complete = true;
  for (const [source, route] of Object.entries(LISTS)) {
    const look = { source, scope: {}, lookedAt: now() };
    const { github, unread } = sparing(site.github);
    try {
      people.push(...(await listPeople(context, { ...site, github }, route)));
      mustBeWhole(unread());
      await store.coverage.save(org, [look]);
    } catch (error) {
      if (!(error instanceof NotVisible)) throw error;
      log.warn({ source, gap: error.gap.says }, 'people are not visible');
      await store.coverage.save(org, [{ ...look, gap: error.gap }]);
      complete = false;
    }
  }
  await store.people.save(org, people);
  if (complete) await noticeWhoIsGone(context, site, people, begun);
}

async function listPeople({ store }: Context, { organization, github }: Site, route: string): Promise<Person[]> {
  const known = new Set((await store.people.list(organization.id)).map(({ id }) => id));
  const people: Person[] = [];
  for await (const account of github.pages(route, { org: organization.login }, Account)) {
    const profile = known.has(account.id) ? undefined : await profileOf(github, account.login);
    people.push(person(profile ?? { ...account, email: null, name: null }));
  }
  // An organisation has an owner, always: who shows none shows nobody.
  if (route === LISTS.member && people.length === 0)
    throw new NotVisible({ why: 'absent', says: 'not visible: GitHub shows no member, not even an owner' });
  return people;
}

/**
 * Who was here at the last sweep and is not any more has left, even if the event that said so was lost; and
 * whoever is here has not. Learned when the look began: an event that comes while it lasts is the later word.
 */
async function noticeWhoIsGone(context: Context, site: Site, present: readonly Person[], begun: number): Promise<void> {
  const { store } = context;
  const { id: org } = site.organization;
  const before = await presentAtLastSweep(store, org);
  const here = await hereAfterAll(site, new Set(present.map(({ id }) => id)), before);
  const notices = await store.departures.list(org);
  const heard = heardInTurn(notices.filter((notice) => isAccess(voiceOf(notice))));
  const lastWord = new Map(heard.map((notice) => [notice.who.id, notice.says]));
  const logins = new Map((await store.people.list(org)).map(({ id, login }) => [id, login]));
  const notice = (id: number, says: 'leaves' | 'stays', detail: string): DepartureNotice => {
    const login = logins.get(id);
    const who = { id, ...(login ? { login } : {}) };
    return { source: 'sweep', who, says, effectiveAt: begun, learnedAt: begun, detail };
  };
  // The event usually came, and says more; then the sweep adds nothing.
  // An "added" that was delivered late speaks of somebody who had gone again before any sweep saw them.
  const told = heard.flatMap(({ who, says, learnedAt }) =>
    who.id !== undefined && says === 'stays' && learnedAt <= begun ? [who.id] : [],
  );
  const left = [...before, ...told].filter((id) => lastWord.get(id) !== 'leaves');
  const gone = [...new Set([...left, ...goneAgain(notices, heard, begun)])]
    .filter((id) => !here.has(id))
    .map((id) => notice(id, 'leaves', 'no longer a member or collaborator'));
  const freed = freedUnseen(notices);
  const returned = [...here].filter((id) => lastWord.get(id) === 'leaves' || freed.has(id));
  const back = returned.map((id) => notice(id, 'stays', 'here again'));
  await store.transaction(async (inside) => {
    await inside.departures.add(org, [...gone, ...back]);
    await inside.notes.save(presentKey(org), JSON.stringify([...here]));
  });
}

/**
 * Whoever leaves while a list of several pages is read moves the rest forward, past the end
 * of a page that was read before: so it is read once more.
 */
async function hereAfterAll(
  { organization, github }: Site,
  here: ReadonlySet<number>,
  before: readonly number[],
): Promise<ReadonlySet<number>> {
  if (here.size < PAGE || before.every((id) => here.has(id))) return here;
  const found = new Set(here);
  for (const route of Object.values(LISTS))
    for await (const { id } of github.pages(route, { org: organization.login }, Account)) found.add(id);
  return found;
}

/** Of whose coming GitHub told after their last leaving: if they are not here, they have left once more, and later. */
function goneAgain(
  notices: readonly DepartureNotice[],
  access: readonly DepartureNotice[],
  begun: Instant,
): readonly number[] {
  const left = new Map(access.map(({ who, says, learnedAt }) => [who.id, says === 'leaves' ? learnedAt : 0]));
  return notices.flatMap(({ source, who: { id }, learnedAt }) =>
    source === UNSEEN && id !== undefined && learnedAt <= begun && learnedAt > (left.get(id) ?? 0) ? [id] : [],
  );
}

/** The ids of members and outside collaborators, as the last sweep that saw both lists saw them. */
export async function presentAtLastSweep(store: Store, org: number): Promise<readonly number[]> {
  return z.array(z.number()).parse(JSON.parse((await store.notes.read(presentKey(org))) ?? '[]'));
}

function presentKey(org: number): string {
  return `present:${org}`;
}
