// What the doctor says of the file itself: exceptions and the register tell everybody who can read it what still works.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Context, Site } from '../../src/jobs/context.ts';
import { policy } from '../../src/jobs/doctor/policy.ts';
import type { Organization } from '../../src/model/organization.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { NOW } from '../support/make-facts.ts';
import { makePolicy, makeRepository } from '../support/make-situation.ts';

const ACME: Organization = { id: 1, login: 'acme', installationId: 1, state: 'active' };

let dataDir: string;
let store: Store;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'doctor-policy-'));
  store = await openStore({ dataDir });
  await store.organizations.save(ACME);
});
afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

const exceptions = [
  {
    credential: 'deploy-key:42:1090',
    repositories: ['payments'],
    owner: 'alice',
    reason: 'the vendor replaces it next week',
    until: '2026-12-01',
  },
];
const credentials = [
  { match: 'deploy-key:ci', repositories: ['shop'], owner: 'alice', purpose: 'deploys', expires: '2027-01-01' },
];

async function told(home: string, given: object, isPrivate: boolean): Promise<readonly string[]> {
  await store.repositories.save(ACME.id, [makeRepository({ id: 3, fullName: home, private: isPrivate })]);
  const origin = `acme/.github:.github/handback.yml@${'a'.repeat(40)}`;
  await store.policies.save(ACME.id, { policy: makePolicy(given), origin, problems: [] });
  const context = { store, now: () => NOW } as unknown as Context;
  const site = { organization: ACME, github: { find: async () => undefined } } as unknown as Site;
  const manifest = { default_events: [], default_permissions: {} };
  const found = await policy.run({ context, manifest, appId: 1, site });
  return found.map(({ state, says, next }) => [state, says, next].filter(Boolean).join(' | '));
}

describe('a policy file that everybody can read', () => {
  it.each([
    [{ exceptions }, '1 exception', 'acme/.github'],
    [{ credentials }, '1 entry of the register', 'acme/.github'],
    [{ exceptions, credentials }, '1 exception and 1 entry of the register', 'acme/.GitHub'],
  ])('is wrong where it tells what still works: %j', async (given, what, home) => {
    const lines = await told(home, given, false);
    expect(lines).toContainEqual(
      expect.stringMatching(`^ill \\| everybody can read the policy in acme/.github, which has ${what}: `),
    );
    expect(lines.join('\n')).toContain('acme/.github-private');
    expect(lines.join('\n')).not.toContain('vendor');
  });

  it.each([
    ['it names nothing that works', {}, 'acme/.github', false],
    ['it is private', { exceptions, credentials }, 'acme/.github', true],
    ['another repository is public', { exceptions, credentials }, 'acme/site', false],
  ])('is no matter where %s', async (_, given, home, isPrivate) => {
    expect((await told(home, given, isPrivate)).join('\n')).not.toContain('everybody');
  });
});
