import { publicKeyLine } from '../../detect/public-key.ts';
import { GitHubFailure } from '../../github/github.ts';
import type { Credential } from '../../model/credential.ts';
import type { Repository } from '../../model/organization.ts';
import { publicKeyHash } from '../../model/public-key.ts';
import { askWho } from '../ask-who.ts';
import type { Context, Site } from '../context.ts';
import { askWhoLater } from '../requests.ts';
import type { RangeFinding } from './scan-range.ts';
import { readAgain } from './value.ts';

/**
 * Writes down what a scan found. Facts first, then who brought it: where GitHub fails to
 * answer that, no scan waits for it, and it is asked again.
 */
export async function keep(
  context: Context,
  site: Site,
  repository: Repository,
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
  const brought = introductions(findings).flatMap(({ credential, sighting, change }) =>
    change === undefined ? [] : [{ credential, commit: change.commit, path: change.path, sightings: [sighting] }],
  );
  try {
    await askWho(context, site, repository, brought);
  } catch (error) {
    if (!(error instanceof GitHubFailure)) throw error;
    const found = brought.map(({ credential, commit }) => ({ credential: credential.id, commit: commit.sha }));
    await context.queue.add([{ ...askWhoLater(org, repository.id, found), attempts: A_DAY }]);
  }
}

/** Tries: there is one an hour after the first few. */
const A_DAY = 30;

/** The earliest change that brings each value. Guesses are kept, but nobody is asked about them. */
function introductions(findings: readonly RangeFinding[]): readonly RangeFinding[] {
  const earliest = new Map<string, RangeFinding>();
  for (const finding of findings) {
    if (finding.credential.plaintext?.confidence === 'low' || finding.change === undefined) continue;
    if (!earliest.has(finding.credential.id)) earliest.set(finding.credential.id, finding);
  }
  return [...earliest.values()];
}

/**
 * A private key is known by its public half, wherever that is let in. It is derived in
 * memory, and only its hash is kept.
 */
async function withPublicKeys(
  context: Context,
  site: Site,
  findings: readonly RangeFinding[],
): Promise<readonly RangeFinding[]> {
  const hashes = new Map<string, Credential['facts']>();
  for (const { credential, sighting } of findings) {
    if (credential.plaintext?.rule.startsWith('private-key-') !== true || hashes.has(credential.id)) continue;
    const known = (await context.store.credentials.byId(site.organization.id, credential.id))?.facts ?? {};
    const again = known['publicKey'] ? undefined : await readAgain(context, site, credential, [sighting]);
    const line = again && publicKeyLine(again.secret);
    hashes.set(credential.id, line === undefined ? known : { ...known, publicKey: publicKeyHash(line) });
  }
  return findings.map((finding) => {
    const facts = hashes.get(finding.credential.id);
    return facts === undefined ? finding : { ...finding, credential: { ...finding.credential, facts } };
  });
}
