import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readGround } from '../../src/jobs/reading/ground.ts';
import { situationIn, situations } from '../../src/jobs/reading/narrow.ts';
import { situation } from '../../src/jobs/reading/situation.ts';
import { everyFile } from '../../src/jobs/reading/watched-files.ts';
import { planned } from '../../src/jobs/writing/planned.ts';
import { credentialId } from '../../src/model/credential.ts';
import type { Organization, Repository } from '../../src/model/organization.ts';
import type { Step } from '../../src/model/step.ts';
import type { CredentialFile } from '../../src/model/violation.ts';
import { plan } from '../../src/policy/plan.ts';
import type { Store } from '../../src/store/store.ts';
import { type MadeOrganizations, madeOrganizations } from '../support/made-organizations.ts';
import { makeCredential, makeEvidence, makeNotice, makePerson, NOW } from '../support/make-facts.ts';
import { makePolicy, makeRepository } from '../support/make-situation.ts';

let world: MadeOrganizations;
let store: Store;
beforeAll(async () => {
  world = await madeOrganizations();
  store = world.store;
});
afterAll(() => world.close());

const LEAVERS = [makePerson({ id: 7, login: 'mallory' }), makePerson({ id: 8, login: 'trent' })];
const MANY = 300;
/** Beyond the ids of the organisations that are made one after the other. */
const [LONG, WIDE] = [1_000_000, 1_000_001];

/** Two who left, each with so many keys that nothing about them fits into one text, spread over these repositories. */
async function organizationWith(org: number, shops: readonly Repository[]): Promise<Organization> {
  await store.organizations.save({ id: org, login: 'acme', installationId: org, state: 'active' });
  await store.repositories.save(org, [...shops, makeRepository({ id: 100_000, fullName: 'acme/security' })]);
  await store.policies.save(org, { policy: makePolicy(), origin: 'default', problems: [] });
  await store.people.save(org, LEAVERS);
  const left = LEAVERS.map(({ id, login }) => makeNotice({ who: { id, login } }));
  await store.departures.add(org, left);
  const keys = LEAVERS.flatMap(({ login }) =>
    Array.from({ length: MANY }, (_, at) => ({ id: credentialId('deploy-key', login, at), login, at })),
  );
  const credentials = keys.map(({ id, login, at }) => {
    const { id: repositoryId, fullName: repository } = shops[at % shops.length] ?? makeRepository();
    return makeCredential({ id, name: `key of ${login}`, scope: { repositoryId, repository } });
  });
  await store.credentials.save(org, credentials, NOW);
  const evidence = keys.map(({ id, login }) => makeEvidence({ id: `made ${id}`, credential: id, who: { login } }));
  await store.evidence.add(org, evidence);
  return { id: org, login: 'acme', installationId: org, state: 'active' };
}

const byKey = (steps: readonly Step[]) =>
  steps.map((step) => JSON.stringify(step)).toSorted((a, b) => (a < b ? -1 : 1));

