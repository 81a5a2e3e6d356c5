import { z } from 'zod';
import { fetchCommit, mirrorDirectory, refresh } from '../git/mirror.ts';
import { git } from '../git/run.ts';
import { ownerAndName } from '../github/github.ts';
import type { Head, HeadScan } from '../model/head.ts';
import type { Repository } from '../model/organization.ts';
import type { PolicyProblem } from '../model/policy.ts';
import { parsePolicy } from '../policy/parse-policy.ts';
import { parseRoster } from '../policy/parse-roster.ts';
import { type Context, openSite } from './context.ts';
import { enforceHeads } from './enforce.ts';
import { closeHead, enforce, openHead, prove, scanHead } from './requests.ts';
import { keep } from './scan.ts';
import { scanRange } from './scan-range.ts';
import { POLICY_PATH, settingsFile } from './settings.ts';

const NewHead = z.object({
  repositoryId: z.number(),
  subject: z.string(),
  sha: z.string(),
  baseSha: z.string(),
  baseRef: z.string(),
  author: z.object({ id: z.number(), login: z.string(), bot: z.boolean() }).optional(),
});

/** The check appears at once, without a conclusion: from this moment the merge waits for us, whatever happens next. */
export async function runOpenHead(context: Context, payload: unknown): Promise<void> {
  const { org, head: raw } = z.object({ org: z.number(), head: NewHead }).parse(payload);
  const { author, ...rest } = raw;
  const head: Head = { ...rest, ...(author ? { author } : {}), state: 'open', scan: { state: 'waiting' } };
  const known = await context.store.heads.find(org, head.repositoryId, head.subject, head.sha);
  await context.store.transaction(async (store) => {
    const scanned = known !== undefined && known.baseSha === head.baseSha && known.scan.state === 'done';
    await store.heads.save(org, [scanned ? { ...head, scan: known.scan } : head]);
    await store.heads.close(org, head.repositoryId, head.subject, head.sha);
    if (!scanned) await context.queue.add([scanHead(org, head.repositoryId, head.subject, head.sha)], store.tx);
  });
  await enforceHeads(context, org, [head]);
}

export async function runCloseHead(context: Context, payload: unknown): Promise<void> {
  const { org, repositoryId, subject } = z
    .object({ org: z.number(), repositoryId: z.number(), subject: z.string() })
    .parse(payload);
  await context.store.heads.close(org, repositoryId, subject);
}

const ScanPayload = z.object({ org: z.number(), repositoryId: z.number(), subject: z.string(), sha: z.string() });

/** Scans what a head would bring to its base, and lets the check say so. */
export async function runScanHead(context: Context, payload: unknown): Promise<void> {
  const { org, repositoryId, subject, sha } = ScanPayload.parse(payload);
  const site = await openSite(context, org);
  const head = await context.store.heads.find(org, repositoryId, subject, sha);
  const repository = await context.store.repositories.byId(org, repositoryId);
  if (head === undefined || head.state === 'closed' || repository === undefined) return;

  const directory = mirrorDirectory(context.dataDir, repositoryId);
  const access = await site.github.gitAccess(repository.fullName);
  await refresh(directory, access);
  const arrived = (await fetchCommit(directory, access, sha)) && (await fetchCommit(directory, access, head.baseSha));
  if (!arrived) {
    await conclude(context, org, {
      ...head,
      scan: { state: 'failed', at: context.now(), says: 'git could not fetch the commits' },
    });
    return;
  }
  const { findings, unread } = await scanRange(context, directory, repository, [sha], [head.baseSha]);
  await keep(context, site, repository, directory, findings);
  const [first] = unread;
  const scan: HeadScan = first
    ? {
        state: 'failed',
        at: context.now(),
        says: `${unread.length} files were not read (${first.id.slice(0, 10)}: ${first.unread})`,
      }
    : {
        state: 'done',
        at: context.now(),
        problems: await settingsProblems(context, org, repository, directory, sha),
        found: findings
          .filter(({ credential }) => credential.plaintext?.confidence !== 'low')
          .map(({ credential, finding, change }) => ({
            credential: credential.id,
            path: change.path,
            line: finding.line,
            endLine: finding.endLine,
            commit: change.commit.sha,
          })),
      };
  await conclude(context, org, { ...head, scan });
  context.log.info(
    { repository: repository.fullName, subject, sha, findings: findings.length, scan: scan.state },
    'head scanned',
  );
}

