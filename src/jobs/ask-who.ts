import { z } from 'zod';
import { isAncestor, isReachable } from '../git/ancestry.ts';
import type { Commit } from '../git/changes.ts';
import { hasCommit, hasMirror, mirrorDirectory } from '../git/mirror.ts';
import { remembering } from '../github/remembering.ts';
import { readCommits } from '../history/provenance/commit-details.ts';
import type { Credential, CredentialId } from '../model/credential.ts';
import { once } from '../model/once.ts';
import type { Repository } from '../model/organization.ts';
import type { Sighting } from '../model/sighting.ts';
import type { Instant } from '../model/time.ts';
import { oneByOne } from './asking/one-by-one.ts';
import { type Context, openSite, type Site } from './context.ts';
import { gatherEvidence } from './people/evidence.ts';
import { evidenceWorld } from './people/evidence-world.ts';
import { enforce } from './requests.ts';
import { readAgain } from './scanning/value.ts';

/** A value, and the commit that is known to have brought it. */
interface Brought {
  readonly credential: Credential;
  readonly commit: Commit;
  readonly path: string;
  readonly sightings: readonly Sighting[];
}

/** Who brought these values? One question to GitHub serves all of them, as far as it can. */
export async function askWho(
  context: Context,
  site: Site,
  repository: Repository,
  brought: readonly Brought[],
): Promise<void> {
  const { organization } = site;
  const commits = [...new Set(brought.map(({ commit }) => commit.sha))];
  const world = { ...evidenceWorld(context, site, repository), github: remembering(site.github), commits };
  const { mirror } = world;
  const lastLook = await lookedAt(context, organization.id, repository);
  const tips = Object.values(repository.scannedTips);
  const fresh = new Map<string, boolean>();
  const questions = brought.map(({ credential, commit, path, sightings }) => async () => {
    const { sha, author, committer, coAuthors } = commit;
    const { commit: first } = (await context.store.records.read(organization.id, 'gathered', credential.id)) ?? {};
    // A commit may bring hundreds of values.
    const isNew = fresh.get(sha) ?? (lastLook !== undefined && !(await isReachable(mirror, sha, tips)));
    fresh.set(sha, isNew);
    // Whoever writes it once more did not bring it.
    if (first !== undefined && first !== sha && (await isLater({ sha, isNew }, first, mirror, tips))) return;
    const since = isNew && lastLook !== undefined ? { newSince: lastLook } : {};
    const introduction = { commit: sha, path, author, committer, coAuthors, ...since };
    const again = once(() => readAgain(context, site, credential, sightings));
    const value = async () => (await again())?.secret;
    await gatherEvidence(context, site, world, { credential, introduction, value });
  });
  await oneByOne(questions);
}

/** Its dates are whatever its author wrote; that a ref led to the other commit when none led to this one was seen. */
async function isLater(
  { sha, isNew }: { readonly sha: string; readonly isNew: boolean },
  first: string,
  mirror: string,
  tips: readonly string[],
): Promise<boolean> {
  if (await isAncestor(mirror, first, sha)) return true;
  return isNew && (await hasCommit(mirror, first)) && (await isReachable(mirror, first, tips));
}

/** When the refs that are called scanned were fetched. */
async function lookedAt(
  { store }: Context,
  org: number,
  { id, scannedTips }: Repository,
): Promise<Instant | undefined> {
  const looks = await store.coverage.at(org, id);
  const code = looks.find(({ source }) => source === 'code');
  // Where files were not read the refs were fetched all the same.
  const isFetched = code?.gap === undefined || code.gap.why === 'absent';
  return Object.keys(scannedTips).length > 0 && isFetched ? code?.lookedAt : undefined;
}

const Payload = z.object({
  org: z.number(),
  repositoryId: z.number(),
  found: z.array(z.object({ credential: z.string(), commit: z.string() })),
});

/**
 * A pull request with a secret is over, and who approved and merged it is known only now;
 * or GitHub failed to answer when the value was found.
 */
export async function runAskWho(context: Context, payload: unknown): Promise<void> {
  const { org, repositoryId, found } = Payload.parse(payload);
  const { store, dataDir, queue } = context;
  const site = await openSite(context, org);
  const repository = await store.repositories.byId(org, repositoryId);
  if (repository === undefined || repository.goneAt !== undefined || !hasMirror(mirrorDirectory(dataDir, repositoryId)))
    return;
  const details = found.map(({ commit }) => commit);
  const commits = await readCommits(mirrorDirectory(dataDir, repositoryId), [...new Set(details)]);
  const ids = found.map(({ credential }) => credential);
  const sightings = Map.groupBy(await store.sightings.of(org, ids), ({ credential }) => credential);
  const brought: Brought[] = [];
  for (const { credential: id, commit: sha } of found) {
    const credential = await store.credentials.byId(org, id as CredentialId);
    const [commit, seen = []] = [commits.get(sha), sightings.get(id as CredentialId)];
    if (credential && commit) brought.push({ credential, commit, path: '', sightings: seen });
  }
  try {
    await askWho(context, site, repository, brought);
  } finally {
    if (brought.length > 0) await queue.add([enforce(org)]);
  }
}
