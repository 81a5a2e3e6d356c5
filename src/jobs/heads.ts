import { z } from 'zod';
import { type Foretold, foretelling } from '../github/foretold.ts';
import { type GitHub, NotVisible, ownerAndName } from '../github/github.ts';
import type { Gap } from '../model/coverage.ts';
import type { Head } from '../model/head.ts';
import type { Repository } from '../model/organization.ts';
import { DAY, type Instant } from '../model/time.ts';
import { count } from '../policy/words/markdown.ts';
import { repositoryScope } from '../sources/source.ts';
import type { Store } from '../store/store.ts';
import { ForetoldLists, stillWorth } from './asking/foretold-here.ts';
import { PULLS } from './asking/foretold-lists.ts';
import { withSkipped } from './asking/skipped.ts';
import { type Context, openSite } from './context.ts';
import { scanHead, scanHeads } from './head-requests.ts';
import { askWhoLater, prove } from './requests.ts';
import { firstCheck } from './writing/first-check.ts';

/** "Re-run" and "Re-scan": the commits are scanned again and the proofs looked at again. */
export async function runRecheck(context: Context, payload: unknown): Promise<void> {
  const { org, repositoryId, sha } = z
    .object({ org: z.number(), repositoryId: z.number(), sha: z.string() })
    .parse(payload);
  const heads = await context.store.heads.listOpen(org, repositoryId, sha);
  await context.store.heads.save(org, heads.map(again));
  await firstCheck(context, org, repositoryId, sha);
  await context.queue.add([...heads.map(({ subject }) => scanHead(org, repositoryId, subject, sha)), prove(org, true)]);
}

function again(head: Head): Head {
  return { ...head, scan: { state: 'waiting' } };
}

const OpenPull = z.object({
  number: z.number(),
  user: z.object({ id: z.number(), login: z.string(), type: z.string().optional() }).nullish(),
  head: z.object({ sha: z.string() }),
  base: z.object({ sha: z.string(), ref: z.string() }),
  updated_at: z.coerce.date(),
});
type OpenPull = z.infer<typeof OpenPull>;

const FindHeads = z.object({
  org: z.number(),
  repositoryId: z.number(),
  noneAt: z.number().optional(),
  foretold: ForetoldLists.optional(),
});

/**
 * Open pull requests as GitHub has them; heads of what was closed while we were away are closed.
 * There may be thousands, so they get their first check with its conclusion: until then a required
 * check that is not there blocks as well. What nobody could scan so far is scanned once more.
 */
export async function runFindHeads(context: Context, payload: unknown): Promise<void> {
  const { org, repositoryId, noneAt, foretold } = FindHeads.parse(payload);
  const { github } = await openSite(context, org);
  const repository = await context.store.repositories.byId(org, repositoryId);
  if (repository === undefined || repository.goneAt !== undefined) return;
  const ours = await context.store.heads.listOpen(org, repositoryId);
  if (noneAt !== undefined && ours.length === 0 && (await maySee(github))) {
    const none = { source: 'pull-request', scope: repositoryScope(repository), lookedAt: noneAt };
    return context.store.coverage.save(org, [none]);
  }
  const where = { ...ownerAndName(repository.fullName), state: 'open' };
  const told = await standing(context, org, repository, foretold, ours);
  const door = foretelling(github, told).github;
  const looked = { source: 'pull-request', scope: repositoryScope(repository), lookedAt: told?.at ?? context.now() };
  let pulls: readonly OpenPull[];
  try {
    const list = () => Array.fromAsync(door.pages(PULLS, where, OpenPull));
    pulls = await withSkipped(
      list,
      ({ number }) => `pull/${number}`,
      ours.map(({ subject }) => subject).filter(isPull),
    );
  } catch (error) {
    if (!(error instanceof NotVisible)) throw error;
    return context.store.coverage.save(org, [{ ...looked, gap: error.gap }]);
  }
  const open = new Set(pulls.map(({ number }) => `pull/${number}`));
  const gone = ours.filter((head) => (isPull(head.subject) ? !open.has(head.subject) : isSpent(head, context.now())));
  const fresh = pulls.filter(
    ({ number, head, base }) =>
      !ours.some(
        ({ subject, sha, baseRef }) => subject === `pull/${number}` && sha === head.sha && baseRef === base.ref,
      ),
  );
  const unseen = ours.filter((head) => head.scan.state !== 'done' && !gone.includes(head));
  await context.store.coverage.save(org, [{ ...looked, ...unscanned(unseen) }]);
  await context.store.transaction(async (store) => {
    const failed = unseen.filter(({ scan }) => scan.state === 'failed');
    await store.heads.save(org, failed.map(again));
    for (const { subject } of gone) await store.heads.close(org, repositoryId, subject);
    const found = gone.flatMap(({ scan }) => (scan.state === 'done' ? scan.found : []));
    if (found.length > 0) await context.queue.add([askWhoLater(org, repositoryId, found)], store.tx);
    for (const { number, head } of fresh) await store.heads.close(org, repositoryId, `pull/${number}`, head.sha);
    await store.heads.save(org, await Promise.all(fresh.map((pull) => opened(store, org, repositoryId, pull))));
    if (fresh.length + unseen.length > 0) await context.queue.add([scanHeads(org, repositoryId)], store.tx);
  });
}