async function conclude(context: Context, org: number, head: Head): Promise<void> {
  await context.store.transaction(async (store) => {
    await store.heads.save(org, [head]);
    const found = head.scan.state === 'done' && head.scan.found.length > 0;
    await context.queue.add([...(found ? [prove(org)] : []), enforce(org)], store.tx);
  });
}

/** A pull request that would break the policy or the roster is told so before it is merged. */
async function settingsProblems(
  context: Context,
  org: number,
  repository: Repository,
  directory: string,
  sha: string,
): Promise<readonly PolicyProblem[]> {
  const { policyRepository, roster } = await settingsFile(context, org);
  const read = async (path: string) => git(directory, ['cat-file', 'blob', `${sha}:${path}`]).catch(() => undefined);
  const policy = repository.fullName === policyRepository ? await read(POLICY_PATH) : undefined;
  const people = repository.fullName === roster?.repository ? await read(roster.path) : undefined;
  const parsed = policy === undefined ? undefined : parsePolicy(policy, POLICY_PATH);
  return [
    ...(parsed && !parsed.ok ? parsed.problems : []),
    ...(people === undefined || roster === undefined ? [] : parseRoster(people, roster.path).problems),
  ];
}

/** "Re-run" and "Check again": the commits are scanned again and the proofs looked at again. */
export async function runRecheck(context: Context, payload: unknown): Promise<void> {
  const { org, repositoryId, sha } = z
    .object({ org: z.number(), repositoryId: z.number(), sha: z.string() })
    .parse(payload);
  const heads = (await context.store.heads.listOpen(org)).filter(
    (head) => head.repositoryId === repositoryId && head.sha === sha,
  );
  const waiting = heads.map((head): Head => ({ ...head, scan: { state: 'waiting' } }));
  await context.store.transaction(async (store) => {
    await store.heads.save(org, waiting);
    await context.queue.add(
      [...heads.map(({ subject }) => scanHead(org, repositoryId, subject, sha)), prove(org)],
      store.tx,
    );
  });
  await enforceHeads(context, org, waiting);
}

const OpenPull = z.object({
  number: z.number(),
  user: z.object({ id: z.number(), login: z.string(), type: z.string().optional() }).nullish(),
  head: z.object({ sha: z.string() }),
  base: z.object({ sha: z.string(), ref: z.string() }),
});

/** Open pull requests as GitHub has them: each gets its check, and heads of what was closed while we were away are closed. */
export async function runFindHeads(context: Context, payload: unknown): Promise<void> {
  const { org, repositoryId } = z.object({ org: z.number(), repositoryId: z.number() }).parse(payload);
  const { github } = await openSite(context, org);
  const repository = await context.store.repositories.byId(org, repositoryId);
  if (repository === undefined || repository.goneAt !== undefined) return;
  const where = { ...ownerAndName(repository.fullName), state: 'open' };
  const pulls = await Array.fromAsync(github.pages('GET /repos/{owner}/{repo}/pulls', where, OpenPull));
  const ours = (await context.store.heads.listOpen(org)).filter((head) => head.repositoryId === repositoryId);
  const open = new Set(pulls.map(({ number }) => `pull/${number}`));
  const gone = ours.filter(({ subject }) => subject.startsWith('pull/') && !open.has(subject));
  const fresh = pulls.filter(
    ({ number, head }) => !ours.some(({ subject, sha }) => subject === `pull/${number}` && sha === head.sha),
  );
  await context.queue.add([
    ...gone.map(({ subject }) => closeHead(org, repositoryId, subject)),
    ...fresh.map(({ number, user, head, base }) =>
      openHead(org, {
        repositoryId,
        subject: `pull/${number}`,
        sha: head.sha,
        baseSha: base.sha,
        baseRef: base.ref,
        ...(user ? { author: { id: user.id, login: user.login, bot: user.type === 'Bot' } } : {}),
      }),
    ),
  ]);
}
