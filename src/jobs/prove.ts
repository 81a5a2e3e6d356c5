import { z } from 'zod';
import { fingerprint } from '../detect/fingerprint.ts';
import { blobs } from '../git/blobs.ts';
import { fetchCommit, mirrorDirectory } from '../git/mirror.ts';
import { GitError } from '../git/run.ts';
import type { GitHub } from '../github/github.ts';
import type { JournalEntry } from '../model/journal.ts';
import type { Policy } from '../model/policy.ts';
import type { Observation } from '../model/proof.ts';
import type { Secret } from '../model/secret.ts';
import { DAY } from '../model/time.ts';
import type { CredentialFile, ProofStatus } from '../model/violation.ts';
import { isDue, mustTell, proofStatus } from '../policy/proof-status.ts';
import { concerned } from '../policy/watch.ts';
import { proofKinds } from '../proofs/index.ts';
import type { ProofWorld } from '../proofs/proof-kind.ts';
import { askAboutCases } from './ask-about-cases.ts';
import { type Context, openSite } from './context.ts';
import { enforce } from './requests.ts';
import { type FullSituation, situation } from './situation.ts';

/** Looks at every credential that a case or an open pull request waits for: is it really gone? */
export async function runProve(context: Context, payload: unknown): Promise<void> {
  const { org } = z.object({ org: z.number() }).parse(payload);
  const site = await openSite(context, org);
  const { organization, github } = site;
  const now = context.now();
  const facts = await situation(context.store, organization, now);
  const seen: Observation[] = [];
  const entries: JournalEntry[] = [];
  for (const [file, since] of wanted(facts, now)) {
    const kind = proofKinds.find((each) => each.appliesTo(file));
    if (kind === undefined || (kind.asksIssuer === true && !facts.reading.policy.issuer_probes)) continue;
    const value = () => readAgain(context, github, file);
    const world: ProofWorld = { github, organization: organization.login, now, since, value, ask: context.askIssuer };
    const observation = await kind.observe(world, file);
    if (!tellsMore(observation, file.proof)) continue;
    seen.push(observation);
    entries.push(...turns(file, observation, facts.reading.policy));
  }
  await context.store.transaction(async (store) => {
    await store.observations.add(org, seen);
    await store.journal.append(org, entries);
  });
  context.log.info({ organization: organization.login, observations: seen.length }, 'proofs looked at');
  const learned = await askAboutCases(context, site, facts);
  if (seen.length > 0 || learned) await context.queue.add([enforce(org)]);
}

/** Every credential to look at, with the moment after which a change counts as a rotation. What is proved waits for its re-checks. */
function wanted({ cases, heads, files }: FullSituation, now: number): ReadonlyMap<CredentialFile, number> {
  const all = new Map<CredentialFile, number>();
  for (const { departure, items, early } of cases)
    if (!early)
      for (const { file } of items) for (const each of concerned(file, files)) all.set(each, departure.effectiveAt);
  for (const { scan } of heads) {
    for (const { credential } of scan.state === 'done' ? scan.found : []) {
      const file = files.get(credential);
      if (file !== undefined && !all.has(file)) all.set(file, file.credential.firstSeenAt);
    }
  }
  return new Map([...all].filter(([{ proof }]) => isDue(proof, now)));
}

/** The same answer again is written down once a day, so that the ledger shows that somebody still looks without drowning in it. */
function tellsMore(now: Observation, proof: ProofStatus): boolean {
  const { latest: last } = proof;
  if (now.result !== 'unknown' && mustTell(proof, now.at)) return true;
  if (last === undefined || now.at - last.at >= DAY) return true;
  return now.result !== last.result || now.grade !== last.grade || now.says !== last.says;
}

/** A proof that is reached, seen again or lost goes into the journal: with the request by which GitHub can be asked about it. */
function turns({ credential, proof }: CredentialFile, seen: Observation, policy: Policy): JournalEntry[] {
  const isProof = proofStatus(credential, [seen], policy).state === 'proved';
  const isSame = isProof === (proof.state === 'proved') && !mustTell(proof, seen.at);
  if (seen.result === 'unknown' || isSame) return [];
  const lost = seen.result === 'alive' ? 'saw alive' : `saw only grade ${seen.grade} of`;
  const did = isProof ? `saw proof of grade ${seen.grade}` : `${lost} what had been proved`;
  const { request, status, requestId } = seen.asked;
  const about = `${credential.id}, ${request} → ${status}${requestId ? `, request ${requestId}` : ''}`;
  return [{ at: seen.at, actor: 'handback', did, about }];
}

/** The value, read once more from where it was seen and recognised by its fingerprint. It lives in memory only. */
export async function readAgain(
  { detector, fingerprintKey, dataDir }: Context,
  github: GitHub,
  { credential, sightings }: CredentialFile,
): Promise<Secret | undefined> {
  for (const sighting of sightings) {
    if (sighting.in !== 'code') continue;
    const { repositoryId, repository } = sighting.scope;
    if (repositoryId === undefined || repository === undefined) continue;
    const directory = mirrorDirectory(dataDir, repositoryId);
    // It may have been another machine that saw it.
    const access = await github.gitAccess(repository);
    if (!(await fetchCommit(directory, access, sighting.commit).catch(isNotThere))) continue;
    for await (const blob of blobs(directory, [sighting.blob])) {
      if ('unread' in blob) continue;
      const { findings } = detector.scan(blob.bytes, { path: sighting.path });
      const same = findings.find(
        ({ secret }) => fingerprint(secret, fingerprintKey) === credential.plaintext?.fingerprint,
      );
      if (same !== undefined) return same.secret;
    }
  }
  return undefined;
}

/** One repository that git cannot reach leaves the proofs of all others standing. */
function isNotThere(error: unknown): false {
  if (error instanceof GitError) return false;
  throw error;
}

/** Whether a text holds the very value that a credential is. */
export function holds(
  { detector, fingerprintKey }: Pick<Context, 'detector' | 'fingerprintKey'>,
  { credential }: CredentialFile,
  text: string,
): boolean {
  return detector
    .scan(Buffer.from(text))
    .findings.some(({ secret }) => fingerprint(secret, fingerprintKey) === credential.plaintext?.fingerprint);
}
