import { expect, test } from 'vitest';
import type { Coverage } from '../../../src/model/coverage.ts';
import type { Bench } from './bench.ts';

export function coverageContract({ store, newOrg }: Bench): void {
  test('coverage is the last look of a source at a scope, until it is forgotten', async () => {
    const org = newOrg();
    const look = (source: string, lookedAt: number, more: Partial<Coverage> = {}): Coverage => ({
      source,
      scope: {},
      lookedAt,
      ...more,
    });
    const environment = { repositoryId: 7, environment: 'prod' };
    const gap = { why: 'absent', says: 'not on this plan' } as const;
    await store().coverage.save(org, [look('a', 1), look('a', 2, { scope: environment }), look('b', 3)]);
    await store().coverage.save(org, [look('a', 4, { gap })]);
    expect(await store().coverage.list(org)).toStrictEqual([
      look('a', 4, { gap }),
      look('a', 2, { scope: environment }),
      look('b', 3),
    ]);
    await store().coverage.forget(org, 'a', { ...environment, repository: 'acme/renamed' });
    expect(await store().coverage.list(org)).toStrictEqual([look('a', 4, { gap }), look('b', 3)]);
    expect(await Array.fromAsync(store().coverage.inTurn(org))).toStrictEqual([look('a', 4, { gap }), look('b', 3)]);
  });

  test('a look that failed keeps when the place was last answered for, or why it was refused, however often it fails', async () => {
    const org = newOrg();
    const failed = { why: 'failed', says: 'GitHub answered 502' } as const;
    const absent = { why: 'absent', says: 'not on this plan' } as const;
    const [seen, refused, never] = [{ repositoryId: 1 }, { repositoryId: 2 }, { repositoryId: 3 }];
    const look = (scope: Coverage['scope'], lookedAt: number, gap?: Coverage['gap']): Coverage => {
      return { source: 'a', scope, lookedAt, ...(gap ? { gap } : {}) };
    };
    await store().coverage.save(org, [look(seen, 3), look(refused, 4, absent)]);
    for (const at of [5, 6])
      await store().coverage.save(org, [look(seen, at, failed), look(refused, at, failed), look(never, at, failed)]);
    const told = [{ ...look(seen, 6, failed), answeredAt: 3 }, look(refused, 4, absent), look(never, 6, failed)];
    expect(await store().coverage.list(org)).toStrictEqual(told);
    expect(await store().coverage.behind(org, 0)).toStrictEqual(told);
    await store().coverage.save(org, [look(seen, 7)]);
    expect(await store().coverage.at(org, 1)).toStrictEqual([look(seen, 7)]);
  });

  test('a repository that a source never came to is lacking, until it is looked at or gone', async () => {
    const [org, other] = [newOrg(), newOrg()];
    const place = { private: true, archived: false, defaultBranch: 'main' };
    const lacks = () => store().coverage.lacksAny(org, 'code');
    const seen = (repositoryId: number, source = 'code'): Coverage => ({
      source,
      scope: { repositoryId },
      lookedAt: 1,
    });
    await store().repositories.save(other, [{ ...place, id: 1, fullName: 'other/one' }]);
    expect(await lacks()).toBe(false);
    await store().repositories.save(org, [
      { ...place, id: 1, fullName: 'acme/one' },
      { ...place, id: 2, fullName: 'acme/two' },
    ]);
    await store().coverage.save(other, [seen(1), seen(2)]);
    await store().coverage.save(org, [seen(1), seen(2, 'keys'), { ...seen(0), scope: {} }]);
    expect(await lacks()).toBe(true);
    await store().coverage.save(org, [{ ...seen(2), gap: { why: 'failed', says: 'GitHub answered 502' } }]);
    expect(await lacks()).toBe(false);
    await store().coverage.forget(org, 'code', { repositoryId: 2 });
    expect(await lacks()).toBe(true);
    await store().repositories.markGone(org, [2], 3);
    expect(await lacks()).toBe(false);
  });
}
