import type { AuditFact } from '../model/audit.ts';
import type { Coverage } from '../model/coverage.ts';
import type { Credential, CredentialId, KnownCredential, WhichCredentials } from '../model/credential.ts';
import type { Decision } from '../model/decision.ts';
import type { Delivery } from '../model/delivery.ts';
import type { DepartureNotice } from '../model/departure.ts';
import type { Evidence } from '../model/evidence.ts';
import type { JournalEntry, JournalLink } from '../model/journal.ts';
import type { KeptAnswer } from '../model/kept-answer.ts';
import type { Organization, Repository } from '../model/organization.ts';
import type { KeyedOutcome, Outcome } from '../model/outcome.ts';
import type { Engagement, Person } from '../model/person.ts';
import type { PolicyReading } from '../model/policy.ts';
import type { Observation } from '../model/proof.ts';
import type { RecordKind, Records } from '../model/records.ts';
import type { Sighting } from '../model/sighting.ts';
import type { Instant } from '../model/time.ts';
import type { Looks } from './coverage.ts';
import type { AllFacts, FactsAbout } from './facts.ts';
import type { Heads } from './heads.ts';

/**
 * The ledger: facts about organisations, and nothing derived. `test/store/conformance.ts` is its definition; SQLite
 * and PostgreSQL pass the same suite. Nothing is deleted but old deliveries and heads: what is gone gets a tombstone.
 * Every method but `transaction` may be called inside a transaction, on the store that the transaction hands out.
 */
export interface Store {
  /** The open transaction, for `queue.add`; undefined outside of one. Only store and queue drivers look inside. */
  readonly tx: unknown;
  /**
   * All or nothing; inside, only the given store may be used. What loses to another is done
   * once more: it changes nothing but the ledger and, by `tx`, the queue.
   */
  transaction<T>(work: (store: Store) => Promise<T>): Promise<T>;
  close(): Promise<void>;

  readonly deliveries: {
    /** `known`: this GUID was stored before. The payload is not kept: people write secrets in titles and messages. */
    add(delivery: Delivery): Promise<'new' | 'known'>;
    has(guid: string): Promise<boolean>;
    /** Deletes what was received before `before`. */
    purge(before: Instant): Promise<number>;
  };

  readonly organizations: {
    /** By organisation id; a later word replaces an earlier one. */
    save(organization: Organization): Promise<void>;
    byId(org: number): Promise<Organization | undefined>;
    byInstallation(installationId: number): Promise<Organization | undefined>;
    list(): Promise<readonly Organization[]>;
  };

  readonly repositories: {
    /** Upserts by id and keeps `scannedTips` of a row that exists. */
    save(org: number, repositories: readonly Omit<Repository, 'scannedTips'>[]): Promise<void>;
    list(org: number): Promise<readonly Repository[]>;
    byId(org: number, repositoryId: number): Promise<Repository | undefined>;
    /** Those that are there, in the order of their ids. */
    present(org: number, page: { readonly after: number; readonly limit: number }): Promise<readonly Repository[]>;
    setScannedTips(org: number, repositoryId: number, tips: Readonly<Record<string, string>>): Promise<void>;
    /** Tombstones these; one that has its tombstone keeps it. */
    markGone(org: number, repositoryIds: readonly number[], at: Instant): Promise<void>;
  };

  readonly credentials: {
    /**
     * One whole listing of one source at one scope, in one transaction: upserts what is listed (clearing
     * tombstones), sets `goneAt` on what was listed there before and is not now, saves the coverage.
     */
    saveListing(org: number, coverage: Coverage, listed: readonly Credential[]): Promise<void>;
    /** Upserts by id, outside of any listing: a secret found in code, a key an event told of. */
    save(org: number, credentials: readonly Credential[], at: Instant): Promise<void>;
    markGone(org: number, id: CredentialId, at: Instant): Promise<void>;
    list(org: number, keep?: (credential: KnownCredential) => boolean): Promise<readonly KnownCredential[]>;
    /** Some of them, in the order of their ids. */
    find(org: number, which: WhichCredentials): Promise<readonly KnownCredential[]>;
    /** At least those that evidence or approvers tie to one of these names (`namesOf` in model/person.ts). */
    named(org: number, names: Iterable<string>): Promise<ReadonlySet<CredentialId>>;
    byId(org: number, id: CredentialId): Promise<KnownCredential | undefined>;
    count(org: number): Promise<number>;
    /** Whether any organisation has one that is known by the fingerprint of its value. */
    anyOfValue(): Promise<boolean>;
  };

