// A ledger full of everything that one fact can be to another: keys that stand twice, names
// that hide names, owners by every road.
import type { AuditFact } from '../../src/model/audit.ts';
import { type Credential, type CredentialId, credentialId } from '../../src/model/credential.ts';
import type { Decision } from '../../src/model/decision.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Head } from '../../src/model/head.ts';
import type { Observation } from '../../src/model/proof.ts';
import type { Sighting } from '../../src/model/sighting.ts';
import { DAY } from '../../src/model/time.ts';
import type { Store } from '../../src/store/store.ts';
import { ENVIRONMENTS, login, makeDice, NAMES, PEOPLE, REPOSITORIES } from './dice.ts';
import { makeObservation, makePlaintext, makeSighting, NOW } from './make-facts.ts';
import { saveMadeRecords } from './make-ledger-records.ts';
import { makeHeadFinding, makeHeadWith, makeRepository } from './make-situation.ts';
import type { Random } from './random.ts';

export async function fillMadeLedger(store: Store, org: number, random: Random): Promise<void> {
  const dice = makeDice(random);
  const { pick, some, chance, day, person, place } = dice;

  const kinds = {
    secret: (): Credential => {
      const scope = chance(4) ? {} : { ...place(), environment: pick(ENVIRONMENTS) };
      const { environment, ...rest } = { environment: undefined, ...scope };
      const name = pick(NAMES);
      const facts = {
        ...(chance(3) ? { approvers: `@${login(person())}`, reviewers: 1 } : {}),
        ...('repository' in rest ? {} : { visibility: pick(['all', 'private', 'selected']) }),
      };
      const repository = 'repositoryId' in rest ? Number(rest.repositoryId) : '';
      const id = credentialId('actions-secret', repository, environment ?? '', name);
      return {
        id,
        kind: 'actions-secret',
        name,
        scope: { ...rest, ...(environment ? { environment } : {}) },
        createdAt: day(),
        facts,
      };
    },
    key: (): Credential => {
      const scope = place();
      const number = random.below(9);
      return {
        id: credentialId('deploy-key', scope.repositoryId, number),
        kind: 'deploy-key',
        name: `ci ${number}`,
        scope,
        createdAt: day(),
        ...(chance(3) ? { lastUsedAt: day() } : {}),
        facts: { keyId: number, publicKey: `hash ${random.below(3)}` },
      };
    },
    value: (): Credential => {
      const number = random.below(9);
      const {
        firstSeenAt: _,
        lastSeenAt: __,
        ...value
      } = makePlaintext({ id: credentialId('plaintext-secret', number), scope: place() });
      return { ...value, facts: chance(3) ? { publicKey: `hash ${random.below(3)}` } : {} };
    },
  };
  const credentials = new Map(some(30, () => pick(Object.values(kinds))()).map((each) => [each.id, each] as const));
  const ids = [...credentials.keys(), credentialId('unknown', 1)];
  const id = (): CredentialId => pick(ids);

  const whos = (of: number) => [
    { id: of, login: login(of) },
    { login: login(of) },
    { email: `${login(of)}@acme.example`, name: `Person ${of}` },
    { email: `${of}+${login(of)}@users.noreply.github.com` },
    { email: `${login(of)}@users.noreply.github.com` },
    { email: 'nobody@elsewhere.example', name: `Person ${of}` },
  ];
  const evidence = some(
    60,
    (at): Evidence => ({
      id: `evidence ${at}`,
      credential: id(),
      kind: pick(['audit-log', 'added-by', 'commit-author', 'workflow-reference']),
      role: pick(['creator', 'creator', 'setter', 'approver'] as const),
      strength: pick(['stated', 'authenticated', 'claimed', 'inferred'] as const),
      who: pick(whos(person())),
      at: day(),
      did: 'made it',
      source: 'a list',
    }),
  );
  const observations = some(25, (at): Observation => {
    const result = pick(['gone', 'alive', 'unknown', 'replaced'] as const);
    const { grade: _, ...rest } = makeObservation({ id: `look ${at}`, credential: id(), at: day(), result });
    return result === 'gone' || result === 'replaced' ? { ...rest, grade: pick(['P1', 'P3', 'P4'] as const) } : rest;
  });
  const sightings = some(
    20,
    (at): Sighting =>
      chance(3)
        ? { id: `seen ${at}`, in: 'variable', name: pick(NAMES), credential: id(), scope: place(), firstSeenAt: day() }
        : makeSighting({ id: `seen ${at}`, credential: id(), scope: place(), firstSeenAt: day() }),
  );
  const by = { id: 99, login: 'admin' };
  const decisions = some(6, (at): Decision => {
    const said = { id: `decision ${at}`, at: day(), by, said: 'acme/security#1' };
    const ofPerson = person();
    return pick<() => Decision>([
      () => ({ ...said, decides: 'owner', credential: id(), owner: { id: ofPerson, login: login(ofPerson) } }),
      () => ({ ...said, decides: 'rotated', credential: id(), because: 'it was' }),
      () => ({
        ...said,
        decides: 'exception',
        credential: id(),
        repositories: '*',
        until: '2026-12-24',
        because: 'soon',
        reach: { repositories: [1, 2] },
      }),
    ])();
  });
  const found = () => some(2, () => makeHeadFinding({ credential: id() }));
  const heads = some(
    4,
    (at): Head =>
      makeHeadWith(found(), { repositoryId: place().repositoryId, subject: `pull/${at}`, sha: `${at}`.repeat(40) }),
  );
  const acts = some(
    3,
    (at): AuditFact => ({
      id: `act ${at}`,
      about: 'secret',
      deed: 'create',
      name: 'TOKEN',
      action: 'org.create_actions_secret',
      at: day(),
      actor: pick([{ id: person() }, { login: login(person()).toUpperCase() }]),
    }),
  );

  await store.organizations.save({ id: org, login: 'acme', installationId: org, state: 'active' });
  await store.people.save(
    org,
    Array.from({ length: PEOPLE }, (_, at) => ({
      id: at + 1,
      login: login(at + 1),
      name: `Person ${at + 1}`,
      bot: false,
      emails: [{ address: `${login(at + 1)}@acme.example`, source: 'github' as const }],
    })),
  );
  await store.repositories.save(org, [
    ...Array.from({ length: REPOSITORIES }, (_, at) =>
      makeRepository({
        id: at + 1,
        fullName: `acme/service-${at + 1}`,
        private: !chance(4),
        ...(chance(6) ? { goneAt: NOW - DAY } : {}),
      }),
    ),
    makeRepository({ id: 100, fullName: 'acme/security' }),
  ]);
  await store.credentials.save(org, [...credentials.values()], NOW - 30 * DAY);
  for (const each of credentials.keys()) if (chance(6)) await store.credentials.markGone(org, each, NOW - 2 * DAY);
  await store.evidence.add(org, evidence);
  await store.observations.add(org, observations);
  await store.sightings.add(org, sightings);
  await store.decisions.add(org, decisions);
  await store.heads.save(org, heads);
  await store.audit.add(org, acts);
  await store.coverage.save(
    org,
    some(8, (at) => ({
      source: pick(['actions-secret', 'deploy-key', 'evidence: pull-request']),
      scope: at === 0 ? {} : place(),
      lookedAt: day(),
      ...(chance(3) ? { gap: { why: pick(['permission', 'failed', 'absent'] as const), says: 'not visible' } } : {}),
    })),
  );
  await store.departures.add(
    org,
    some(6, (at) => ({
      source: pick(['cli', 'roster']),
      who: pick(whos(person())),
      says: chance(5) ? ('stays' as const) : ('leaves' as const),
      effectiveAt: NOW + (5 - random.below(40)) * DAY,
      learnedAt: NOW - (40 - at) * DAY,
      detail: 'told',
    })),
  );
  await saveMadeRecords(store, org, dice, id);
}
