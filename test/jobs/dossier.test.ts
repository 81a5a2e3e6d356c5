import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { credentialsCalled, dossierOf } from '../../src/jobs/reading/dossier.ts';
import { readGround } from '../../src/jobs/reading/ground.ts';
import { ownersAndUses, readUseRecords } from '../../src/jobs/reading/owners.ts';
import { situation } from '../../src/jobs/reading/situation.ts';
import type { CredentialFile } from '../../src/model/violation.ts';
import type { Dossier } from '../../src/policy/words/dossier.ts';
import { makeDice, NAMES } from '../support/dice.ts';
import { type MadeOrganizations, madeOrganizations } from '../support/made-organizations.ts';
import { NOW } from '../support/make-facts.ts';
import { createRandom } from '../support/random.ts';

let world: MadeOrganizations;
beforeAll(async () => {
  world = await madeOrganizations();
});
afterAll(() => world.close());

const weighed = (file: CredentialFile) => ({ ...file, attribution: file.attribution() });

test('a dossier from what bears on one credential is the one from all facts', async () => {
  const told = { dossiers: 0, observations: 0, owners: 0, gaps: 0 };
  await fc.assert(
    fc.asyncProperty(fc.integer(), async (seed) => {
      const { store } = world;
      const organization = await world.make(seed);
      const { id: org, login } = organization;
      const { files, coverage, reading, decisions, repositories } = await situation(store, organization, NOW);
      const all = [...files.values()];
      const surroundings = { policy: reading.policy, decisions, repositories };
      const records = await readUseRecords(store, org);
      const { ownerOf } = ownersAndUses(records, login, surroundings)(all.map(({ credential }) => credential));
      const observations = await store.observations.list(org);
      const ground = await readGround(store, organization, NOW);
      for (const file of all) {
        const { uses: _, file: found, ...narrow } = (await dossierOf(store, ground, file.credential.id)) as Dossier;
        const owner = ownerOf(file);
        const places = new Set([file.credential, ...file.sightings].map(({ scope }) => scope.repositoryId));
        const whole = {
          observations: observations.filter(({ credential }) => credential === file.credential.id),
          ...(owner === undefined ? {} : { owner }),
          gaps: coverage.filter(
            ({ gap, scope }) =>
              gap !== undefined && (scope.repositoryId === undefined || places.has(scope.repositoryId)),
          ),
        };
        expect(narrow).toStrictEqual(whole);
        expect(weighed(found)).toStrictEqual(weighed(file));
        told.dossiers += 1;
        told.observations += whole.observations.length;
        told.owners += owner === undefined ? 0 : 1;
        told.gaps += whole.gaps.length;
      }
    }),
    { numRuns: 60 },
  );
  for (const [what, many] of Object.entries(told)) expect(many, what).toBeGreaterThan(30);
});

test('a word finds the credentials that it would find among all of them, and counts those that are not shown', async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 4 }), async (seed, most) => {
      const organization = await world.make(seed);
      const { files } = await situation(world.store, organization, NOW);
      const all = [...files.values()];
      const { pick } = makeDice(createRandom(`word ${seed}`));
      const id = pick(all.map(({ credential }) => String(credential.id)).concat('none'));
      const wanted = pick([
        id,
        id.slice(0, -1),
        'deploy-key:',
        ...NAMES,
        'ci 3',
        'src/deploy.sh',
        'deploy.sh:3',
        '',
        'x',
      ]);
      const { first, more } = await credentialsCalled(world.store, organization.id, wanted, most);
      const expected = among(all, wanted);
      found += expected.length;
      expect(first.map((each) => each.id)).toStrictEqual(expected.slice(0, most));
      expect(more).toBe(Math.max(0, expected.length - most));
    }),
    { numRuns: 60 },
  );
  expect(found).toBeGreaterThan(40);
});

/** An id is exact; else the beginning of one, else a name or a place. */
function among(all: readonly CredentialFile[], wanted: string): readonly string[] {
  if (wanted === '') return [];
  const bare = wanted.replace(/:\d+$/, '');
  const ways: readonly ((file: CredentialFile) => boolean)[] = [
    ({ credential }) => credential.id === wanted,
    ({ credential }) => credential.id.startsWith(wanted),
    ({ credential, sightings }) =>
      credential.name.toLowerCase() === wanted.toLowerCase() ||
      sightings.some((seen) =>
        seen.in === 'code' ? seen.path === bare || seen.path.endsWith(`/${bare}`) : seen.name === wanted,
      ),
  ];
  const found = ways.map((way) => all.filter(way)).find((some) => some.length > 0) ?? [];
  return found.map(({ credential }) => credential.id);
}
