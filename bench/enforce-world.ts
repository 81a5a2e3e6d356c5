import { type Credential, type CredentialId, credentialId } from '../src/model/credential.ts';
import type { DepartureNotice } from '../src/model/departure.ts';
import type { Evidence } from '../src/model/evidence.ts';
import { identity } from '../src/model/identity.ts';
import type { Person } from '../src/model/person.ts';
import { Policy } from '../src/model/policy.ts';
import { DAY } from '../src/model/time.ts';
import { openStore, type StoreTarget } from '../src/store/open.ts';

export const ORG = 1;
export const NOW = Date.UTC(2026, 10, 21, 12);
const BATCH = 5_000;

export interface Size {
  readonly leavers: number;
  readonly people: number;
  readonly credentials: number;
  readonly perRepository: number;
}

/**
 * Fills a ledger: everybody made their even share of the credentials. Each has two pieces
 * of evidence, every third was looked at.
 */
export async function fillLedger(
  target: StoreTarget,
  { leavers, people: many, credentials, perRepository }: Size,
): Promise<void> {
  const store = await openStore(target);
  const people = Array.from(
    { length: many },
    (_, id): Person => ({
      id: id + 1,
      login: login(id + 1),
      bot: false,
      emails: [{ address: `${login(id + 1)}@acme.example`, source: 'github' }],
    }),
  );
  await store.organizations.save({ id: ORG, login: 'acme', installationId: 1, state: 'active' });
  await store.people.save(ORG, people);
  const cases = { repository: 'security' };
  await store.policies.save(ORG, {
    policy: Policy.parse({ version: 1, mode: 'block', cases }),
    origin: 'default',
    problems: [],
  });
  const repositories = Math.ceil(credentials / perRepository) + 1;
  const name = (id: number) => (id === repositories ? 'acme/security' : `acme/service-${id}`);
  await store.repositories.save(
    ORG,
    Array.from({ length: repositories }, (_, at) => ({
      id: at + 1,
      fullName: name(at + 1),
      private: true,
      archived: false,
      defaultBranch: 'main',
    })),
  );
  const notices = people.slice(0, leavers).map(
    (person, at): DepartureNotice => ({
      source: 'cli',
      who: { id: person.id, login: person.login },
      says: 'leaves',
      effectiveAt: NOW - (at % 60) * DAY,
      learnedAt: NOW - (at % 60) * DAY,
      detail: 'a benchmark',
    }),
  );
  await store.departures.add(ORG, notices);
  for (let from = 0; from < credentials; from += BATCH) {
    const some = Array.from({ length: Math.min(BATCH, credentials - from) }, (_, at) => from + at);
    await store.transaction(async (inside) => {
      await inside.credentials.save(ORG, some.map(credential), NOW - 90 * DAY);
      await inside.evidence.add(
        ORG,
        some.flatMap((at) => evidenceOf(at, idOf(at), (at % people.length) + 1)),
      );
      await inside.observations.add(
        ORG,
        some.filter((at) => at % 3 === 0).map((at) => observation(at, idOf(at))),
      );
    });
  }
  const looks = Array.from({ length: repositories }, (_, at) => ({
    source: 'actions-secret',
    scope: { repositoryId: at + 1, repository: name(at + 1) },
    lookedAt: NOW,
  }));
  await store.coverage.save(ORG, looks);
  await store.close();

  function idOf(at: number): CredentialId {
    return credentialId('actions-secret', Math.floor(at / perRepository) + 1, '', `SECRET_${at}`);
  }

  function credential(at: number): Credential {
    const repositoryId = Math.floor(at / perRepository) + 1;
    return {
      id: idOf(at),
      kind: 'actions-secret',
      name: `SECRET_${at}`,
      scope: { repositoryId, repository: name(repositoryId) },
      createdAt: NOW - 200 * DAY,
      updatedAt: NOW - 100 * DAY,
      facts: {},
    };
  }
}

export function login(id: number): string {
  return `person-${id}`;
}

function evidenceOf(at: number, credential: CredentialId, person: number): Evidence[] {
  const fact = { credential, role: 'creator', at: NOW - 200 * DAY } as const;
  const stated: Evidence = {
    ...fact,
    id: identity('stated', at),
    kind: 'audit-log',
    strength: 'stated',
    who: { id: person, login: login(person) },
    did: 'created this secret',
    source: 'the audit log',
  };
  const guessed: Evidence = {
    ...fact,
    id: identity('guess', at),
    kind: 'workflow-reference',
    strength: 'inferred',
    who: { email: `${login(person)}@acme.example`, name: login(person) },
    did: 'wrote the workflow that first names it',
    source: 'git',
  };
  return [stated, guessed];
}

function observation(at: number, credential: CredentialId) {
  const asked = { request: `GET /repos/acme/service/actions/secrets/SECRET_${at}`, status: 200 };
  return {
    id: identity('look', at),
    credential,
    proof: 'actions-secret',
    at: NOW - DAY,
    result: 'alive',
    asked,
    says: 'it is still listed',
  } as const;
}
