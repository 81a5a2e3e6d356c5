import { z } from 'zod';
import { fetchCommit, mirrorDirectory } from '../git/mirror.ts';
import { git } from '../git/run.ts';
import type { Head, HeadScan } from '../model/head.ts';
import type { NewJob } from '../model/job.ts';
import { isSameRepository, type Repository } from '../model/organization.ts';
import { POLICY_PATH, type PolicyProblem } from '../model/policy.ts';
import { parsePolicy } from '../policy/parse-policy.ts';
import { type Context, openSite, type Site } from './context.ts';
import { checkHeads, scanHead, scanHeads } from './head-requests.ts';
import { checkRoster } from './people/roster.ts';
import { caseRepositoryProblems } from './reading/case-repository.ts';
import { enforce, prove } from './requests.ts';
import { keep } from './scanning/keep.ts';
import { type RangeFinding, scanRange } from './scanning/scan-range.ts';
import { sayUnread } from './scanning/unread.ts';
import { settingsFile } from './settings.ts';

const Payload = z.object({ org: z.number(), repositoryId: z.number(), subject: z.string(), sha: z.string() });

/** Scans what a head would bring to its base, and lets the check say so. */
export async function runScanHead(context: Context, payload: unknown): Promise<void> {
  const { org, repositoryId, subject, sha } = Payload.parse(payload);
  const site = await openSite(context, org);
  const head = await context.store.heads.find(org, repositoryId, subject, sha);
  const repository = await context.store.repositories.byId(org, repositoryId);
  if (head === undefined || head.state === 'closed') return;
  if (repository === undefined || repository.goneAt !== undefined) return;
  // Done before: the process ended before anything followed from it.
  const failure = head.scan.state === 'done' ? undefined : await scanOne(context, site, repository, head);
  await context.queue.add([checkHeads(org, repositoryId, sha)]);
  if (failure !== undefined) throw failure;
}

/** Heads of one run: a head that is pushed meanwhile is scanned behind these, and before the others. */
const MOST = 10;

/** Scans heads that were not pushed just now but found, perhaps thousands; those pushed last first. */
export async function runScanHeads(context: Context, payload: unknown): Promise<void> {
  const { org, repositoryId } = z.object({ org: z.number(), repositoryId: z.number() }).parse(payload);
  const site = await openSite(context, org);
  const repository = await context.store.repositories.byId(org, repositoryId);
  if (repository === undefined || repository.goneAt !== undefined) return;
  const waiting = (await context.store.heads.listOpen(org, repositoryId))
    .filter(({ scan }) => scan.state === 'waiting')
    .toSorted((a, b) => (b.movedAt ?? 0) - (a.movedAt ?? 0));
  for (const head of waiting.slice(0, MOST)) {
    // Tried again on its own, so that a head that cannot be scanned holds up no other.
    await scanOne(context, site, repository, head, [scanHead(org, repositoryId, head.subject, head.sha)]);
  }
  const more = waiting.length > MOST ? [scanHeads(org, repositoryId)] : [];
  await context.queue.add([checkHeads(org, repositoryId), ...more]);
}

/**
 * Scans one head, and gives back what went wrong. A later try, `again`, takes that back;
 * until then the check says why it waits.
 */
async function scanOne(
  context: Context,
  site: Site,
  repository: Repository,
  head: Head,
  again: readonly NewJob[] = [],
): Promise<Error | undefined> {
  const { id: org } = site.organization;
  try {
    const { scan, kept } = await examine(context, site, repository, head);
    await conclude(context, org, { ...head, scan }, kept);
    return undefined;
  } catch (error) {
    const failure = error instanceof Error ? error : new Error('unknown error');
    const says = `the scan failed and is tried again (${failure.message})`;
    await conclude(context, org, { ...head, scan: { state: 'failed', at: context.now(), says } }, 0, again);
    return failure;
  }
}

interface Examined {
  readonly scan: HeadScan;
  /** Findings that stand in the ledger now, guesses too. */
  readonly kept: number;
}

