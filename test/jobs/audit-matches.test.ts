import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromAudit } from '../../src/attribute/audit/evidence.ts';
import { auditMatches, countUnknown } from '../../src/jobs/audit/matches.ts';
import type { AuditFact } from '../../src/model/audit.ts';
import { type Credential, credentialId, type KnownCredential } from '../../src/model/credential.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Sighting } from '../../src/model/sighting.ts';
import { type Dice, login, makeDice, NAMES, REPOSITORIES } from '../support/dice.ts';
import { type MadeOrganizations, madeOrganizations } from '../support/made-organizations.ts';
import { makeSighting, NOW } from '../support/make-facts.ts';
import { createRandom } from '../support/random.ts';

let world: MadeOrganizations;
beforeAll(async () => {
  world = await madeOrganizations();
});
afterAll(() => world.close());

const webhooks = [1, 2, 3].map(
  (hookId): Credential => ({
    id: credentialId('webhook', hookId),
    kind: 'webhook',
    name: `hook ${hookId}`,
    facts: { hookId },
    scope: hookId === 1 ? {} : { repositoryId: hookId, repository: `acme/service-${hookId}` },
  }),
);

/** What a log could say of this credential, of its place or of another one, by id or by name. */
function factAbout({ pick, chance, day, person }: Dice, at: number, credential: KnownCredential): AuditFact {
  const { kind, name, scope, createdAt, facts } = credential;
  const actor = pick([{ id: person() }, { login: login(person()) }]);
  const said = { id: `fact ${at}`, action: 'x', at: chance(4) ? day() : (createdAt ?? day()), actor };
  const id = chance(5) ? pick([1, 2, 3, 77]) : scope.repositoryId;
  const repository = pick([{ id }, { fullName: `ACME/service-${id}` }]) as { id?: number };
  const where = id === undefined ? {} : { repository };
  const deed = pick(['create', 'update'] as const);
  if (kind === 'webhook') return { ...said, about: 'hook', deed, hookId: Number(facts['hookId']) };
  if (kind === 'deploy-key') {
    const by = chance(2) ? { title: name } : { publicKey: String(facts['publicKey']) };
    return { ...said, about: 'deploy-key', deed, repository, ...by };
  }
  const environment = scope.environment === undefined ? {} : { environment: scope.environment };
  return { ...said, about: 'secret', deed, name: name.toLowerCase(), store: 'actions', ...where, ...environment };
}

function settingOf({ pick, day, person, chance }: Dice, at: number, seen: Sighting): AuditFact {
  const { repositoryId } = seen.scope;
  return {
    id: `setting ${at}`,
    action: 'x',
    at: chance(2) ? day() : seen.firstSeenAt - 1,
    actor: { id: person() },
    about: 'variable',
    deed: 'update',
    name: 'name' in seen ? seen.name : pick(NAMES),
    ...(repositoryId === undefined ? {} : { repository: { id: repositoryId } }),
  };
}

/**
 * Two variables that one person set to one value in one moment are one piece of evidence,
 * of which the ledger keeps the first.
 */
const byId = (all: readonly Evidence[]) => all.toSorted((a, b) => (`${a.id} ${a.did}` < `${b.id} ${b.did}` ? -1 : 1));

test('the audit log says the same of some repositories at a time as of all at once', async () => {
  const told = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.constantFrom(3, 20, 1000), async (seed, portion) => {
      const { id: org } = await world.make(seed);
      const { store } = world;
      const dice = makeDice(createRandom(`audit ${seed}`));
      await store.credentials.save(org, webhooks, NOW);
      const wide: Sighting = { id: 'wide', in: 'variable', name: 'TOKEN', scope: {}, ...valueAt(REPOSITORIES) };
      await store.sightings.add(org, [wide]);
      const [credentials, sightings] = [await store.credentials.list(org), await store.sightings.list(org)];
      await store.audit.add(org, [
        ...credentials.map((each, at) => factAbout(dice, at, each)),
        ...sightings.map((each, at) => settingOf(dice, at, each)),
      ]);
      const repositories = await store.repositories.list(org);
      const known = { credentials, sightings, repositories };
      const facts = await store.audit.list(org);
      const findings = fromAudit(facts, known);
      const whole = findings.flatMap(({ evidence }) => evidence);
      expect(await countUnknown(store, org, facts)).toBe(
        findings.filter(({ evidence }) => evidence.length === 0).length,
      );
      const parts: Evidence[] = [];
      for await (const some of auditMatches(store, org, { facts: portion, repositories: 2 })) parts.push(...some);
      expect(byId(parts)).toStrictEqual(byId(whole));
      for (const { credential } of whole) {
        const kind = credential.split(':')[0] ?? '';
        told.set(kind, (told.get(kind) ?? 0) + 1);
      }
    }),
    { numRuns: world.share(100) },
  );
  for (const kind of ['actions-secret', 'deploy-key', 'webhook', 'plaintext-secret'])
    expect(told.get(kind) ?? 0, kind).toBeGreaterThan(world.enough(10));
});

test('an entry is held also against a repository that holds more values than fit into a call', async () => {
  const { id: org } = await world.make(1);
  const [repository] = await world.store.repositories.list(org);
  const many = Array.from(
    { length: 200_000 },
    (): Sighting => makeSighting({ scope: { repositoryId: repository?.id ?? 0 } }),
  );
  const store = { ...world.store, sightings: { ...world.store.sightings, at: async () => many } };
  const said = { id: 'fact', action: 'x', at: NOW, actor: { id: 7 }, deed: 'create' } as const;
  const fact: AuditFact = { ...said, about: 'variable', name: 'NOWHERE', repository: { id: repository?.id ?? 0 } };
  expect(await countUnknown(store, org, [fact])).toBe(1);
});

function valueAt(number: number) {
  return { credential: credentialId('plaintext-secret', number), firstSeenAt: NOW };
}
