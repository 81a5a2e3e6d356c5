import { attribute } from '../../attribute/attribute.ts';
import { meant } from '../../attribute/names.ts';
import type { Directory } from '../../attribute/people.ts';
import { rules } from '../../detect/rules/index.ts';
import type { KnownCredential } from '../../model/credential.ts';
import type { Decision } from '../../model/decision.ts';
import type { Departure } from '../../model/departure.ts';
import type { Evidence } from '../../model/evidence.ts';
import { once } from '../../model/once.ts';
import type { Policy } from '../../model/policy.ts';
import type { Instant } from '../../model/time.ts';
import type { CredentialFile } from '../../model/violation.ts';
import { withAttestations } from '../../policy/decisions.ts';
import { proofStatus, soFar } from '../../policy/proof-status.ts';
import type { Facts } from './facts.ts';

interface Decided extends Facts {
  readonly decisions: readonly Decision[];
}

const NONE: readonly never[] = [];

/** Everything the ledger knows of each credential, put together. */
export function credentialFiles(
  facts: Decided,
  people: Directory,
  policy: Policy,
  now: Instant,
): readonly CredentialFile[] {
  const seenOf = byCredential(facts.sightings);
  const saidOf = byCredential(facts.evidence);
  const provedOf = byCredential(facts.observations);
  const sameKeyAs = sameKeys(facts.credentials);
  const attestedOf = byCredential(facts.decisions.filter((each) => each.decides === 'rotated'));
  return facts.credentials.map((credential): CredentialFile => {
    const { id } = credential;
    const looks = soFar(provedOf.get(id) ?? NONE, now);
    const observations = withAttestations(id, looks, soFar(attestedOf.get(id) ?? NONE, now));
    return {
      credential,
      sightings: seenOf.get(id) ?? NONE,
      proof: proofStatus(credential, observations, policy),
      ...byRule(credential),
      ...sameKeyAs(credential),
      attribution: once(() => attribute(saidOf.get(id) ?? NONE, people)),
    };
  });
}

const said = new Map(rules.map(({ id, title, rotate }) => [id, { title, rotation: rotate }]));
const UNKNOWN = {};

function byRule({ plaintext }: KnownCredential): Pick<CredentialFile, 'title' | 'rotation'> {
  return plaintext === undefined ? UNKNOWN : (said.get(plaintext.rule) ?? UNKNOWN);
}

/**
 * The credentials that some evidence ties to somebody who leaves: no other can be in a case of what they made or set.
 */
export function namingLeavers(
  files: readonly CredentialFile[],
  evidence: readonly Evidence[],
  people: Directory,
  departures: readonly Departure[],
): readonly CredentialFile[] {
  const leavers = new Set(departures.map(({ person }) => person?.id));
  const named = new Set<string>();
  for (const item of evidence) {
    if (named.has(item.credential)) continue;
    if (meant(item, people).some(({ person }) => leavers.has(person.id))) named.add(item.credential);
  }
  return files.filter(({ credential }) => named.has(credential.id));
}

/** Credentials that stand on one key pair. */
function sameKeys(known: readonly KnownCredential[]): (one: KnownCredential) => Pick<CredentialFile, 'sameKey'> {
  const groups = Map.groupBy(known, ({ facts }) => facts['publicKey']);
  return ({ id, facts: { publicKey } }) => {
    if (publicKey === undefined) return {};
    const others = (groups.get(publicKey) ?? []).filter((each) => each.id !== id && each.goneAt === undefined);
    return others.length === 0 ? {} : { sameKey: others };
  };
}

/** Mostly all facts about one come one after the other: it is looked up once, and not for each of them. */
function byCredential<T extends { readonly credential: string }>(
  facts: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  let about: string | undefined;
  let group: T[] = [];
  for (const fact of facts) {
    if (fact.credential !== about) {
      about = fact.credential;
      group = groups.get(about) ?? [];
      if (group.length === 0) groups.set(about, group);
    }
    group.push(fact);
  }
  return groups;
}
