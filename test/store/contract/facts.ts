import { describe, expect, test } from 'vitest';
import { credentialId } from '../../../src/model/credential.ts';
import type { Evidence } from '../../../src/model/evidence.ts';
import type { Observation } from '../../../src/model/proof.ts';
import type { CodeSighting, VariableSighting } from '../../../src/model/sighting.ts';
import type { Bench } from './bench.ts';

export function factContract({ store, newOrg }: Bench): void {
  const credential = credentialId('c');
  const evidence = (id: string, more: Partial<Evidence> = {}): Evidence => ({
    id,
    credential,
    kind: 'added-by',
    role: 'creator',
    strength: 'stated',
    who: { login: 'mallory' },
    at: 5,
    did: 'added this deploy key',
    source: 'the list of deploy keys',
    ...more,
  });
  const observation = (id: string, more: Partial<Observation> = {}): Observation => ({
    id,
    credential,
    proof: 'deploy-key',
    at: 5,
    result: 'gone',
    grade: 'P3',
    asked: { request: 'GET /keys/1', status: 404 },
    control: { request: 'GET /', status: 200 },
    says: 'It is gone.',
    ...more,
  });

  test('evidence is kept once, in the order in which it happened, and never changes', async () => {
    const org = newOrg();
    const first = [evidence('b'), evidence('a', { at: 9 }), evidence('b', { did: 'did something else' })];
    await store().evidence.add(org, first);
    await store().evidence.add(org, [evidence('a', { did: 'forged', at: 1 }), evidence('c', { at: 1 })]);
    expect(await store().evidence.list(org)).toStrictEqual([
      evidence('c', { at: 1 }),
      evidence('b'),
      evidence('a', { at: 9 }),
    ]);
    expect(await store().evidence.list(newOrg())).toEqual([]);
  });

  test('observations are kept once and never change', async () => {
    const org = newOrg();
    await store().observations.add(org, [observation('a')]);
    await store().observations.add(org, [observation('a', { result: 'alive' }), observation('b', { at: 6 })]);
    expect(await store().observations.list(org)).toStrictEqual([observation('a'), observation('b', { at: 6 })]);
  });

  test('facts are told one after the other in the order of their list, from a moment on', async () => {
    const org = newOrg();
    const at = (number: number) => (number * 7) % 5;
    const many = Array.from({ length: 50 }, (_, number) => evidence(`e${number}`, { at: at(number) }));
    await store().evidence.add(org, many);
    const all = await store().evidence.list(org);
    expect(await Array.fromAsync(store().evidence.inTurn(org, 0))).toStrictEqual(all);
    const late = all.filter((each) => each.at >= 3);
    expect(await Array.fromAsync(store().evidence.inTurn(org, 3))).toStrictEqual(late);
    expect(await Array.fromAsync(store().observations.inTurn(org, 0))).toEqual([]);
  });

  test('more facts than one statement takes are told in turn as well', async () => {
    const org = newOrg();
    const many = Array.from({ length: 1203 }, (_, number) =>
      evidence(`e${String(number).padStart(6, '0')}`, { at: number % 3, did: '' }),
    );
    await store().evidence.add(org, many);
    const told = await Array.fromAsync(store().evidence.inTurn(org, 0), ({ id }) => id);
    expect(told).toStrictEqual((await store().evidence.list(org)).map(({ id }) => id));
  });

  test('facts may come in thousands', async () => {
    const org = newOrg();
    const many = Array.from({ length: 12_345 }, (_, at) => evidence(`e${String(at).padStart(5, '0')}`));
    await store().evidence.add(org, many);
    expect(await store().evidence.list(org)).toStrictEqual(many);
  });

  describe('sightings', () => {
    const inVariable = (more: Partial<VariableSighting> = {}): VariableSighting => ({
      id: 'v',
      credential,
      scope: { repositoryId: 1 },
      firstSeenAt: 10,
      in: 'variable',
      name: 'TOKEN',
      ...more,
    });
    const inCode: CodeSighting = {
      id: 'code',
      credential,
      scope: { repositoryId: 1, repository: 'acme/one' },
      firstSeenAt: 11,
      in: 'code',
      path: 'a/b.env',
      line: 1,
      column: 2,
      blob: 'bb',
      commit: 'cc',
      committedAt: 3,
      start: 4,
      end: 5,
    };

    test('keep when they were first seen; a variable may go and come back', async () => {
      const org = newOrg();
      await store().sightings.add(org, [inVariable(), inCode]);
      await store().sightings.add(org, [inVariable({ firstSeenAt: 20, goneAt: 30 }), { ...inCode, firstSeenAt: 99 }]);
      expect(await store().sightings.list(org)).toStrictEqual([inVariable({ goneAt: 30 }), inCode]);
      await store().sightings.add(org, [inVariable({ firstSeenAt: 40 })]);
      expect(await store().sightings.list(org)).toStrictEqual([inVariable(), inCode]);
    });
  });

  test('what one organisation knows is nothing to another', async () => {
    const [a, b] = [newOrg(), newOrg()];
    await store().evidence.add(a, [evidence('same')]);
    await store().evidence.add(b, [evidence('same', { did: 'differs' })]);
    expect((await store().evidence.list(b)).map((it) => it.did)).toEqual(['differs']);
  });
}
