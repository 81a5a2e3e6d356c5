import { z } from 'zod';
import { rules } from '../detect/rules/index.ts';
import { deletionKey } from '../model/audit.ts';
import type { Case } from '../model/case.ts';
import type { Scope } from '../model/credential.ts';
import type { JournalEntry } from '../model/journal.ts';
import { once } from '../model/once.ts';
import { DEFAULT_POLICY, type Policy } from '../model/policy.ts';
import type { Observation } from '../model/proof.ts';
import { DAY, type Instant } from '../model/time.ts';
import type { CredentialFile } from '../model/violation.ts';
import { isDue, mustTell, proofStatus, soFar } from '../policy/proof-status.ts';
import { askedLately } from '../policy/rests.ts';
import { concerned } from '../policy/watch.ts';
import { proofKinds } from '../proofs/index.ts';
import type { ProofKind, ProofWorld } from '../proofs/proof-kind.ts';
import { type Context, openSite, type Site } from './context.ts';
import { askAboutCases, isOpen } from './people/ask-about-cases.ts';
import { situations } from './reading/narrow.ts';
import type { FullSituation } from './reading/situation.ts';
import { enforce } from './requests.ts';
import { readAgain, textsAround } from './scanning/value.ts';

/** `force`: somebody says that it is gone, so issuers are asked again although they answered lately. */
const Payload = z.object({ org: z.number(), force: z.boolean().default(false) });

/** Looks at every credential that a case or an open pull request waits for: is it really gone? */
export async function runProve(context: Context, payload: unknown): Promise<void> {
  const { org, force } = Payload.parse(payload);
  const site = await openSite(context, org);
  const now = context.now();
  const { policy, wanted, open, repositories } = await toProve(context, site, { now, force });
  const ids = [...wanted.values()].map(({ file }) => file.credential.id);
  const all = soFar(await context.store.observations.of(org, ids), now);
  const looks = Map.groupBy(all, ({ credential }) => credential);
  const mayAsk = (kind: ProofKind) =>
    kind.asksIssuer === undefined || (policy.issuer_probes && (kind.asksIssuer === 'github' || context.asksOthers));
  const seen: Observation[] = [];
  const entries: JournalEntry[] = [];
  try {
    for (const { file, since } of longestUnseenFirst([...wanted.values()], looks)) {
      const before = looks.get(file.credential.id) ?? [];
      const world = { ...proofWorld(context, site, file, context.now(), since), before };
      const found = await look(world, file, { mayAsk, force });
      seen.push(...found);
      entries.push(...found.flatMap((each) => turns(file, each, policy)));
    }
  } finally {
    // A limit in the middle loses nothing: there may be more of them than an hour has requests for.
    await context.store.transaction(async (store) => {
      await store.observations.add(org, seen);
      await store.journal.append(org, entries);
      await context.queue.add(seen.length > 0 ? [enforce(org)] : [], store.tx);
    });
  }
  context.log.info({ organization: site.organization.login, observations: seen.length }, 'proofs looked at');
  const news = await askAboutCases(context, site, { cases: open, repositories }).catch(async (error: unknown) => {
    // What was learned before it failed stands.
    await context.queue.add([enforce(org)]);
    throw error;
  });
  if (news) await context.queue.add([enforce(org)]);
}

function longestUnseenFirst(
  wanted: readonly Wanted[],
  looks: ReadonlyMap<string, readonly Observation[]>,
): readonly Wanted[] {
  const seenAt = ({ file }: Wanted) => looks.get(file.credential.id)?.at(-1)?.at ?? 0;
  return wanted.toSorted((a, b) => seenAt(a) - seenAt(b));
}

