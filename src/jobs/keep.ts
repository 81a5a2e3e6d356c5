import { publicKeyLine } from '../detect/public-key.ts';
import { isReachable } from '../git/ancestry.ts';
import { remembering } from '../github/remembering.ts';
import type { Credential } from '../model/credential.ts';
import type { Repository } from '../model/organization.ts';
import { publicKeyHash } from '../model/public-key.ts';
import type { Instant } from '../model/time.ts';
import { repositoryScope } from '../sources/source.ts';
import { knownAccountKeys } from './account-keys.ts';
import type { Context, Site } from './context.ts';
import { gatherEvidence } from './evidence.ts';
import type { RangeFinding } from './scan-range.ts';
import { once, readAgain } from './value.ts';

/** Writes down what a scan found. Facts first, then who brought it: the second costs requests and may come back later. */
export async function keep(
  context: Context,
  site: Site,
  repository: Repository,
  directory: string,
  all: readonly RangeFinding[],
): Promise<void> {
  if (all.length === 0) return;
  const { id: org } = site.organization;
  const findings = await withPublicKeys(context, site, all);
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
  await askWho(context, site, repository, directory, introductions(findings));
}

async function askWho(
  context: Context,
  site: Site,
  repository: Repository,
  directory: string,
  brought: readonly RangeFinding[],
): Promise<void> {
  const { organization, github: door } = site;
  const github = remembering(door);
  const commits = [...new Set(brought.map(({ change }) => change.commit.sha))];
  const accountKeys = once(() => knownAccountKeys(context.store, organization.id));
  const world = { github, organization: organization.login, repository, mirror: directory, commits, accountKeys };
  const lastLook = await lookedAt(context, organization.id, repository);
  for (const { credential, sighting, change } of brought) {
    const { sha, ...commit } = change.commit;
    const isNew = lastLook !== undefined && !(await isReachable(directory, sha, Object.values(repository.scannedTips)));
    const since = isNew ? { newSince: lastLook } : {};
    const introduction = { ...commit, commit: sha, path: change.path, ...since };
    const again = once(() => readAgain(context, door, credential, [sighting]));
    const value = async () => (await again())?.secret;
    await gatherEvidence(context, site, world, { credential, introduction, value });
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

/** When the refs that are called scanned were fetched. */
async function lookedAt({ store }: Context, org: number, repository: Repository): Promise<Instant | undefined> {
  const { repositoryId } = repositoryScope(repository);
  const looks = await store.coverage.list(org);
  const code = looks.find(({ source, scope }) => source === 'code' && scope.repositoryId === repositoryId);
  return Object.keys(repository.scannedTips).length > 0 && code?.gap === undefined ? code?.lookedAt : undefined;
}

/** A private key is known by its public half, wherever that is let in. It is derived in memory, and only its hash is kept. */
async function withPublicKeys(
  context: Context,
  { organization, github }: Site,
  findings: readonly RangeFinding[],
): Promise<readonly RangeFinding[]> {
  const hashes = new Map<string, Credential['facts']>();
  for (const { credential, sighting } of findings) {
    if (credential.plaintext?.rule.startsWith('private-key-') !== true || hashes.has(credential.id)) continue;
    const known = (await context.store.credentials.byId(organization.id, credential.id))?.facts ?? {};
    const again = known['publicKey'] ? undefined : await readAgain(context, github, credential, [sighting]);
    const line = again && publicKeyLine(again.secret);
    hashes.set(credential.id, line === undefined ? known : { ...known, publicKey: publicKeyHash(line) });
  }
  return findings.map((finding) => {
    const facts = hashes.get(finding.credential.id);
    return facts === undefined ? finding : { ...finding, credential: { ...finding.credential, facts } };
  });
}
