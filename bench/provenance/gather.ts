import { type AuditKnown, fromAudit } from '../../src/attribute/audit/evidence.ts';
import { loginRuns } from '../../src/attribute/audit/login-runs.ts';
import { readEntry } from '../../src/attribute/audit/read-entry.ts';
import { type Directory, directory } from '../../src/attribute/people.ts';
import type { EvidenceKind } from '../../src/evidence/evidence-kind.ts';
import { hashedTokens } from '../../src/evidence/hashed-tokens.ts';
import { evidenceKinds } from '../../src/evidence/index.ts';
import { type GitHub, NotVisible } from '../../src/github/github.ts';
import { keysOf } from '../../src/jobs/account-keys.ts';
import { addedBySender } from '../../src/jobs/people-events.ts';
import type { AuditFact } from '../../src/model/audit.ts';
import type { Credential, CredentialId } from '../../src/model/credential.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { onceEach } from '../../src/model/once.ts';
import type { Repository } from '../../src/model/organization.ts';
import type { Person } from '../../src/model/person.ts';
import type { AccountKeys } from '../../src/model/records.ts';
import type { Sighting } from '../../src/model/sighting.ts';
import { sources } from '../../src/sources/index.ts';
import type { Listing } from '../../src/sources/source.ts';
import { namedIn } from '../../src/workflows/named.ts';
import { auditLog, hasApi, PLANS, type Plan } from '../organizations/audit-log.ts';
import { makeDoor } from '../organizations/door.ts';
import { type MadeRepository, writeRepository } from '../organizations/git-repository.ts';
import { type MadeUpOrganization, makeOrganization, NOW, ORGANIZATION } from '../organizations/organization.ts';
import type { Account } from '../organizations/people.ts';
import { keyEvents } from '../organizations/views.ts';
import { type LeakSubject, leakFiles } from './leaks.ts';
import { readTexts, type TextSubject } from './ledger.ts';
import { dayOf, expectations } from './truth.ts';

/** One credential, what is known about it, and who truly made it. */
export interface Question {
  readonly plan: Plan;
  readonly kind: string;
  readonly story: string;
  readonly evidence: readonly Evidence[];
  readonly people: Directory;
  /** Undefined when no human and no account of the organisation made it: then every name is wrong. */
  readonly maker: Account | undefined;
}

/** Everything that Handback would know of one made-up organisation, gathered by its own code under every plan. */
export async function questions(seed: string): Promise<readonly Question[]> {
  const organization = makeOrganization(seed);
  using stack = new DisposableStack();
  const written = new Map(
    organization.repositories.map(({ id, book }) => [id, stack.use(writeRepository(book.commits, book.branches))]),
  );
  const door = makeDoor(organization, written, 'free');
  const listings = await listAll(organization, door);
  const texts = await readTexts(listings, dayOf(organization));
  const credentials = listings.flatMap((listing) => listing.credentials);
  const leaks = await leakFiles(organization, written);
  const told = organization.repositories.flatMap((repository) => keyEvents(repository).flatMap(toldBy));
  const gathered = await gatherAll(organization, written, door, evidenceKinds, credentials, [
    ...leaks,
    ...texts.written,
  ]);
  const here = { credentials, sightings: texts.sightings };
  const everywhere = [...listings.flatMap(({ evidence }) => evidence), ...texts.evidence, ...told, ...gathered];
  const all: Question[] = [];
  for (const plan of PLANS) {
    // Beside the log itself this is the only kind that depends on the plan.
    const ofPlan = hasApi(plan)
      ? await gatherAll(organization, written, makeDoor(organization, written, plan), [hashedTokens], [], leaks)
      : [];
    all.push(...asked(organization, plan, here, [...everywhere, ...ofPlan]));
  }
  return all;
}

