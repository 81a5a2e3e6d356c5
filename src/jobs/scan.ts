import { z } from 'zod';
import { tips as currentTips, hasCommit, mirrorDirectory, refresh } from '../git/mirror.ts';
import type { Repository } from '../model/organization.ts';
import { repositoryScope } from '../sources/source.ts';
import { type Context, openSite, type Site } from './context.ts';
import { gatherEvidence } from './evidence.ts';
import { saveEvidence } from './people.ts';
import { enforce, prove } from './requests.ts';
import { type RangeFinding, scanRange } from './scan-range.ts';

const Payload = z.object({ org: z.number(), repositoryId: z.number(), extra: z.array(z.string()).default([]) });

/** Scans every file version that the repository's refs hold and that no scan has seen. The first time that is the whole history. */
export async function runScan(context: Context, payload: unknown): Promise<void> {
  const { org, repositoryId, extra } = Payload.parse(payload);
  const site = await openSite(context, org);
  const repository = await context.store.repositories.byId(org, repositoryId);
  if (repository === undefined || repository.goneAt !== undefined) return;

  const directory = mirrorDirectory(context.dataDir, repositoryId);
  await refresh(directory, await site.github.gitAccess(repository.fullName), extra);
  const tips = await currentTips(directory);
  const arrived: string[] = [];
  for (const sha of extra) if (await hasCommit(directory, sha)) arrived.push(sha);

  const wanted = [...new Set([...Object.values(tips), ...arrived])];
  const seen = Object.values(repository.scannedTips);
  const { findings, unread } = await scanRange(context, directory, repository, wanted, seen);
  await keep(context, site, repository, directory, findings);

  const says =
    unread.length === 0
      ? undefined
      : `${unread.length} files were not read: ${unread
          .slice(0, 3)
          .map(({ id, unread: why }) => `${id.slice(0, 10)} (${why})`)
          .join(', ')}`;
  const gap = says ? { gap: { why: 'absent' as const, says } } : {};
  await context.store.coverage.save(org, [
    { source: 'code', scope: repositoryScope(repository), lookedAt: context.now(), ...gap },
  ]);
  await context.store.repositories.setScannedTips(org, repositoryId, tips);
  context.log.info(
    { repository: repository.fullName, findings: findings.length, unread: unread.length },
    'repository scanned',
  );
  await context.queue.add([...(findings.length > 0 ? [prove(org)] : []), enforce(org)]);
}

/** Writes down what a scan found. Facts first, then who brought it: the second costs requests and may come back later. */
export async function keep(
  context: Context,
  site: Site,
  repository: Repository,
  directory: string,
  findings: readonly RangeFinding[],
): Promise<void> {
  const {
    organization: { id: org },
    github,
  } = site;
  await context.store.transaction(async (store) => {
    await store.credentials.save(
      org,
      findings.map(({ credential }) => credential),
      context.now(),
    );
    await store.sightings.add(
      org,
      findings.map(({ sighting }) => sighting),
    );
  });
  for (const { credential, change } of introductions(findings)) {
    const { commit, path } = change;
    const introduction = {
      commit: commit.sha,
      path,
      author: commit.author,
      committer: commit.committer,
      coAuthors: commit.coAuthors,
    };
    const evidence = await gatherEvidence(
      context,
      { github, repository, mirror: directory },
      { credential, introduction },
    );
    await saveEvidence(context, site, evidence);
  }
}

/** The earliest change that brings each value. Guesses are kept, but nobody is asked about them. */
function introductions(findings: readonly RangeFinding[]): readonly RangeFinding[] {
  const earliest = new Map<string, RangeFinding>();
  for (const finding of findings) {
    if (finding.credential.plaintext?.confidence === 'low') continue;
    if (!earliest.has(finding.credential.id)) earliest.set(finding.credential.id, finding);
  }
  return [...earliest.values()];
}
