import { type AuditKnown, fromAudit } from '../../src/attribute/audit/evidence.ts';
import { readEntry } from '../../src/attribute/audit/read-entry.ts';
import { type Directory, directory } from '../../src/attribute/people.ts';
import type { Subject } from '../../src/evidence/evidence-kind.ts';
import { evidenceKinds } from '../../src/evidence/index.ts';
import { type GitHub, NotVisible } from '../../src/github/github.ts';
import type { Credential, CredentialId } from '../../src/model/credential.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Repository } from '../../src/model/organization.ts';
import type { Person } from '../../src/model/person.ts';
import { sources } from '../../src/sources/index.ts';
import { namedIn } from '../../src/workflows/named.ts';
import { auditLog, PLANS, type Plan } from '../organizations/audit-log.ts';
import { makeDoor } from '../organizations/door.ts';
import { writeRepository } from '../organizations/git-repository.ts';
import { type MadeUpOrganization, makeOrganization, NOW, ORGANIZATION } from '../organizations/organization.ts';
import type { Account } from '../organizations/people.ts';
import { ofStores } from './announced.ts';
import { leakFiles } from './leaks.ts';
import { expectations, variableSightings } from './truth.ts';

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

/** Everything that Handback would know of one made-up organisation, gathered by its own code, once for every plan. */
export async function questions(seed: string): Promise<readonly Question[]> {
  const organization = makeOrganization(seed);
  using stack = new DisposableStack();
  const written = new Map(
    organization.repositories.map(({ id, book }) => [id, stack.use(writeRepository(book.commits, book.branches))]),
  );
  const door = makeDoor(organization, written);
  const listed = await listAll(organization, door);
  const found = await leakFiles(organization, written);
  const here: Evidence[] = [...listed.evidence, ...found.evidence];
  for (const repository of organization.repositories) {
    const world = {
      github: door,
      repository: asKnown(repository),
      mirror: written.get(repository.id)?.directory ?? '',
      organization: ORGANIZATION.login,
      commits: [],
      accountKeys: () => Promise.resolve([]),
      namedIn,
    };
    const subjects = [
      ...found.subjects.filter(({ repositoryId }) => repositoryId === repository.id),
      ...listed.credentials
        .filter(({ scope }) => scope.repositoryId === repository.id)
        .map((credential) => ({ credential })),
    ];
    for (const subject of subjects) here.push(...(await gather(world, subject)));
    here.push(...ofStores(organization, repository));
  }
  return PLANS.flatMap((plan) => asked(organization, plan, listed.credentials, here));
}

async function gather(world: Parameters<(typeof evidenceKinds)[number]['gather']>[0], subject: Subject) {
  const gathered: Evidence[] = [];
  for (const kind of evidenceKinds) {
    if (kind.appliesTo(subject)) gathered.push(...(await kind.gather(world, subject).catch(notVisible)));
  }
  return gathered;
}

function notVisible(error: unknown): [] {
  if (error instanceof NotVisible) return [];
  throw error;
}

async function listAll({ repositories }: MadeUpOrganization, door: GitHub) {
  const credentials: Credential[] = [];
  const evidence: Evidence[] = [];
  for (const source of sources) {
    const targets = source.level === 'repository' ? repositories.map(asKnown) : [undefined];
    for (const repository of targets) {
      const target = { organization: ORGANIZATION, now: NOW, ...(repository ? { repository } : {}) };
      const listings = await Array.fromAsync(source.list(door, target)).catch(notVisible);
      credentials.push(...listings.flatMap((listing) => listing.credentials));
      evidence.push(...listings.flatMap((listing) => listing.evidence));
    }
  }
  return { credentials, evidence };
}

function asked(
  organization: MadeUpOrganization,
  plan: Plan,
  credentials: readonly Credential[],
  here: readonly Evidence[],
): readonly Question[] {
  const evidence = [...here, ...audited(organization, plan, credentials)];
  const people = directory(withLearned(organization.people.known, evidence), organization.people.roster);
  const said = Map.groupBy(evidence, (each) => each.credential);
  const listed = new Set<CredentialId>([...credentials.map(({ id }) => id), ...said.keys()]);
  return expectations(organization)
    .filter(({ credential, kind }) => listed.has(credential) || kind === 'variable')
    .filter(({ kind }) => kind !== 'sso-authorization' || plan === 'enterprise' || plan === 'streamed')
    .map(({ credential, kind, story, maker }) => {
      return { plan, kind, story, maker, people, evidence: said.get(credential) ?? [] };
    });
}

function audited(
  organization: MadeUpOrganization,
  plan: Plan,
  credentials: readonly Credential[],
): readonly Evidence[] {
  const readings = auditLog(organization, plan).map(readEntry);
  const facts = readings.flatMap((reading) => (reading.is === 'fact' ? [reading.fact] : []));
  if (facts.length !== readings.length) throw new Error('our reader does not understand a made-up entry');
  const known: AuditKnown = {
    credentials: credentials.map((each) => ({ ...each, firstSeenAt: NOW, lastSeenAt: NOW })),
    repositories: organization.repositories,
    sightings: variableSightings(organization),
  };
  return fromAudit(facts, known).flatMap((finding) => finding.evidence);
}

/** As src/jobs/people.ts learns them: whoever evidence names by id is known from then on, under the name of today. */
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
