import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { hasCommit, mirrorDirectory, refresh, tips as tipsOf } from '../git/mirror.ts';
import { taggedFiles } from '../git/tagged.ts';
import { NotVisible, ownerAndName } from '../github/github.ts';
import type { Gap } from '../model/coverage.ts';
import type { Repository } from '../model/organization.ts';
import type { Instant } from '../model/time.ts';
import { repositoryScope } from '../sources/source.ts';
import { type Context, openSite, type Site } from './context.ts';
import { askOwed } from './people/owed-evidence.ts';
import { accountKeys, enforce, prove } from './requests.ts';
import { keep } from './scanning/keep.ts';
import { scanRange, scanWhole } from './scanning/scan-range.ts';
import { unreadGap, unreadSince } from './scanning/unread.ts';
import { readUses } from './scanning/uses.ts';

const Payload = z.object({ org: z.number(), repositoryId: z.number(), extra: z.array(z.string()).default([]) });

/**
 * Scans every file version that the repository's refs hold and that no scan has seen. The
 * first time that is the whole history.
 */
export async function runScan(context: Context, payload: unknown): Promise<void> {
  const { org, repositoryId, extra } = Payload.parse(payload);
  const site = await openSite(context, org);
  const repository = await context.store.repositories.byId(org, repositoryId);
  if (repository === undefined || repository.goneAt !== undefined) return;

  const directory = mirrorDirectory(context.dataDir, repositoryId);
  // Before the refs are fetched: what is pushed while the scan runs is new to the next one.
  const lookedAt = context.now();
  const access = await site.github.gitAccess(repository.fullName);
  try {
    await refresh(directory, access, extra);
  } catch (error) {
    return tellUnfetched(context, site, repository, { lookedAt, error });
  }
  const tips = await tipsOf(directory);
  const arrived: string[] = [];
  for (const sha of extra) if (await hasCommit(directory, sha)) arrived.push(sha);

  const wanted = [...new Set([...Object.values(tips), ...arrived])];
  const seen = Object.values(repository.scannedTips);
  const isWhole = seen.length === 0;
  const tagged = await taggedFiles(directory, notIn(seen, { ...namedById(extra), ...tips }));
  const { findings, notScanned } = isWhole
    ? await scanWhole(context, directory, repository, tagged)
    : await scanRange(context, directory, repository, { tips: wanted, known: seen, tagged });
  await keep(context, site, repository, findings);

  const unread = await unreadSince(context.store, { org, repositoryId, isWhole }, notScanned);
  const coverage = { source: 'code', scope: repositoryScope(repository), lookedAt, ...unreadGap(unread) };
  await context.store.transaction(async (store) => {
    await store.coverage.save(org, [coverage]);
    await store.repositories.setScannedTips(org, repositoryId, tips);
    // What was scanned is found by no other scan: what follows from it is asked for now, or never.
    if (findings.length > 0) await context.queue.add([accountKeys(org), prove(org)], store.tx);
  });
  await askOwed(context, site, repositoryId);
  await readUses(context, site, repository, directory);
  // A sweep finds most repositories as they were, and nobody wants to read that of thousands.
  if (!isDeepStrictEqual(tips, repository.scannedTips) || findings.length + notScanned.length > 0)
    context.log.info(
      { repository: repository.fullName, findings: findings.length, notScanned: notScanned.length },
      'repository scanned',
    );
  await context.queue.add([enforce(org)]);
}

/** What a push brought as a tag may be under no name any more. */
function namedById(ids: readonly string[]): Record<string, string> {
  return Object.fromEntries(ids.map((id) => [id, id]));
}

function notIn(seen: readonly string[], refs: Readonly<Record<string, string>>): Record<string, string> {
  const known = new Set(seen);
  return Object.fromEntries(Object.entries(refs).filter(([, id]) => !known.has(id)));
}

/** What no permission mends is thrown, and tried again. */
async function tellUnfetched(
  { store, log }: Context,
  site: Site,
  repository: Repository,
  { lookedAt, error }: { readonly lookedAt: Instant; readonly error: unknown },
): Promise<void> {
  const gap = await whyNotFetched(site, repository, error);
  const unseen = { scope: repositoryScope(repository), lookedAt, gap };
  const looks = ['code', 'workflow'].map((source) => ({ source, ...unseen }));
  await store.coverage.save(site.organization.id, looks);
  if (gap.why === 'failed') throw error;
  log.warn({ repository: repository.fullName, gap: gap.says }, 'the code is not visible');
}

/** git says no more than "403"; the API names the permission that is missing, when that is why. */
async function whyNotFetched({ github }: Site, { fullName }: Repository, error: unknown): Promise<Gap> {
  try {
    const route = 'GET /repos/{owner}/{repo}/commits/{ref}';
    await github.find(route, { ...ownerAndName(fullName), ref: 'HEAD' }, z.unknown());
  } catch (refusal) {
    if (refusal instanceof NotVisible) return refusal.gap;
  }
  return { why: 'failed', says: `could not be fetched: ${error instanceof Error ? error.message : 'unknown error'}` };
}
