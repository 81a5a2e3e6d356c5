import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { access, look } from '../../src/jobs/requests.ts';
import { credentialId } from '../../src/model/credential.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';

let acme: Door;
let days: FastDays;
const permissions: Record<string, 'read'> = {
  metadata: 'read',
  members: 'read',
  organization_secrets: 'read',
  organization_dependabot_secrets: 'read',
  organization_agent_secrets: 'read',
};
beforeEach(async () => {
  acme = await makeDoor({ rateLimit: 1_000_000, permissions });
  days = await startFastDays(acme);
  await days.store.organizations.save(acme.organization);
  await days.store.repositories.save(acme.acme.id, [asKnown(acme.shop)]);
});
afterEach(async () => {
  await days.close();
  await acme.close();
});

const STORES = ['actions', 'dependabot', 'agents'] as const;
const chosenFor = (store: string) =>
  days.store.records.read(acme.acme.id, 'selected', credentialId(`${store}-secret`, 'organization', '', 'TOKEN'));
const coverageOf = async (source: string) =>
  (await days.store.coverage.list(acme.acme.id)).find((each) => each.source === source);

/** A secret of this name in each store of the organisation, for the shop alone. */
async function lookAtAll() {
  for (const store of STORES) {
    const given = { store, visibility: 'selected' as const, repositories: [acme.shop] };
    acme.github.setSecret(acme.acme, acme.alice, 'TOKEN', given);
  }
  await days.add(look(acme.acme.id));
  await days.work();
  await days.add(access(acme.acme.id));
  await days.work();
}

describe('which repositories may use a secret of the organisation', () => {
  it('is read of every store where they were chosen one by one', async () => {
    await lookAtAll();
    for (const store of STORES) expect(await chosenFor(store)).toMatchObject({ repositoryIds: [acme.shop.id] });
    expect((await coverageOf('organization-agents-secret-repositories'))?.gap).toBeUndefined();
    expect(acme.github.problems).toEqual([]);
  });

  it('is a gap of the one store that may not be read', async () => {
    await lookAtAll();
    acme.github.fault({
      on: /agents\/secrets\/TOKEN\/repositories/,
      status: 403,
      message: 'Resource not accessible by integration',
    });
    await days.add(access(acme.acme.id));
    await days.work();
    expect((await coverageOf('organization-agents-secret-repositories'))?.gap).toMatchObject({
      says: expect.stringContaining('not visible'),
    });
    expect((await coverageOf('organization-secret-repositories'))?.gap).toBeUndefined();
  });
});

describe('a secret of the organisation that was deleted since it was listed', () => {
  it('hides no other, and is no gap', async () => {
    const given = { visibility: 'selected' as const, repositories: [acme.shop] };
    acme.github.setSecret(acme.acme, acme.alice, 'GONE', given);
    await lookAtAll();
    acme.github.deleteSecret(acme.acme, acme.alice, 'GONE');
    days.advance(60_000);
    await days.add(access(acme.acme.id));
    await days.work();
    expect((await coverageOf('organization-secret-repositories'))?.gap).toBeUndefined();
    expect((await chosenFor('actions'))?.lookedAt).toBe(days.now());
  });
});
