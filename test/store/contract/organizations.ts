import { describe, expect, test } from 'vitest';
import type { Organization, Repository } from '../../../src/model/organization.ts';
import type { Bench } from './bench.ts';

export function organizationContract({ store, newOrg }: Bench): void {
  const organization = (id: number, more: Partial<Organization> = {}): Organization => ({
    id,
    login: `org-${id}`,
    installationId: id * 1_000_003,
    state: 'active',
    ...more,
  });
  const repository = (id: number, more: Partial<Repository> = {}) => ({
    id,
    fullName: `acme/repo-${id}`,
    private: true,
    archived: false,
    defaultBranch: 'main',
    ...more,
  });

  describe('organizations', () => {
    test('are found by id and by installation, and a later word replaces an earlier one', async () => {
      const org = newOrg();
      await store().organizations.save(organization(org));
      const renamed = organization(org, { login: 'renamed', state: 'suspended', installationId: org * 1_000_003 + 1 });
      await store().organizations.save(renamed);
      expect(await store().organizations.byId(org)).toEqual(renamed);
      expect(await store().organizations.byInstallation(renamed.installationId)).toEqual(renamed);
      expect(await store().organizations.byInstallation(org * 1_000_003)).toBeUndefined();
      expect(await store().organizations.list()).toContainEqual(renamed);
      expect(await store().organizations.byId(-1)).toBeUndefined();
    });
  });

  describe('repositories', () => {
    test('keep the tips they were scanned to when they are saved again', async () => {
      const org = newOrg();
      await store().repositories.save(org, [repository(1), repository(2)]);
      await store().repositories.setScannedTips(org, 1, { 'refs/heads/main': 'abc' });
      await store().repositories.save(org, [repository(1, { fullName: 'acme/renamed', archived: true })]);
      expect(await store().repositories.list(org)).toEqual([
        { ...repository(1, { fullName: 'acme/renamed', archived: true }), scannedTips: { 'refs/heads/main': 'abc' } },
        { ...repository(2), scannedTips: {} },
      ]);
      expect(await store().repositories.byId(org, 2)).toEqual({ ...repository(2), scannedTips: {} });
      expect(await store().repositories.byId(org, 3)).toBeUndefined();
    });

    test('get one tombstone, each that is named and no other, which goes when they are saved again', async () => {
      const org = newOrg();
      const many = Array.from({ length: 1203 }, (_, at) => repository(at + 1));
      await store().repositories.save(org, many);
      const ids = many.map(({ id }) => id);
      await store().repositories.markGone(org, ids.slice(2), 100);
      await store().repositories.markGone(org, ids.slice(1), 200);
      await store().repositories.markGone(org, [], 300);
      const gone = (await store().repositories.list(org)).map((it) => it.goneAt);
      expect(gone.slice(0, 3)).toEqual([undefined, 200, 100]);
      expect(gone.filter((at) => at === 100)).toHaveLength(1201);
      await store().repositories.save(org, [repository(2)]);
      expect(await store().repositories.byId(org, 2)).toEqual({ ...repository(2), scannedTips: {} });
    });

    test('that are there are read page by page, in the order of their ids', async () => {
      const [org, other] = [newOrg(), newOrg()];
      const ids = [9, 10, 100, 2, 5_000_000_000];
      await store().repositories.save(
        org,
        ids.map((id) => repository(id)),
      );
      await store().repositories.save(other, [repository(11)]);
      await store().repositories.markGone(org, [10], 5);
      const page = async (after: number) =>
        (await store().repositories.present(org, { after, limit: 2 })).map(({ id }) => id);
      expect([await page(0), await page(9), await page(100), await page(5_000_000_000)]).toEqual([
        [2, 9],
        [100, 5_000_000_000],
        [5_000_000_000],
        [],
      ]);
    });

    test('of one organisation are nothing to another', async () => {
      const [a, b] = [newOrg(), newOrg()];
      await store().repositories.save(a, [repository(1)]);
      await store().repositories.save(b, [repository(1)]);
      await store().repositories.markGone(a, [1], 5);
      expect((await store().repositories.byId(b, 1))?.goneAt).toBeUndefined();
    });
  });
}