/**
 * What a fork brings is in no ref of the repository: where it could not be scanned, no
 * other look covers it, and every case says so.
 */
function unscanned(heads: readonly Head[]): { readonly gap?: Gap } {
  const failed = heads.flatMap(({ subject, scan }) =>
    isPull(subject) && scan.state === 'failed' ? [`${subject.replace('pull/', '#')} (${scan.says})`] : [],
  );
  if (failed.length === 0) return {};
  const says = `${count(failed.length, 'open pull request')} could not be scanned: ${failed.slice(0, 3).join(', ')}`;
  return { gap: { why: 'absent', says } };
}

function isPull(subject: string): boolean {
  return subject.startsWith('pull/');
}

/**
 * GitHub waits at most six hours for the checks of a merge group
 * (docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue):
 * one of yesterday is gone, whether or not its end was told.
 */
function isSpent({ movedAt = 0 }: Head, now: Instant): boolean {
  return now - movedAt > DAY;
}

/** What was foretold of open pull requests, where no event moved or closed one since. */
async function standing(
  { store, now }: Context,
  org: number,
  { id }: Repository,
  foretold: Foretold | undefined,
  ours: readonly Head[],
): Promise<Foretold | undefined> {
  const told = stillWorth(foretold, now(), Math.max(0, ...ours.map(({ movedAt }) => movedAt ?? 0)));
  const open = z.array(OpenPull).parse(told?.lists[PULLS] ?? []);
  const known = await Promise.all(
    open.map(({ number, head }) => store.heads.find(org, id, `pull/${number}`, head.sha)),
  );
  return known.some((head) => head?.state === 'closed') ? undefined : told;
}

/**
 * Whether a list that says "none" is all that there is to see: without the permission
 * nobody would tell of the next one.
 */
async function maySee(github: GitHub): Promise<boolean> {
  return /(?:^|, )pull_requests: /.test(await github.granted());
}

/** Known from before it was closed: what was scanned then counts. */
async function opened(store: Store, org: number, repositoryId: number, pull: OpenPull): Promise<Head> {
  const { number, user, head, base, updated_at } = pull;
  const subject = `pull/${number}`;
  const known = await store.heads.find(org, repositoryId, subject, head.sha);
  const scan = known?.baseSha === base.sha && known.scan.state === 'done' ? known.scan : { state: 'waiting' as const };
  return {
    repositoryId,
    subject,
    sha: head.sha,
    baseSha: base.sha,
    baseRef: base.ref,
    ...(user ? { author: { id: user.id, login: user.login, bot: user.type === 'Bot' } } : {}),
    state: 'open',
    scan,
    movedAt: updated_at.getTime(),
    asOf: updated_at.getTime(),
  };
}