async function examine(context: Context, site: Site, repository: Repository, head: Head): Promise<Examined> {
  const { sha, baseSha } = head;
  const directory = mirrorDirectory(context.dataDir, repository.id);
  const access = await site.github.gitAccess(repository.fullName);
  const at = context.now();
  for (const commit of [sha, baseSha]) {
    if (await fetchCommit(directory, access, commit)) continue;
    const says = `GitHub no longer gives out commit ${commit.slice(0, 10)}`;
    return { scan: { state: 'failed', at, says }, kept: 0 };
  }
  const { findings, notScanned } = await scanRange(context, directory, repository, { tips: [sha], known: [baseSha] });
  await keep(context, site, repository, findings);
  const kept = findings.length;
  context.log.info({ repository: repository.fullName, sha, findings: findings.length }, 'head scanned');
  const [first] = notScanned;
  if (first !== undefined) {
    const says = `${sayUnread(notScanned.length)} (${first.object.slice(0, 10)}: ${first.reason})`;
    return { scan: { state: 'failed', at, says }, kept };
  }
  const proposed = await proposedSettings(context, site, repository, directory, head);
  return { scan: { state: 'done', at, ...proposed, found: findings.filter(isSure).flatMap(asFound) }, kept };
}

/**
 * A head that was closed, or turned to another base, while it was scanned is none of this
 * scan's: whoever saw that had it scanned anew. Cases follow from what was kept all the
 * same; most pull requests bring nothing, and then none of them changes.
 */
async function conclude(
  context: Context,
  org: number,
  head: Head,
  kept: number,
  then: readonly NewJob[] = [],
): Promise<void> {
  await context.store.transaction(async (store) => {
    const stands = await store.heads.conclude(org, head);
    const found = stands && head.scan.state === 'done' && head.scan.found.length > 0;
    const follows = [...(found ? [prove(org)] : []), ...(kept > 0 ? [enforce(org)] : [])];
    await context.queue.add([...(stands ? then : []), ...follows], store.tx);
  });
}

/** A guess is kept in the ledger, and stops nobody's merge. */
function isSure({ credential }: RangeFinding): boolean {
  return credential.plaintext?.confidence !== 'low';
}

/** All that a head brings has a commit. */
function asFound({ credential, finding: { line, endLine }, change }: RangeFinding) {
  if (change === undefined) return [];
  return [{ credential: credential.id, path: change.path, line, endLine, commit: change.commit.sha }];
}

/**
 * A pull request that would break the policy or the roster is told so before it is merged;
 * one that mends the policy is not held back by what it mends.
 */
async function proposedSettings(
  context: Context,
  site: Site,
  repository: Repository,
  directory: string,
  { sha, baseSha, baseRef }: Head,
): Promise<{ readonly problems: readonly PolicyProblem[]; readonly mendsPolicy?: true }> {
  const { store } = context;
  const { policyRepositories, inForce, roster } = await settingsFile(context, site.organization.id);
  const read = async (path: string, at = sha) =>
    git(directory, ['cat-file', 'blob', `${at}:${path}`]).catch(() => undefined);
  const isPolicyHome = policyRepositories.some((home) => isSameRepository(repository.fullName, home));
  const policy = isPolicyHome ? await read(POLICY_PATH) : undefined;
  const people =
    roster && isSameRepository(repository.fullName, roster.repository) ? await read(roster.path) : undefined;
  const parsed = policy === undefined ? undefined : parsePolicy(policy, POLICY_PATH);
  const mends =
    parsed?.ok &&
    isSameRepository(repository.fullName, inForce) &&
    baseRef === repository.defaultBranch &&
    policy !== (await read(POLICY_PATH, baseSha)) &&
    (await caseRepositoryProblems(store, site.organization, parsed.policy)).length === 0;
  const problems = [
    ...(parsed && !parsed.ok ? parsed.problems : []),
    ...(people === undefined || roster === undefined
      ? []
      : await checkRoster(context, site, {
          text: people,
          path: roster.path,
          base: (await read(roster.path, baseSha)) ?? '',
        })),
  ];
  return { problems, ...(mends ? { mendsPolicy: true } : {}) };
}
