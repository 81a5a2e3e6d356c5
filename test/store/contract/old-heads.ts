import { expect, test } from 'vitest';
import { makeHead } from '../../support/make-situation.ts';
import type { Bench } from './bench.ts';

export function oldHeadContract({ store, newOrg }: Bench): void {
  const head = (sha: string) => makeHead({ repositoryId: 1, subject: `pull/${sha}`, sha });

  test('heads that were closed for long are deleted, some at a time; what is open or was opened again is not', async () => {
    const org = newOrg();
    const { heads } = store();
    const shas = ['a', 'b', 'c', 'd', 'e'];
    await heads.save(org, shas.map(head));
    for (const sha of ['a', 'b', 'c']) await heads.close(org, 1, `pull/${sha}`);
    const noteAll = async (at: number) => {
      while ((await heads.noteClosed(at, 2)) > 0);
    };
    await noteAll(10);
    await heads.close(org, 1, 'pull/d');
    await heads.save(org, [head('b')]);
    await noteAll(20);
    const purged = async (before: number) => {
      const gone: string[] = [];
      for (let some = await heads.purge(before, 1); some.length > 0; some = await heads.purge(before, 1)) {
        expect(some).toHaveLength(1);
        gone.push(...some.flatMap((tip) => (tip.org === org && tip.repositoryId === 1 ? [tip.sha] : [])));
      }
      return gone.toSorted();
    };
    expect(await purged(10)).toEqual([]);
    expect(await purged(11)).toEqual(['a', 'c']);
    const left = await Promise.all(shas.map((sha) => heads.find(org, 1, `pull/${sha}`, sha)));
    expect(left.map((one) => one?.state)).toEqual([undefined, 'open', undefined, 'closed', 'open']);
    expect(await purged(21)).toEqual(['d']);
  });
}