async function gatherAll(
  organization: MadeUpOrganization,
  written: ReadonlyMap<number, MadeRepository>,
  door: GitHub,
  kinds: readonly EvidenceKind[],
  credentials: readonly Credential[],
  found: readonly (LeakSubject | TextSubject)[],
): Promise<readonly Evidence[]> {
  const keys: AccountKeys[] = [];
  for (const person of organization.people.known) keys.push(await keysOf(door, person, undefined, NOW));
  const gathered: Evidence[] = [];
  for (const repository of organization.repositories) {
    const world = {
      github: door,
      repository: asKnown(repository),
      mirror: written.get(repository.id)?.directory ?? '',
      organization: ORGANIZATION.login,
      commits: [],
      accountKeys: async () => keys,
      once: onceEach(),
      namedIn,
    };
    const subjects = [
      ...found.filter(({ repositoryId }) => repositoryId === repository.id),
      ...credentials.filter(({ scope }) => scope.repositoryId === repository.id).map((credential) => ({ credential })),
    ];
    for (const subject of subjects) {
      for (const kind of kinds.filter((each) => each.appliesTo(subject)))
        gathered.push(...(await kind.gather(world, subject).catch(notVisible)));
    }
  }
  return gathered;
}

function toldBy(event: object): Evidence[] {
  const evidence = addedBySender(event);
  return evidence === undefined ? [] : [evidence];
}

function notVisible(error: unknown): [] {
  if (error instanceof NotVisible) return [];
  throw error;
}

async function listAll({ repositories }: MadeUpOrganization, door: GitHub): Promise<readonly Listing[]> {
  const all: Listing[] = [];
  for (const source of sources) {
    const targets = source.level === 'repository' ? repositories.map(asKnown) : [undefined];
    for (const repository of targets) {
      const target = { organization: ORGANIZATION, now: NOW, ...(repository ? { repository } : {}) };
      all.push(...(await Array.fromAsync(source.list(door, target)).catch(notVisible)));
    }
  }
  return all;
}

interface Known {
  readonly credentials: readonly Credential[];
  readonly sightings: readonly Sighting[];
}

function asked(
  organization: MadeUpOrganization,
  plan: Plan,
  known: Known,
  here: readonly Evidence[],
): readonly Question[] {
  const facts = logged(organization, plan);
  const evidence = [...here, ...audited(organization, facts, known)];
  const learned = withLearned(organization.people.known, evidence);
  const people = directory(learned, organization.people.roster, loginRuns(facts));
  const said = Map.groupBy(evidence, (each) => each.credential);
  const seen = known.sightings.map(({ credential }) => credential);
  const listed = new Set<CredentialId>([...known.credentials.map(({ id }) => id), ...seen, ...said.keys()]);
  return expectations(organization)
    .filter(({ credential, kind }) => listed.has(credential) || kind === 'secret in code')
    .filter(({ kind }) => kind !== 'sso-authorization' || plan === 'enterprise' || plan === 'streamed')
    .map(({ credential, kind, story, maker }) => {
      return { plan, kind, story, maker, people, evidence: said.get(credential) ?? [] };
    });
}

function logged(organization: MadeUpOrganization, plan: Plan): readonly AuditFact[] {
  const readings = auditLog(organization, plan).map(readEntry);
  const facts = readings.flatMap((reading) => (reading.is === 'fact' ? [reading.fact] : []));
  if (facts.length !== readings.length) throw new Error('our reader does not understand a made-up entry');
  return facts;
}

function audited(
  organization: MadeUpOrganization,
  facts: readonly AuditFact[],
  { credentials, sightings }: Known,
): readonly Evidence[] {
  const known: AuditKnown = {
    credentials: credentials.map((each) => ({ ...each, firstSeenAt: NOW, lastSeenAt: NOW })),
    repositories: organization.repositories,
    sightings,
  };
  return fromAudit(facts, known).flatMap((finding) => finding.evidence);
}

/**
 * As src/jobs/people/people.ts learns them: whoever evidence names by id is known from then
 * on, under the name of today.
 */
function withLearned(known: readonly Person[], evidence: readonly Evidence[]): readonly Person[] {
  const all = new Map<number, Person>();
  for (const { who } of evidence) {
    const { id, login, bot = false } = who;
    if (id !== undefined && login !== undefined) all.set(id, { id, login, bot, emails: [] });
  }
  for (const person of known) all.set(person.id, person);
  return [...all.values()];
}

function asKnown({ id, fullName }: { readonly id: number; readonly fullName: string }): Repository {
  return { id, fullName, private: true, archived: false, defaultBranch: 'main', scannedTips: {} };
}
