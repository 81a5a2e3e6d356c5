import { createHash } from 'node:crypto';
import type { Case, CaseItem } from '../model/case.ts';
import type { KnownCredential } from '../model/credential.ts';
import type { Decision } from '../model/decision.ts';
import type { Departure, DepartureNotice } from '../model/departure.ts';
import type { Organization } from '../model/organization.ts';
import type { PolicyReading } from '../model/policy.ts';
import { isClear } from '../model/proof.ts';
import type { Attempt } from '../model/remediation.ts';
import type { Instant } from '../model/time.ts';
import type { Seen } from './certificate-seen.ts';
import { titleOf } from './certificate-title.ts';
import { controlsFor, EVIDENCE, topicsOf } from './controls.ts';
import { isTried } from './decisions.ts';

/** What is certified follows from. */
export interface CertificateFacts {
  readonly organization: Organization;
  readonly file: Case;
  readonly reading: PolicyReading;
  readonly seen: Seen;
  readonly decisions: readonly Decision[];
  /** What was carried out, by the id of the request. */
  readonly attempts: ReadonlyMap<string, Attempt>;
  /** How many stand in the organisation of which nobody knows who made them (`isOwnerless`). */
  readonly ownerless: number;
}

export type Certificate = ReturnType<typeof certificate>;

/**
 * What can be shown of one departure, for somebody who was not there: plain data, no value of any secret, and no
 * word that says more than the proofs do. The same facts give the same certificate, whenever it is asked for.
 */
export function certificate(facts: CertificateFacts) {
  const { organization, file, reading, seen, decisions, attempts, ownerless } = facts;
  const { departure, items, gaps, openReasons, incidents = [] } = file;
  const proved = items.filter(({ done }) => done);
  const known = topicsOf(file);
  const names = new Set<unknown>([departure.id, ...items.map((item) => item.file.credential.id)]);
  return {
    title: titleOf(file, ownerless),
    organization: { id: organization.id, login: organization.login },
    observer: `Handback, App installation ${organization.installationId} of ${organization.login}`,
    departure: departureOf(departure),
    population: {
      credentials: items.length,
      proved: proved.length,
      byGrade: countedByGrade(proved),
      unknownMaker: ownerless,
      of: 'what this person made or set last, as far as evidence shows it; unknownMaker counts what stands in the organisation without a known maker',
    },
    machines:
      file.machines?.map(({ who, person, now, sponsor }) => ({
        account: person ? { id: person.id, login: person.login } : who,
        now,
        ...defined('sponsor', sponsor),
      })) ?? [],
    owned: file.owned?.map(({ credential }) => placeOf(credential)) ?? [],
    exposed: { count: file.exposed?.count ?? 0, first: file.exposed?.credentials.map(placeOf) ?? [] },
    open: openReasons,
    credentials: items.map(credentialOf),
    incidents: incidents.map((each) =>
      each.is === 'used'
        ? { at: iso(each.at), used: each.file.credential.id, by: 'unknown' }
        : {
            at: iso(each.at),
            action: each.fact.action,
            actor: each.fact.actor,
            auditEntry: each.fact.id,
            ...defined('askedBy', each.fact.askedBy),
          },
    ),
    lookedAt: {
      places: seen.places,
      ...defined('oldestLook', seen.oldestLook === undefined ? undefined : iso(seen.oldestLook)),
    },
    notVisible: gaps.map(({ source, scope, gap }) => ({
      source,
      where: scope.repository ?? 'the organisation',
      ...gap,
    })),
    decisions: related(decisions, names).map((each) => {
      const attempt = attempts.get(each.id);
      return { ...each, ...defined('attempt', isTried(attempt) ? attempt : undefined) };
    }),
    policy: { origin: reading.origin, problems: reading.problems },
    controls: controlsFor(known).map(({ topics, ...control }) => ({
      ...control,
      evidence: topics.filter((topic) => known.includes(topic)).map((topic) => EVIDENCE[topic]),
    })),
  };
}