function proofWorld(context: Context, site: Site, file: CredentialFile, now: Instant, since: Instant) {
  const { github, organization } = site;
  const again = once(() => readAgain(context, site, file.credential, file.sightings));
  return {
    github,
    organization: organization.login,
    now,
    since,
    ask: context.askIssuer,
    probeOf,
    asksOthers: context.asksOthers,
    value: async () => (await again())?.secret,
    surroundings: () => textsAround(context, site, file.credential, file.sightings),
    deletion: (place: Scope) => context.store.records.read(organization.id, 'deletions', deletionKey(place)),
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
  { mayAsk, force }: { readonly mayAsk: (kind: ProofKind) => boolean; readonly force: boolean },
): Promise<readonly Observation[]> {
  const seen: Observation[] = [];
  for (const kind of proofKinds) {
    if (!kind.appliesTo(file, world.probeOf) || !mayAsk(kind)) continue;
    const before = world.before.filter(({ proof }) => proof === kind.name);
    const last = before.at(-1);
    if (!force && last !== undefined && kind.wentToOthers?.(last) && askedLately(before, world.now)) {
      if (last?.result === 'unknown') continue;
      break;
    }
    const observation = await kind.observe(world, file);
    if (tellsMore(observation, last, kind, file)) seen.push(observation);
    if (observation.result !== 'unknown') break;
  }
  return seen;
}

interface Wanted {
  readonly file: CredentialFile;
  /** After which moment a change counts as a rotation. */
  readonly since: number;
}

/**
 * Every credential to look at, and the open cases, of some departures after the others.
 * What is proved waits for its re-checks.
 */
async function toProve(
  { store }: Context,
  { organization }: Site,
  { now, force }: { readonly now: Instant; readonly force: boolean },
) {
  const wanted = new Map<string, Wanted>();
  const open: Case[] = [];
  let policy: Policy = DEFAULT_POLICY;
  let repositories: FullSituation['repositories'] = new Map();
  for await (const part of situations(store, organization, now)) {
    ({ policy } = part.reading);
    repositories = part.repositories;
    // Of several who leave the first counts here; whether it was replaced late enough for each, the cases say.
    for (const { file, since } of wantedIn(part)) {
      const { id } = file.credential;
      if (isDue(file.proof, now, force))
        wanted.set(id, { file, since: Math.min(since, wanted.get(id)?.since ?? since) });
    }
    open.push(...part.cases.filter(isOpen));
    for (const each of broughtIn(part))
      if (isDue(each.file.proof, now, force) && !wanted.has(each.file.credential.id))
        wanted.set(each.file.credential.id, each);
  }
  return { policy, wanted, open, repositories };
}

function wantedIn({ cases, files }: FullSituation): readonly Wanted[] {
  return cases.flatMap(({ departure, items, early }) =>
    early
      ? []
      : items.flatMap(({ file }) =>
          concerned(file, files).map((each) => ({ file: each, since: departure.effectiveAt })),
        ),
  );
}

function broughtIn({ heads, files }: FullSituation): readonly Wanted[] {
  return heads.flatMap(({ scan }) =>
    scan.state !== 'done'
      ? []
      : scan.found.flatMap(({ credential }) => {
          const file = files.get(credential);
          return file === undefined ? [] : [{ file, since: file.credential.firstSeenAt }];
        }),
  );
}

/**
 * The same answer again is written down once a day, so that the ledger shows that somebody
 * still looks without drowning in it.
 */
function tellsMore(
  now: Observation,
  last: Observation | undefined,
  kind: ProofKind,
  { proof }: CredentialFile,
): boolean {
  // What tells nothing answers for no sign of life; on the day of a re-check it begins a rest.
  if (mustTell(proof, now.at) && (now.result !== 'unknown' || proof.back === undefined)) return true;
  if (last === undefined || now.at - last.at >= DAY) return true;
  // When it was asked decides when it is asked again.
  if (kind.wentToOthers?.(now)) return true;
  return now.result !== last.result || now.grade !== last.grade || now.says !== last.says;
}

/**
 * A proof that is reached, seen again or lost goes into the journal: with the request by
 * which GitHub can be asked about it.
 */
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
