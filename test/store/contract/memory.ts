import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Head } from '../../../src/model/head.ts';
import { DEFAULT_POLICY } from '../../../src/model/policy.ts';
import type { Bench } from './bench.ts';

export function memoryContract({ store, newOrg }: Bench): void {
  const head = (sha: string, more: Partial<Head> = {}): Head => ({
    repositoryId: 1,
    subject: 'pull/12',
    sha,
    baseSha: 'base',
    baseRef: 'main',
    state: 'open',
    scan: { state: 'waiting' },
    ...more,
  });

  test('of many who claim one note at once the first has it, and all are told whose it is', async () => {
    const key = `claimed-${newOrg()}`;
    const told = await Promise.all(['a', 'b', 'c', 'd'].map((each) => store().notes.claim(key, each)));
    expect(new Set(told)).toEqual(new Set([await store().notes.read(key)]));
    expect(await store().notes.claim(key, 'late')).toBe(told[0]);
  });

  test('the policy reading is the last one saved', async () => {
    const org = newOrg();
    expect(await store().policies.read(org)).toBeUndefined();
    const reading = { policy: DEFAULT_POLICY, origin: 'default', problems: [] };
    await store().policies.save(org, reading);
    const broken = { ...reading, problems: [{ file: 'handback.yml', line: 3, says: 'mode is wrong' }] };
    await store().policies.save(org, broken);
    expect(await store().policies.read(org)).toStrictEqual(broken);
  });

  test('a policy that an older version saved has the settings that came since, with their defaults', async () => {
    const org = newOrg();
    const { remind_days: _, ...older } = DEFAULT_POLICY;
    const reading = { policy: older as typeof DEFAULT_POLICY, origin: 'default', problems: [] };
    await store().policies.save(org, reading);
    expect(await store().policies.read(org)).toStrictEqual({ ...reading, policy: DEFAULT_POLICY });
  });

  describe('heads', () => {
    test('are one by repository, subject and commit', async () => {
      const org = newOrg();
      const done = head('a', { scan: { state: 'done' as const, at: 5, found: [], problems: [] } });
      await store().heads.save(org, [head('a'), head('b'), head('a', { repositoryId: 2 })]);
      await store().heads.save(org, [done]);
      expect(await store().heads.find(org, 1, 'pull/12', 'a')).toStrictEqual(done);
      expect(await store().heads.listOpen(org)).toStrictEqual([done, head('b'), head('a', { repositoryId: 2 })]);
      expect(await store().heads.listOpen(org, 1, 'b')).toStrictEqual([head('b')]);
      expect(await store().heads.listOpen(org, 2, 'b')).toEqual([]);
      expect(await store().heads.find(org, 1, 'pull/13', 'a')).toBeUndefined();
    });

    test('of a subject close, all or all but its tip', async () => {
      const org = newOrg();
      await store().heads.save(org, [head('a'), head('b'), head('c', { subject: 'pull/13' })]);
      await store().heads.close(org, 1, 'pull/12', 'b');
      expect((await store().heads.listOpen(org)).map((it) => it.sha)).toEqual(['b', 'c']);
      expect(await store().heads.find(org, 1, 'pull/12', 'a')).toStrictEqual(head('a', { state: 'closed' }));
      await store().heads.close(org, 1, 'pull/12');
      expect((await store().heads.listOpen(org)).map((it) => it.sha)).toEqual(['c']);
      await store().heads.save(org, [head('a')]);
      expect((await store().heads.listOpen(org)).map((it) => it.sha)).toEqual(['a', 'c']);
    });

    test('of a subject are found open or closed, and end at a moment', async () => {
      const org = newOrg();
      const other = head('c', { subject: 'pull/13' });
      await store().heads.save(org, [head('b', { asOf: 3 }), head('a', { state: 'closed' }), other]);
      await store().heads.save(org, [head('a', { repositoryId: 2 })]);
      expect(await store().heads.of(org, 1, 'pull/12')).toStrictEqual([
        head('a', { state: 'closed' }),
        head('b', { asOf: 3 }),
      ]);
      await store().heads.end(org, 1, 'pull/12', 7);
      const ended = ['a', 'b'].map((sha) => head(sha, { state: 'closed', asOf: 7 }));
      expect(await store().heads.of(org, 1, 'pull/12')).toStrictEqual(ended);
      expect(await store().heads.listOpen(org)).toStrictEqual([other, head('a', { repositoryId: 2 })]);
      expect(await store().heads.listOpen(org, 1)).toStrictEqual([other]);
      expect(await store().heads.of(org, 1, 'pull/14')).toStrictEqual([]);
    });

    test('are concluded while they are open and go to the base that was looked at', async () => {
      const org = newOrg();
      const scanned = (sha: string) => head(sha, { scan: { state: 'done', at: 5, found: [], problems: [] } });
      const turned = head('b', { baseSha: 'another' });
      await store().heads.save(org, [head('a'), turned, head('c', { subject: 'pull/13' })]);
      await store().heads.close(org, 1, 'pull/13');
      expect(await store().heads.conclude(org, scanned('a'))).toBe(true);
      expect(await store().heads.conclude(org, scanned('b'))).toBe(false);
      expect(await store().heads.conclude(org, { ...scanned('c'), subject: 'pull/13' })).toBe(false);
      expect(await store().heads.conclude(org, scanned('d'))).toBe(false);
      expect(await store().heads.listOpen(org)).toStrictEqual([scanned('a'), turned]);
      expect(await store().heads.find(org, 1, 'pull/13', 'c')).toMatchObject({
        state: 'closed',
        scan: { state: 'waiting' },
      });
    });
  });

  test('outcomes are remembered by key', async () => {
    const org = newOrg();
    await store().outcomes.save(org, 'case:1', { hash: 'x', remote: 12, state: 'open' });
    await store().outcomes.save(org, 'case:1', { hash: 'y', remote: 9_007_199_254_740_991, state: 'closed' });
    await store().outcomes.save(org, 'case:2', { hash: 'z', remote: 13, state: 'open' });
    const first = { hash: 'y', remote: 9_007_199_254_740_991, state: 'closed' };
    expect(await store().outcomes.read(org, 'case:1')).toStrictEqual(first);
    expect(await store().outcomes.read(org, 'case:3')).toBeUndefined();
    expect(await store().outcomes.list(org)).toStrictEqual([
      { key: 'case:1', ...first },
      { key: 'case:2', hash: 'z', remote: 13, state: 'open' },
    ]);
  });

  test('outcomes are found by their keys, of any length, and by what wrote them', async () => {
    const org = newOrg();
    const long = `case:${'x'.repeat(700)}`;
    const keys = ['case-twin:1', 'case:1', long, 'check:1', 'digest:1', 'digests:1'];
    for (const [remote, key] of keys.entries())
      await store().outcomes.save(org, key, { hash: 'x', remote, state: 'open' });
    const found = await store().outcomes.of(org, [long, 'check:1', 'check:2', 'check:1']);
    expect(found.toSorted((a, b) => a.remote - b.remote)).toStrictEqual([
      { key: long, hash: 'x', remote: 2, state: 'open' },
      { key: 'check:1', hash: 'x', remote: 3, state: 'open' },
    ]);
    const ids = (all: readonly { readonly remote: number }[]) => all.map(({ remote }) => remote);
    expect(ids(await store().outcomes.list(org, ['case', 'digest']))).toEqual([1, 2, 4]);
    expect(ids(await store().outcomes.list(org, []))).toEqual([]);
    expect(await store().outcomes.of(org, [])).toEqual([]);
    await store().outcomes.forget(org, [long, 'check:1', 'check:2']);
    expect(ids(await store().outcomes.list(org))).toEqual([0, 1, 4, 5]);
  });

  test('any text comes back as it went in, even what PostgreSQL cannot store as text', async () => {
    const text = fc.string({ unit: 'binary' });
    const odd = fc.constantFrom('\0', 'a\0b', '\ud800', '\uffff', "'; drop table note; --", '%_\\');
    const property = fc.asyncProperty(fc.oneof(odd, text), async (value) => {
      const org = newOrg();
      await store().notes.save(`text-${org}`, value);
      expect(await store().notes.read(`text-${org}`)).toBe(value);
      const entry = { at: 1, actor: '@mallory', did: value, about: value };
      await store().journal.append(org, [entry]);
      expect(await store().journal.list(org)).toStrictEqual([entry]);
    });
    await fc.assert(property, { numRuns: 60 });
  });

  test('a former answer is the last one saved, and old ones can be dropped', async () => {
    const { answers } = store();
    const [old, young] = [`https://api.example/old/${newOrg()}`, `https://api.example/young/${newOrg()}`];
    await answers.save(old, { body: '[]' }, 5);
    await answers.save(young, { body: '[]' }, 5);
    await answers.save(young, { body: '[1]', link: '<next>' }, 9);
    expect(await answers.read(young)).toStrictEqual({ body: '[1]', link: '<next>' });
    expect(await answers.purge(9)).toBe(1);
    expect(await answers.read(old)).toBeUndefined();
    expect(await answers.read(young)).toBeDefined();
    await answers.purge(10);
  });
}