function countedByGrade(proved: readonly CaseItem[]): Readonly<Record<string, number>> {
  const grades = Map.groupBy(proved, ({ file }) => file.proof.best?.grade ?? 'none');
  return Object.fromEntries([...grades].map(([grade, all]) => [grade, all.length]));
}

/** Over the certificate as compact JSON: the same facts have the same hash. */
export function certificateHash(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

/** What names the departure, one of its credentials, or a decision that does: an approval names only its request. */
function related(decisions: readonly Decision[], names: Set<unknown>): readonly Decision[] {
  return decisions.filter((each) => {
    const kept = each.decides === 'keep' ? each.line.id : undefined;
    const isRelated = [...Object.values(each), kept].some((value) => names.has(value));
    if (isRelated) names.add(each.id);
    return isRelated;
  });
}

function departureOf({ id, who, person, state, effectiveAt, learnedAt, notices, contradicted, ...more }: Departure) {
  return {
    id,
    person: person ? { id: person.id, login: person.login, ...defined('name', person.name) } : who,
    isKnown: person !== undefined,
    ...defined('engagement', more.engagement),
    ...defined('emergency', more.emergency),
    state,
    effectiveAt: iso(effectiveAt),
    learnedAt: iso(learnedAt),
    askedBy: notices.map(noticeOf),
    contradictedBy: contradicted.map(noticeOf),
  };
}

function noticeOf({ source, says, effectiveAt, learnedAt, detail, vendor }: DepartureNotice) {
  return {
    source,
    says,
    ...defined('vendor', vendor),
    effectiveAt: iso(effectiveAt),
    learnedAt: iso(learnedAt),
    detail,
  };
}

/** What the person answered for or could read: named here, and proved by nothing in this document. */
function placeOf({ id, kind, name, scope }: KnownCredential) {
  return { id, kind, name, where: scope.repository ?? 'the organisation' };
}

function credentialOf({ file, claim, done, notForThem, exceptions = [] }: CaseItem) {
  const { credential, proof, sightings } = file;
  const attribution = file.attribution();
  const { id, kind, name, scope, createdAt, updatedAt, lastUsedAt, firstSeenAt, plaintext } = credential;
  const provedAt = notForThem === undefined ? proof.provedAt : undefined;
  const shown = proof.state === 'proved' || proof.state === 'partly' ? proof.best : proof.latest;
  const unclear = shown !== undefined && !isClear(shown) ? shown : proof.rests === true ? proof.latest : undefined;
  return {
    id,
    kind,
    name,
    where: scope.repository ?? 'the organisation',
    ...defined('environment', scope.environment),
    ...(plaintext ? { rule: plaintext.rule, mask: plaintext.mask, places: sightings.length } : {}),
    dates: dates({ createdAt, updatedAt, lastUsedAt, firstSeenAt }),
    because: { role: claim.role, level: claim.level, says: attribution.says, evidence: attribution.chain },
    proved: done,
    proof: {
      // Proved for somebody who left before; this person may know what was stored then.
      state: notForThem === undefined ? proof.state : 'partly',
      required: proof.required,
      ...defined('notForThem', notForThem),
      ...defined('grade', shown?.grade),
      ...defined('says', shown?.says),
      dates: dates({
        provedAt,
        lookedAt: unclear === shown ? undefined : shown?.at,
        unclearAt: unclear?.at,
        nextLook: proof.recheckAt,
      }),
      ...defined('asked', shown?.asked),
      ...defined('control', shown?.control),
      ...defined('by', shown?.proof),
      ...defined(
        'back',
        proof.back && { ...proof.back, ...dates({ goneAt: proof.back.goneAt, since: proof.back.since }) },
      ),
    },
    exceptions,
  };
}

function dates(given: Readonly<Record<string, Instant | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(given).flatMap(([name, at]) => (at === undefined ? [] : [[name, iso(at)]])));
}

function defined<K extends string, V>(name: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [P in K]?: V };
}

function iso(at: Instant): string {
  return new Date(at).toISOString();
}
