import { z } from 'zod';
import { evidenceKinds } from '../evidence/index.ts';
import { type GitHub, NotVisible } from '../github/github.ts';
import type { KnownCredential } from '../model/credential.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Person } from '../model/person.ts';
import { publicKeyHash } from '../model/public-key.ts';
import type { AccountKeys } from '../model/records.ts';
import { DAY } from '../model/time.ts';
import { count } from '../policy/words/markdown.ts';
import { oneByOne } from './asking/one-by-one.ts';
import { type Context, openSite, type Site } from './context.ts';
import { notYetSaid, saveEvidence } from './people/accounts.ts';
import { evidenceWorld, knownAccountKeys } from './people/evidence-world.ts';
import { enforce } from './requests.ts';

const Key = z.object({ key: z.string() });

/** People change their keys rarely, and every account costs a request. */
const FRESH = 7 * DAY;

/** So many accounts in one run; the others come with the next sweep, and until then a gap says so. */
const MOST = 500;

const SOURCE = 'evidence: public-key';

/** Compares the public keys of people with those of deploy keys, and with private keys that were found in code. */
export async function runAccountKeys(context: Context, payload: unknown): Promise<void> {
  const { org } = z.object({ org: z.number() }).parse(payload);
  const { store, queue } = context;
  const wanted = await store.credentials.find(org, { publicKeys: 'any' });
  // Without a key there is nothing to compare, and nobody is asked.
  if (wanted.length === 0) return;
  const site = await openSite(context, org);
  await refresh(context, site);
  const fresh = await notYetSaid(store, org, await compare(context, site, wanted));
  if (fresh.length === 0) return;
  await saveEvidence(context, site, fresh);
  await queue.add([enforce(org)]);
}

async function refresh({ store, now }: Context, { github, organization: { id: org } }: Site): Promise<void> {
  const known = await store.records.list(org, 'account-keys');
  const looked = ({ id }: Person) => known.get(String(id))?.lookedAt ?? 0;
  const people = (await store.people.list(org)).filter((person) => !person.bot && now() - looked(person) >= FRESH);
  const due = people.toSorted((a, b) => looked(a) - looked(b));
  const questions = due.slice(0, MOST).map((person) => async () => {
    const keys = await keysOf(github, person, known.get(String(person.id)), now());
    // One at a time: a rate limit in the middle loses nothing.
    await store.records.save(org, 'account-keys', new Map([[String(person.id), keys]]));
  });
  try {
    await oneByOne(questions);
  } catch (error) {
    if (!(error instanceof NotVisible)) throw error;
    return store.coverage.save(org, [{ source: SOURCE, scope: {}, lookedAt: now(), gap: error.gap }]);
  }
  const left = due.length - MOST;
  if (left <= 0) return store.coverage.forget(org, SOURCE, {});
  const says = `not looked at yet: the public keys of ${count(left, 'account')}; the next sweep goes on`;
  await store.coverage.save(org, [{ source: SOURCE, scope: {}, lookedAt: now(), gap: { why: 'absent', says } }]);
}

const Account = z.object({ id: z.number() });

/**
 * An account that is gone shows nothing, and a login that somebody else has now shows
 * somebody else's: what was seen before stays.
 */
export async function keysOf(
  github: GitHub,
  { id, login }: Person,
  before: AccountKeys | undefined,
  now: number,
): Promise<AccountKeys> {
  const seen = new Map((before?.keys ?? []).map((key) => [key.hash, key]));
  const found = (await github.find('GET /users/{username}', { username: login }, Account))?.id === id;
  if (found) {
    for await (const { key } of github.pages('GET /users/{username}/keys', { username: login }, Key)) {
      const hash = publicKeyHash(key);
      if (!seen.has(hash)) seen.set(hash, { hash, seenAt: now });
    }
  }
  return { id, login, lookedAt: now, keys: [...seen.values()] };
}

/** The evidence that follows from the keys as they were just read: no further request is made for it. */
async function compare(
  context: Context,
  site: Site,
  credentials: readonly KnownCredential[],
): Promise<readonly Evidence[]> {
  const { store } = context;
  const { id: org } = site.organization;
  const accounts = await knownAccountKeys(store, org);
  const repositories = new Map((await store.repositories.list(org)).map((each) => [each.id, each]));
  const kind = evidenceKinds.find(({ name }) => name === 'public-key');
  const all: Evidence[] = [];
  for (const credential of credentials) {
    const repository = repositories.get(credential.scope.repositoryId ?? 0);
    if (repository === undefined || kind === undefined) continue;
    const world = { ...evidenceWorld(context, site, repository), accountKeys: () => Promise.resolve(accounts) };
    all.push(...(await kind.gather(world, { credential })));
  }
  return all;
}
