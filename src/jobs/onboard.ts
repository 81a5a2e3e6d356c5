import { z } from 'zod';
import { sparing } from '../github/sparing.ts';
import type { NewJob } from '../model/job.ts';
import type { Organization, Repository } from '../model/organization.ts';
import { caseHome } from '../policy/case-home.ts';
import type { Store } from '../store/store.ts';
import { withSkipped } from './asking/skipped.ts';
import { type Context, grantedKey } from './context.ts';
import { enforce, scan, settings, sweep } from './requests.ts';
import { surveysOf } from './survey-requests.ts';

/** The name under which a gap of the list itself is shown. */
const SOURCE = 'repositories';

const Payload = z.object({ installationId: z.number() });

/** https://docs.github.com/rest/apps/apps#get-an-installation-for-the-authenticated-app */
const Installation = z.object({
  id: z.number(),
  account: z.object({ id: z.number(), login: z.string(), type: z.string() }),
  suspended_at: z.string().nullish(),
  permissions: z.record(z.string(), z.string()).default({}),
});

const Entry = z.object({
  id: z.number(),
  full_name: z.string(),
  private: z.boolean(),
  archived: z.boolean().default(false),
  has_issues: z.boolean().default(true),
  default_branch: z.string(),
  /** Pull requests are among them. */
  open_issues_count: z.number().optional(),
});

/**
 * Brings what we know of an installation in line with GitHub: its state, its repositories;
 * new ones are looked through at once.
 */