  readonly sightings: {
    /** Idempotent by id; the first `firstSeenAt` stays. `goneAt` of a variable sighting is replaced. */
    add(org: number, sightings: readonly Sighting[]): Promise<void>;
    list(org: number, keep?: (sighting: Sighting) => boolean): Promise<readonly Sighting[]>;
    of(org: number, credentials: Iterable<string>): Promise<readonly Sighting[]>;
    /** In one repository, or in the organisation itself. */
    at(org: number, repositoryId: number | undefined): Promise<readonly Sighting[]>;
  };

  readonly evidence: FactsAbout<Evidence>;
  readonly observations: FactsAbout<Observation>;
  readonly facts: AllFacts;

  readonly audit: {
    /** Idempotent by id, immutable. Returns those that are new. */
    add(org: number, facts: readonly AuditFact[]): Promise<readonly AuditFact[]>;
    /** In the order in which it happened. */
    list(org: number, keep?: (fact: AuditFact) => boolean): Promise<readonly AuditFact[]>;
  };

  /** Documents of which the present state counts: what workflows use, who may write. By kind and key. */
  readonly records: {
    save<Kind extends RecordKind>(org: number, kind: Kind, records: ReadonlyMap<string, Records[Kind]>): Promise<void>;
    read<Kind extends RecordKind>(org: number, kind: Kind, key: string): Promise<Records[Kind] | undefined>;
    /** `keep`: what is kept in memory of each, for lists that are long. */
    list<Kind extends RecordKind>(
      org: number,
      kind: Kind,
      keep?: (record: Records[Kind]) => Records[Kind] | undefined,
    ): Promise<ReadonlyMap<string, Records[Kind]>>;
  };

  /** What people decided by command or button. */
  readonly decisions: {
    /** Idempotent by id, immutable. Returns those that are new. */
    add(org: number, decisions: readonly Decision[]): Promise<readonly Decision[]>;
    /** In the order in which they were made. */
    list(org: number): Promise<readonly Decision[]>;
  };

  readonly people: {
    /** Upserts by user id; addresses are united. */
    save(org: number, people: readonly Person[]): Promise<void>;
    list(org: number): Promise<readonly Person[]>;
  };

  readonly departures: {
    /**
     * Idempotent: the same notice is kept once, and gets one entry in the journal. Saying it
     * again later, after it was taken back, is another one.
     */
    add(org: number, notices: readonly DepartureNotice[]): Promise<void>;
    /** In the order they were learned. */
    list(org: number): Promise<readonly DepartureNotice[]>;
  };

  readonly engagements: {
    /** The roster as a whole: what is not in it any more is out. */
    replace(org: number, engagements: readonly Engagement[]): Promise<void>;
    list(org: number): Promise<readonly Engagement[]>;
  };

  readonly coverage: Looks;

  readonly policies: {
    save(org: number, reading: PolicyReading): Promise<void>;
    read(org: number): Promise<PolicyReading | undefined>;
  };

  readonly heads: Heads;

  /** What actions remember so that an unchanged text costs no request: the hash last written and where. */
  readonly outcomes: {
    read(org: number, key: string): Promise<Outcome | undefined>;
    save(org: number, key: string, outcome: Outcome): Promise<void>;
    /** Under the keys that are asked for. */
    of(org: number, keys: Iterable<string>): Promise<readonly KeyedOutcome[]>;
    /** Of these actions, or of all: there is one for every tip of a pull request that ever was. */
    list(org: number, actions?: readonly string[]): Promise<readonly KeyedOutcome[]>;
    forget(org: number, keys: Iterable<string>): Promise<void>;
  };

  /** Small words the app keeps for itself: the last hook delivery it reconciled, a job's watermark. */
  readonly notes: {
    read(key: string): Promise<string | undefined>;
    save(key: string, value: string): Promise<void>;
    /** Keeps this word where none is, and returns the one that stands: of many at once one is first. */
    claim(key: string, value: string): Promise<string>;
  };

  /** GitHub's former answers by address, to ask only for what changed. No facts: they may be dropped at any time. */
  readonly answers: {
    read(url: string): Promise<KeptAnswer | undefined>;
    save(url: string, answer: KeptAnswer, at: Instant): Promise<void>;
    /** Deletes what was last saved before `before`. */
    purge(before: Instant): Promise<number>;
  };

  /** What Handback did and decided, oldest first; append-only. */
  readonly journal: {
    append(org: number, entries: readonly JournalEntry[]): Promise<void>;
    list(org: number): Promise<readonly JournalEntry[]>;
    /** The chain as it is stored, oldest first, a page at a time: docs/journal.md. */
    links(org: number): AsyncIterable<JournalLink>;
    /** How many entries were ever written (some may have been taken out), and the hash of the last; '' without one. */
    tip(org: number): Promise<{ readonly entries: number; readonly hash: string }>;
  };
}
