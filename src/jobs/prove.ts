import { z } from 'zod';
import { rules } from '../detect/rules/index.ts';
import type { JournalEntry } from '../model/journal.ts';
import type { Policy } from '../model/policy.ts';
import type { Observation } from '../model/proof.ts';
import { DAY, HOUR, type Instant } from '../model/time.ts';
import type { CredentialFile } from '../model/violation.ts';
import { isDue, mustTell, proofStatus } from '../policy/proof-status.ts';
import { concerned } from '../policy/watch.ts';
import { proofKinds } from '../proofs/index.ts';
import type { ProofKind, ProofWorld } from '../proofs/proof-kind.ts';
import { askAboutCases } from './ask-about-cases.ts';
import { type Context, openSite, type Site } from './context.ts';
import { enforce } from './requests.ts';
import { type FullSituation, situation } from './situation.ts';
import { once, readAgain } from './value.ts';

/** `force`: somebody says that it is gone, so issuers are asked again although they answered lately. */
const Payload = z.object({ org: z.number(), force: z.boolean().default(false) });

/** Looks at every credential that a case or an open pull request waits for: is it really gone? */
export async function runProve(context: Context, payload: unknown): Promise<void> {
  const { org, force } = Payload.parse(payload);
  const site = await openSite(context, org);
  const now = context.now();
  const facts = await situation(context.store, site.organization, now);
  const looks = Map.groupBy(await context.store.observations.list(org), ({ credential }) => credential);
  const mayAsk = (kind: ProofKind) =>
    kind.asksIssuer === undefined ||
    (facts.reading.policy.issuer_probes && (kind.asksIssuer === 'github' || context.asksOthers));
  const seen: Observation[] = [];
  const entries: JournalEntry[] = [];
  for (const [file, since] of wanted(facts, now)) {
    const world = proofWorld(context, site, file, now, since);
    const before = looks.get(file.credential.id) ?? [];
    const found = await look(world, file, before, { mayAsk, force });
    seen.push(...found);
    entries.push(...found.flatMap((each) => turns(file, each, facts.reading.policy)));
  }
  await context.store.transaction(async (store) => {
    await store.observations.add(org, seen);
    await store.journal.append(org, entries);
  });
  context.log.info({ organization: site.organization.login, observations: seen.length }, 'proofs looked at');
  const learned = await askAboutCases(context, site, facts);
  if (seen.length > 0 || learned) await context.queue.add([enforce(org)]);
}

function proofWorld(context: Context, site: Site, file: CredentialFile, now: Instant, since: Instant): ProofWorld {
  const { github, organization } = site;
  const again = once(() => readAgain(context, site, file.credential, file.sightings));
  return {
    ...{ github, organization: organization.login, now, since, ask: context.askIssuer, probeOf },
    value: async () => (await again())?.secret,
    surroundings: async () => (await again())?.text,
  };
}

const probes = new Map(rules.flatMap(({ id, probe }) => (probe ? [[id, probe] as const] : [])));

function probeOf(rule: string) {
  return probes.get(rule);
}

/** Every proof that applies, until one says something clear. Returns what is worth writing down. */
async function look(
  world: ProofWorld,
  file: CredentialFile,
  before: readonly Observation[],
  { mayAsk, force }: { readonly mayAsk: (kind: ProofKind) => boolean; readonly force: boolean },
): Promise<readonly Observation[]> {
  const seen: Observation[] = [];
  for (const kind of proofKinds) {
    if (!kind.appliesTo(file, world.probeOf) || !mayAsk(kind)) continue;
    const last = before.findLast(({ proof }) => proof === kind.name);
    if (!force && answeredLately(kind, last, world.now)) {
      if (last?.result === 'unknown') continue;
      break;
    }
    const observation = await kind.observe(world, file);
    if (tellsMore(observation, last, kind, file)) seen.push(observation);
    if (observation.result !== 'unknown') break;
  }
  return seen;
}

/** Other people's services are not asked the same again within a day; one that gave no clear answer, within the hour. */
function answeredLately({ asksIssuer }: ProofKind, last: Observation | undefined, now: Instant): boolean {
  if (asksIssuer !== 'others' || last === undefined) return false;
  return now - last.at < (last.result === 'unknown' ? HOUR : DAY);
}

/** Every credential to look at, with the moment after which a change counts as a rotation. What is proved waits for its re-checks. */
function wanted({ cases, heads, files }: FullSituation, now: Instant): ReadonlyMap<CredentialFile, number> {
  const all = new Map<CredentialFile, number>();
  for (const { departure, items, early } of cases)
    if (!early)
      // Of several who leave the first counts here; whether it was replaced late enough for each, the cases say.
      for (const { file } of items)
        for (const each of concerned(file, files))
          all.set(each, Math.min(departure.effectiveAt, all.get(each) ?? Number.POSITIVE_INFINITY));
  for (const { scan } of heads) {
    for (const { credential } of scan.state === 'done' ? scan.found : []) {
      const file = files.get(credential);
      if (file !== undefined && !all.has(file)) all.set(file, file.credential.firstSeenAt);
    }
  }
  return new Map([...all].filter(([{ proof }]) => isDue(proof, now)));
}

/** The same answer again is written down once a day, so that the ledger shows that somebody still looks without drowning in it. */
function tellsMore(
  now: Observation,
  last: Observation | undefined,
  { asksIssuer }: ProofKind,
  { proof }: CredentialFile,
): boolean {
  if (now.result !== 'unknown' && mustTell(proof, now.at)) return true;
  if (last === undefined || now.at - last.at >= DAY) return true;
  // When it was asked decides when it is asked again.
  if (asksIssuer === 'others') return true;
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