export async function runOnboard(context: Context, payload: unknown): Promise<void> {
  const { installationId } = Payload.parse(payload);
  const route = 'GET /app/installations/{installation_id}';
  const installation = await context.github.asApp.find(route, { installation_id: installationId }, Installation);
  if (installation === undefined) return forgetInstallation(context, installationId);
  const { account, suspended_at, permissions } = installation;
  if (account.type !== 'Organization') {
    context.log.warn(
      { account: account.login },
      'installed on a personal account; Handback works for organisations only: uninstall it there, and install it on an organisation',
    );
    return;
  }
  const state = suspended_at ? 'suspended' : 'active';
  const organization: Organization = { id: account.id, login: account.login, installationId, state };
  const before = await context.store.organizations.byId(organization.id);
  const isBack = state === 'active' && before !== undefined && before.state !== 'active';
  const key = grantedKey(organization.id);
  const granted = JSON.stringify(Object.entries(permissions).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const grantedBefore = await context.store.notes.read(key);
  const isGranted = state === 'active' && grantedBefore !== undefined && grantedBefore !== granted;
  // A token of before has none of what was granted since, for as long as it lives.
  if (isBack || isGranted) await context.github.forInstallation(installationId, granted);
  await context.store.transaction(async (store) => {
    await store.organizations.save(organization);
    await store.notes.save(key, granted);
    // GitHub told nothing of what happened meanwhile, nor of what was not visible until now.
    if (isBack || isGranted) await context.queue.add([settings(organization.id), sweep(organization.id)], store.tx);
  });
  context.log.info({ organization: account.login, state }, 'installation is up to date');
  if (state === 'active') await syncRepositories(context, organization, looksAtNews);
}

/**
 * The list of repositories as it is now; those that are gone get a tombstone. `then`: what
 * is to be done when it is known, committed with it.
 */
export async function syncRepositories(
  context: Context,
  organization: Organization,
  then: (found: Found, org: number) => readonly NewJob[],
): Promise<void> {
  const listedAt = context.now();
  const github = await context.github.forInstallation(organization.installationId);
  const before = new Map((await context.store.repositories.list(organization.id)).map((each) => [each.id, each]));
  const known = [...before.values()].filter(({ goneAt }) => goneAt === undefined).map(({ id }) => id);
  const door = sparing(github);
  const list = () => Array.fromAsync(door.github.pages('GET /installation/repositories', {}, Entry));
  const listed = await withSkipped(list, ({ id }) => id, known);
  const gap = door.unread();
  const present = listed.map(asRepository);
  const issueless = { repositoryIds: listed.flatMap(({ id, has_issues: has }) => (has ? [] : [id])) };
  const nothingOpen = {
    listedAt,
    repositoryIds: listed.flatMap(({ id, open_issues_count: open }) => (open === 0 ? [id] : [])),
  };
  const ids = present.map(({ id }) => id);
  const fresh = ids.filter((id) => before.get(id) === undefined || before.get(id)?.goneAt !== undefined);
  const both = present.flatMap((now) => {
    const was = before.get(now.id);
    return was === undefined ? [] : [{ was, now }];
  });
  const found: Found = {
    fresh,
    isFirst: before.size === 0,
    movesCases: await isOther(context.store, organization, [...before.values()], present),
    isPublished: both.some(({ was, now }) => was.private && !now.private),
    onOtherBranch: both.filter(({ was, now }) => was.defaultBranch !== now.defaultBranch).map(({ now }) => now.id),
  };
  await context.store.transaction(async (store) => {
    await store.repositories.save(organization.id, present);
    await store.records.save(organization.id, 'without-issues', new Map([['repositories', issueless]]));
    await store.records.save(organization.id, 'nothing-open', new Map([['repositories', nothingOpen]]));
    // Of those alone that were known before: what another look saved while the list was read is
    // news that the list may not have.
    const here = new Set(ids);
    const gone = gap === undefined ? known.filter((id) => !here.has(id)) : [];
    await store.repositories.markGone(organization.id, gone, context.now());
    if (gap === undefined) await store.coverage.forget(organization.id, SOURCE, {});
    else await store.coverage.save(organization.id, [{ source: SOURCE, scope: {}, lookedAt: listedAt, gap }]);
    await context.queue.add(then(found, organization.id), store.tx);
  });
}

interface Found {
  /** Those that are new to us. */
  readonly fresh: readonly number[];
  readonly isFirst: boolean;
  /** Another repository may get the cases than before, or none any more. */
  readonly movesCases: boolean;
  /** What was written into one while it was private is read by everybody. */
  readonly isPublished: boolean;
  /** Those whose default branch is another one than before. */
  readonly onOtherBranch: readonly number[];
}

async function isOther(
  store: Store,
  { id, login }: Organization,
  before: readonly Repository[],
  present: readonly Omit<Repository, 'scannedTips'>[],
): Promise<boolean> {
  const cases = (await store.policies.read(id))?.policy.cases;
  if (cases === undefined) return false;
  const name = `${login}/${cases.repository}`;
  return caseHome(name, before)?.id !== caseHome(name, present)?.id;
}

/** The first look through everything is a pass like any other: what happens meanwhile goes first. */
function looksAtNews(
  { fresh, isFirst, movesCases, isPublished, onOtherBranch }: Found,
  org: number,
): readonly NewJob[] {
  if (isFirst) return [settings(org), sweep(org)];
  return [
    ...(isPublished ? [enforce(org)] : []),
    ...(movesCases ? [settings(org)] : []),
    ...onOtherBranch.flatMap((id) => [scan(org, id), settings(org, id)]),
    ...surveysOf(org, fresh),
  ];
}

function asRepository(each: z.infer<typeof Entry>): Omit<Repository, 'scannedTips'> {
  return {
    id: each.id,
    fullName: each.full_name,
    private: each.private,
    archived: each.archived,
    defaultBranch: each.default_branch,
  };
}

/** Uninstalled: nothing is looked at any more, and what the ledger knows stays, in case the App comes back. */
async function forgetInstallation({ store, log }: Context, installationId: number): Promise<void> {
  const organization = await store.organizations.byInstallation(installationId);
  if (organization === undefined) {
    log.info({ installationId }, 'event of an installation that is gone; nothing to do');
    return;
  }
  await store.organizations.save({ ...organization, state: 'removed' });
  log.info({ organization: organization.login }, 'installation was removed');
}
