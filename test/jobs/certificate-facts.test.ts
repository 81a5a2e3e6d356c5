import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { certificateFacts } from '../../src/jobs/reading/certificate-facts.ts';
import { readGround } from '../../src/jobs/reading/ground.ts';
import { situation } from '../../src/jobs/reading/situation.ts';
import { certificate } from '../../src/policy/certificate.ts';
import { withLook } from '../../src/policy/certificate-seen.ts';
import { isOwnerless } from '../../src/policy/certificate-title.ts';
import { type MadeOrganizations, madeOrganizations } from '../support/made-organizations.ts';
import { NOW } from '../support/make-facts.ts';

let world: MadeOrganizations;
beforeAll(async () => {
  world = await madeOrganizations();
});
afterAll(() => world.close());

test('a certificate from what its departure can concern is the one from all facts', async () => {
  const told = { certificates: 0, incidents: 0, proved: 0, unknown: 0 };
  await fc.assert(
    fc.asyncProperty(fc.integer(), async (seed) => {
      const organization = await world.make(seed);
      const { cases, coverage, files, reading, decisions, attempts } = await situation(world.store, organization, NOW);
      const ground = await readGround(world.store, organization, NOW);
      for (const file of cases) {
        const whole = certificate({
          organization,
          file,
          reading,
          decisions,
          attempts,
          seen: coverage.reduce(withLook, { places: 0 }),
          ownerless: [...files.values()].filter(isOwnerless).length,
        });
        const narrow = certificate(await certificateFacts(world.store, ground, [file.departure]));
        told.certificates += 1;
        told.incidents += whole.incidents.length;
        told.proved += whole.population.proved;
        told.unknown += whole.population.unknownMaker;
        expect(narrow).toStrictEqual(whole);
      }
      const [first, ...more] = ground.departures;
      if (first === undefined) return;
      const chosen = await certificateFacts(world.store, ground, [first, ...more]);
      expect(chosen.file.departure.id).toBe(cases[0]?.departure.id);
    }),
    { numRuns: world.share(240) },
  );
  for (const [what, many] of Object.entries(told)) expect(many, what).toBeGreaterThan(world.enough(10));
}, 240_000);
