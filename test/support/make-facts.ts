// Facts with defaults: a test names only what it is about.
import { attribute } from '../../src/attribute/attribute.ts';
import { directory } from '../../src/attribute/people.ts';
import type { Coverage } from '../../src/model/coverage.ts';
import { credentialId, type KnownCredential } from '../../src/model/credential.ts';
import type { DepartureNotice } from '../../src/model/departure.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Person } from '../../src/model/person.ts';
import { DEFAULT_POLICY, type Policy } from '../../src/model/policy.ts';
import type { Observation } from '../../src/model/proof.ts';
import type { Fingerprint } from '../../src/model/secret.ts';
import type { CodeSighting } from '../../src/model/sighting.ts';
import { DAY } from '../../src/model/time.ts';
import type { CredentialFile } from '../../src/model/violation.ts';
import { proofStatus } from '../../src/policy/proof-status.ts';

export const NOW = Date.UTC(2026, 10, 21, 12);

export const MALLORY: Person = {
  id: 7,
  login: 'mallory',
  name: 'Mallory Contractor',
  bot: false,
  emails: [{ address: 'mallory@vendor.example', source: 'github' }],
};
export const ALICE: Person = {
  id: 8,
  login: 'alice',
  bot: false,
  emails: [{ address: 'alice@acme.example', source: 'sso' }],
};
export const EVERYBODY: readonly Person[] = [MALLORY, ALICE];

export function makePerson(given: Partial<Person> & Pick<Person, 'id' | 'login'>): Person {
  return { bot: false, emails: [], ...given };
}

/** GitHub's own word, unless told otherwise, that mallory made the deploy key. */
export function makeEvidence(given: Partial<Evidence> = {}): Evidence {
  const kind = given.kind ?? 'added-by';
  return {
    id: `${kind} ${given.who?.login ?? given.who?.email ?? given.who?.id ?? 'mallory'} ${given.at ?? 0}`,
    credential: credentialId('deploy-key', 1, 5),
    kind,
    role: 'creator',
    strength: 'stated',
    who: { login: 'mallory' },
    at: Date.UTC(2026, 2, 1),
    did: 'added this deploy key',
    source: "GitHub's list of deploy keys (`added_by`)",
    ...given,
  };
}

export function makeCredential(given: Partial<KnownCredential> = {}): KnownCredential {
  return {
    id: credentialId('deploy-key', 1, 5),
    kind: 'deploy-key',
    name: 'ci',
    scope: { repositoryId: 1, repository: 'acme/shop' },
    createdAt: Date.UTC(2026, 2, 1),
    updatedAt: Date.UTC(2026, 2, 1),
    facts: { keyId: 5 },
    firstSeenAt: Date.UTC(2026, 2, 2),
    lastSeenAt: NOW,
    ...given,
  };
}

/** A GitHub token that was found in code. */
export function makePlaintext(given: Partial<KnownCredential> = {}): KnownCredential {
  const fingerprint = 'f0'.repeat(32) as Fingerprint;
  return makeCredential({
    id: credentialId('plaintext-secret', 'f0f0'),
    kind: 'plaintext-secret',
    name: 'github-pat',
    facts: {},
    plaintext: { rule: 'github-pat', confidence: 'high', fingerprint, mask: 'ghp_… (40 characters)' },
    ...given,
  });
}

export function makeSighting(given: Partial<CodeSighting> = {}): CodeSighting {
  return {
    id: 'sighting',
    in: 'code',
    credential: makePlaintext().id,
    scope: { repositoryId: 1, repository: 'acme/shop' },
    firstSeenAt: NOW - DAY,
    path: 'src/deploy.sh',
    line: 3,
    column: 5,
    blob: 'b'.repeat(40),
    commit: 'c'.repeat(40),
    committedAt: NOW - DAY,
    start: 20,
    end: 60,
    ...given,
  };
}

export function makeObservation(given: Partial<Observation> = {}): Observation {
  return {
    id: `observation ${given.at ?? NOW}`,
    credential: credentialId('deploy-key', 1, 5),
    proof: 'deploy-key-gone',
    at: NOW,
    result: 'gone',
    grade: 'P3',
    asked: { request: 'GET /repos/acme/shop/keys/5', status: 404 },
    control: { request: 'GET /repos/acme/shop/keys', status: 200 },
    says: 'GitHub, which lets the key in, no longer knows it',
    ...given,
  };
}

/** The key still works, as far as the look at `at` saw. */
export function makeAlive(at: number): Observation {
  const { grade: _, ...rest } = makeObservation({ at, result: 'alive', says: 'the key still opens the repository' });
  return rest;
}

export interface FileParts {
  readonly credential: KnownCredential;
  readonly evidence: readonly Evidence[];
  readonly people: readonly Person[];
  readonly observations: readonly Observation[];
  readonly sightings: CredentialFile['sightings'];
  readonly policy: Policy;
}

/** Puts a credential's facts together as `jobs/reading/situation.ts` does. */
export function makeFile(given: Partial<FileParts> = {}): CredentialFile {
  const { credential = makeCredential(), people = EVERYBODY, policy = DEFAULT_POLICY } = given;
  const evidence = given.evidence ?? [makeEvidence({ credential: credential.id })];
  return {
    credential,
    sightings: given.sightings ?? [],
    attribution: () => attribute(evidence, directory(people)),
    proof: proofStatus(credential, given.observations ?? [], policy),
  };
}

/** The organisation says that mallory was removed yesterday. */
export function makeNotice(given: Partial<DepartureNotice> = {}): DepartureNotice {
  const effectiveAt = given.effectiveAt ?? NOW - DAY;
  return {
    source: 'organization',
    who: { id: MALLORY.id, login: MALLORY.login },
    says: 'leaves',
    learnedAt: effectiveAt,
    detail: 'removed from acme by @alice',
    ...given,
    effectiveAt,
  };
}

export function makeCoverage(given: Partial<Coverage> = {}): Coverage {
  return { source: 'deploy-key', scope: { repositoryId: 1, repository: 'acme/shop' }, lookedAt: NOW, ...given };
}