describe('a plan from as few facts as can matter', () => {
  test('is the plan from all facts, however many departures are looked at together', async () => {
    let told = 0;
    let digests = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 4 }), async (seed, portion) => {
        const files = 1 + (Math.abs(seed) % 7);
        const organization = await world.make(seed);
        const all = plan(await situation(store, organization, NOW), NOW);
        const parts: Step[] = [];
        let portions = 0;
        for await (const part of situations(store, organization, NOW, { portion, files })) {
          portions += part.cases.length === 0 ? 0 : 1;
          parts.push(...plan(part, NOW));
        }
        const written = all.filter((step) => step.subject === 'digest' && step.do === 'ensure');
        if (portions > 1) digests += written.length;
        told += all.length;
        expect(byKey(parts)).toStrictEqual(byKey(all));
      }),
      { numRuns: world.share(300) },
    );
    expect(told).toBeGreaterThan(world.enough(300));
    expect(digests).toBeGreaterThan(world.enough(5));
  });

  test('has one digest of what all leavers left in a repository, and the same pages', async () => {
    const organization = await organizationWith(LONG, [makeRepository()]);
    const all = plan(await situation(store, organization, NOW), NOW);
    const parts: Step[] = [];
    for await (const part of situations(store, organization, NOW, { portion: 1 })) parts.push(...plan(part, NOW));
    expect(byKey(parts)).toStrictEqual(byKey(all));
    const [digest, ...more] = parts.filter((step) => step.subject === 'digest');
    expect(more).toEqual([]);
    const texts = [digest?.body ?? '', ...(digest?.pages ?? [])].join('');
    for (const { login } of LEAVERS) expect(texts.split(`made by \`@${login}\``)).toHaveLength(MANY + 1);
    const cases = parts.filter((step) => step.subject === 'case');
    for (const step of [...cases, digest]) expect(step?.pages.length).toBeGreaterThan(1);
  });

  test('has each digest once, of more repositories than are planned together', async () => {
    const shops = Array.from({ length: 123 }, (_, at) => makeRepository({ id: at + 1, fullName: `acme/shop-${at}` }));
    const organization = await organizationWith(WIDE, shops);
    const all = plan(await situation(store, organization, NOW), NOW);
    const parts: (readonly Step[])[] = [];
    for await (const part of situations(store, organization, NOW)) parts.push(plan(part, NOW));
    expect(byKey(parts.flat())).toStrictEqual(byKey(all));
    const digests = parts.map((steps) => steps.filter(({ subject }) => subject === 'digest').length);
    expect(digests.filter((many) => many > 0)).toEqual([50, 50, 23]);
  });

  test('has the same checks in each repository', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const organization = await world.make(seed);
        const all = plan(await situation(store, organization, NOW), NOW).filter(({ subject }) => subject === 'head');
        const parts: Step[] = [];
        for (const { id } of await store.repositories.list(organization.id)) {
          parts.push(...plan({ ...(await situationIn(store, organization, id, NOW)), cases: [] }, NOW));
        }
        expect(byKey(parts.filter(({ subject }) => subject === 'head'))).toStrictEqual(byKey(all));
      }),
      { numRuns: world.share(80) },
    );
  });
});

/** With the answer in place of the function that gives it: two functions are never equal. */
function weighed(file: CredentialFile) {
  return { ...file, attribution: file.attribution() };
}

test('files that are read some at a time are those of all facts, in their order', async () => {
  let many = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 9 }), async (seed, portion) => {
      const organization = await world.make(seed);
      const { files } = await situation(store, organization, NOW);
      const ground = await readGround(store, organization, NOW);
      const parts: CredentialFile[] = [];
      for await (const some of everyFile(store, ground, portion)) parts.push(...some);
      many += parts.length;
      expect(parts.map(weighed)).toStrictEqual([...files.values()].map(weighed));
    }),
    { numRuns: world.share(60) },
  );
  expect(many).toBeGreaterThan(world.enough(300));
});

test('what is printed of a plan is in the order of the plan from all facts', async () => {
  let urgent = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 4 }), async (seed, portion) => {
      const organization = await world.make(seed);
      const facts = await situation(store, organization, NOW);
      const { cases, steps } = planned(store, organization, { now: NOW, portion });
      const found = await Array.fromAsync(cases);
      expect(found).toHaveLength(facts.cases.length);
      urgent += found.filter(({ incidents }) => incidents !== undefined).length;
      const whole = plan(facts, NOW);
      const withoutDigests = (all: readonly Step[]) => all.filter(({ subject }) => subject !== 'digest');
      expect(withoutDigests(steps())).toStrictEqual(withoutDigests(whole));
      expect(byKey(steps())).toStrictEqual(byKey(whole));
    }),
    { numRuns: world.share(180) },
  );
  expect(urgent).toBeGreaterThan(world.enough(3));
});
