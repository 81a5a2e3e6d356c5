import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { situationIn, situations } from '../../src/jobs/narrow.ts';
import { situation } from '../../src/jobs/situation.ts';
import type { Organization } from '../../src/model/organization.ts';
import type { Step } from '../../src/model/step.ts';
import { plan } from '../../src/policy/plan.ts';
import { type OpenedStore, openStore } from '../../src/store/open.ts';
import { NOW } from '../support/make-facts.ts';
import { fillMadeLedger } from '../support/make-ledger.ts';
import { createRandom } from '../support/random.ts';

const home = mkdtempSync(join(tmpdir(), 'handback-narrow-'));
let store: OpenedStore;
beforeAll(async () => {
  store = await openStore({ dataDir: home });
});
afterAll(async () => {
  await store.close();
  rmSync(home, { recursive: true, force: true });
});

let made = 0;

async function madeOrganization(seed: number): Promise<Organization> {
  made += 1;
  await fillMadeLedger(store, made, createRandom(`narrow ${seed}`));
  return { id: made, login: 'acme', installationId: made, state: 'active' };
}

const byKey = (steps: readonly Step[]) =>
  steps.map((step) => JSON.stringify(step)).toSorted((a, b) => (a < b ? -1 : 1));

describe('a plan from as few facts as can matter', () => {
  test('is the plan from all facts, however many departures are looked at together', async () => {
    let told = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 4 }), async (seed, portion) => {
        const organization = await madeOrganization(seed);
        const all = plan(await situation(store, organization, NOW), NOW);
        const parts: Step[] = [];
        for await (const part of situations(store, organization, NOW, { portion })) parts.push(...plan(part, NOW));
        told += all.length;
        expect(byKey(parts)).toStrictEqual(byKey(all));
      }),
      { numRuns: 150 },
    );
    expect(told).toBeGreaterThan(300);
  });

  test('has the same checks in each repository', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const organization = await madeOrganization(seed);
        const all = plan(await situation(store, organization, NOW), NOW).filter(({ subject }) => subject === 'head');
        const parts: Step[] = [];
        for (const { id } of await store.repositories.list(organization.id)) {
          parts.push(...plan({ ...(await situationIn(store, organization, id, NOW)), cases: [] }, NOW));
        }
        expect(byKey(parts.filter(({ subject }) => subject === 'head'))).toStrictEqual(byKey(all));
      }),
      { numRuns: 80 },
    );
  });
});
