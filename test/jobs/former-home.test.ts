// The dry run shows what the next pass would close because cases are kept elsewhere, and does none of it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Context, Site } from '../../src/jobs/context.ts';
import { moveHome, stepsToLeave } from '../../src/jobs/writing/former-home.ts';
import { planned } from '../../src/jobs/writing/planned.ts';
import type { Organization } from '../../src/model/organization.ts';
import { NO_FILE } from '../../src/model/policy.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { makeNotice, NOW } from '../support/make-facts.ts';
import { makePolicy, makeRepository } from '../support/make-situation.ts';

const ACME: Organization = { id: 1, login: 'acme', installationId: 1, state: 'active' };
const [SHOP, SECURITY, PEOPLE] = [11, 12, 13];
const { cases: _, ...unnamed } = makePolicy();

let dataDir: string;
let store: Store;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'former-home-'));
  store = await openStore({ dataDir });
  await store.organizations.save(ACME);
  const names = { [SHOP]: 'shop', [SECURITY]: 'security', [PEOPLE]: 'people' };
  const repositories = Object.entries(names).map(([id, name]) =>
    makeRepository({ id: Number(id), fullName: `acme/${name}` }),
  );
  await store.repositories.save(ACME.id, repositories);
  await store.departures.add(ACME.id, [makeNotice()]);
  await store.records.save(ACME.id, 'case-home', new Map([['home', { repositoryId: SECURITY }]]));
  const open = { hash: 'as written', state: 'open' } as const;
  await store.outcomes.save(ACME.id, 'case-issue:departure', { ...open, remote: 7 });
  await store.outcomes.save(ACME.id, `digest-issue:${SHOP}`, { ...open, remote: 8 });
});
afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function dryRun() {
  const { cases, steps } = planned(store, ACME, { now: NOW });
  await Array.fromAsync(cases);
  return steps().filter((step) => step.subject !== 'head' && (step.left !== undefined || step.key === String(SHOP)));
}

/** What a pass carries out, which first writes down that they moved. */
async function pass() {
  const context = { store, now: () => NOW, log: pino({ level: 'silent' }) } as unknown as Context;
  const site = { organization: ACME } as Site;
  await moveHome(context, site);
  return stepsToLeave(context, site, await store.outcomes.list(ACME.id));
}

const ORIGIN = 'acme/.github-private:.github/handback.yml@1';

it.each([
  ['elsewhere', makePolicy({ cases: { repository: 'people' } }), ['case in acme/security']],
  ['nowhere any more', unnamed, ['digest in acme/shop', 'case in acme/security']],
  ['where they were', makePolicy(), []],
])('of cases that are kept %s', async (_, policy, expected) => {
  await store.policies.save(ACME.id, { policy, origin: ORIGIN, problems: [] });
  const before = JSON.stringify([await store.outcomes.list(ACME.id), await store.journal.list(ACME.id)]);
  const shown = await dryRun();
  expect(shown.map(({ subject, repository }) => `${subject} in ${repository}`)).toEqual(expected);
  expect(JSON.stringify([await store.outcomes.list(ACME.id), await store.journal.list(ACME.id)])).toBe(before);
  const done = await pass();
  expect(done.toSorted((a, b) => b.subject.localeCompare(a.subject))).toEqual(
    shown.toSorted((a, b) => b.subject.localeCompare(a.subject)),
  );
  // Once they have moved it shows what is still to be closed.
  expect((await dryRun()).length).toBe(expected.length);
});

it('nothing, where the policy file is gone or not shown', async () => {
  await store.policies.save(ACME.id, { policy: makePolicy(), origin: NO_FILE, problems: [] });
  expect(await dryRun()).toEqual([]);
});
