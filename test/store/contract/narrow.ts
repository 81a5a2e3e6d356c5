import { expect, test } from 'vitest';
import { type Credential, credentialId } from '../../../src/model/credential.ts';
import type { Evidence } from '../../../src/model/evidence.ts';
import { namesOf, namesOfPerson } from '../../../src/model/person.ts';
import type { CodeSighting } from '../../../src/model/sighting.ts';
import { makeObservation, makePerson, makeSighting } from '../../support/make-facts.ts';
import type { Bench } from './bench.ts';

/** Reads of a part give what the read of the whole gives of that part. */
export function narrowContract({ store, newOrg }: Bench): void {
  const secret = (name: string, scope: Credential['scope'] = {}, facts: Credential['facts'] = {}): Credential => ({
    id: credentialId('secret', scope.repositoryId ?? '', scope.environment ?? '', name),
    kind: 'actions-secret',
    name,
    scope,
    facts,
  });
  const evidence = (id: string, of: Credential, who: Evidence['who']): Evidence => ({
    id,
    credential: of.id,
    kind: 'added-by',
    role: 'creator',
    strength: 'stated',
    who,
    at: 5,
    did: 'added it',
    source: 'a list',
  });

  test('credentials are found by id, by place and by key, in the order of their ids', async () => {
    const org = newOrg();
    const wide = secret('wide');
    const here = secret('here', { repositoryId: 1 });
    const deep = secret('deep', { repositoryId: 1, environment: 'production' });
    const [one, twin] = [
      secret('one', { repositoryId: 2 }, { publicKey: 'k' }),
      secret('twin', {}, { publicKey: 'k' }),
    ];
    await store().credentials.save(org, [wide, here, deep, one, twin], 7);
    await store().credentials.save(newOrg(), [here], 7);
    await store().credentials.markGone(org, deep.id, 9);
    const find = async (which: Parameters<ReturnType<typeof store>['credentials']['find']>[1]) =>
      store().credentials.find(org, which);
    const all = await store().credentials.list(org);
    const like = (...wanted: Credential[]) => all.filter(({ id }) => wanted.some((each) => each.id === id));

    expect(await find({ ids: [deep.id, wide.id, 'nothing', deep.id] })).toStrictEqual(like(wide, deep));
    expect(await find({ places: [1, 3] })).toStrictEqual(like(here, deep));
    expect(await find({ places: [1, 2], environments: true })).toStrictEqual(like(deep));
    expect(await find({ places: 'organization' })).toStrictEqual(like(wide, twin));
    expect(await find({ publicKeys: ['k'] })).toStrictEqual(like(one, twin));
    expect(await find({ publicKeys: 'any' })).toStrictEqual(like(one, twin));
    expect(await find({ ids: [] })).toStrictEqual([]);
    expect(await store().credentials.list(org, ({ name }) => name === 'one')).toStrictEqual(like(one));
    const many = Array.from({ length: 1_201 }, (_, at) => secret(`many ${at}`));
    await store().credentials.save(org, many, 7);
    expect(await find({ ids: many.map(({ id }) => id) })).toHaveLength(1_201);
  });

  test('pages of credentials are all of them, each once, in the order of the list', async () => {
    const org = newOrg();
    const all = ['a', 'B', 'ä', 'Z', 'z', '_', '1', '\u{1f511}', '\uffee', 'a b'].map((name) => secret(name));
    await store().credentials.save(org, all, 7);
    await store().credentials.save(newOrg(), [secret('other')], 7);
    const paged: Credential[] = [];
    for (let after = ''; ; after = paged.at(-1)?.id ?? '') {
      const page = await store().credentials.find(org, { after, limit: 3 });
      paged.push(...page);
      if (page.length < 3) break;
    }
    expect(paged).toHaveLength(all.length);
    expect(paged).toStrictEqual(await store().credentials.list(org));
  });

  test('a credential that moved is found where it is now', async () => {
    const org = newOrg();
    const before = secret('moved', { repositoryId: 1 }, { publicKey: 'old' });
    await store().credentials.save(org, [before], 7);
    await store().credentials.save(org, [{ ...before, scope: { repositoryId: 2 }, facts: {} }], 8);
    const found = await Promise.all(
      [{ places: [1] }, { places: [2] }, { publicKeys: ['old'] }].map((each) => store().credentials.find(org, each)),
    );
    expect(found.map(({ length }) => length)).toEqual([0, 1, 0]);
  });

  test('whoever evidence or an environment names leads to its credentials, by every name that may mean them', async () => {
    const org = newOrg();
    const names: Evidence['who'][] = [
      { id: 7, login: 'somebody-else' },
      { login: 'Mallory' },
      { email: 'Mallory@Vendor.example' },
      { email: '7+old@users.noreply.github.com' },
      { email: 'mallory@users.noreply.github.com' },
    ];
    const theirs = names.map((_, at) => secret(`theirs ${at}`));
    const approved = secret('approved', { repositoryId: 1, environment: 'p' }, { approvers: 'team/x @mallory' });
    const others = [secret('other'), secret('strange')];
    await store().credentials.save(org, [...theirs, approved, ...others], 7);
    await store().evidence.add(org, [
      ...names.map((who, at) => evidence(`e${at}`, theirs[at] ?? approved, who)),
      evidence('other', others[0] ?? approved, { id: 8, login: 'alice', email: 'x\0@y.example' }),
      evidence('strange', others[1] ?? approved, { name: 'mallory', email: `${'long'.repeat(900)}@y.example` }),
    ]);
    const mallory = makePerson({
      id: 7,
      login: 'mallory',
      emails: [{ address: 'mallory@vendor.example', source: 'github' }],
    });
    const found = await store().credentials.named(org, namesOfPerson(mallory));
    expect([...found].toSorted()).toStrictEqual([...theirs, approved].map(({ id }) => id).toSorted());
    expect(await store().credentials.named(org, ['email x\0@y.example'])).toStrictEqual(new Set([others[0]?.id]));
    expect(await store().credentials.named(newOrg(), namesOfPerson(mallory))).toStrictEqual(new Set());
    const read = await store().credentials.find(org, { names: namesOfPerson(mallory) });
    expect(read).toStrictEqual(await store().credentials.find(org, { ids: found }));
    expect(await store().credentials.find(newOrg(), { names: namesOfPerson(mallory) })).toStrictEqual([]);
  });

  test('a credential of many names is found once, also by more names than one statement takes', async () => {
    const org = newOrg();
    const shared = secret('shared');
    await store().credentials.save(org, [shared, secret('other')], 7);
    const many = Array.from({ length: 1_203 }, (_, id) => ({ id }));
    await store().evidence.add(
      org,
      many.map((who) => evidence(`e${who.id}`, shared, who)),
    );
    const names = many.flatMap(namesOf);
    expect((await store().credentials.find(org, { names })).map(({ id }) => id)).toStrictEqual([shared.id]);
  });

  test('facts about some credentials come in the order in which they happened', async () => {
    const org = newOrg();
    const [a, b, c] = [secret('a'), secret('b'), secret('c')];
    const looks = [9, 3, 5].map((at) => makeObservation({ id: `look ${at}`, credential: a.id, at }));
    const other = makeObservation({ id: 'other', credential: c.id });
    await store().observations.add(org, [...looks, other]);
    expect((await store().observations.of(org, [a.id, b.id])).map(({ at }) => at)).toEqual([3, 5, 9]);
    await store().evidence.add(org, [evidence('e', b, { id: 1 }), evidence('f', c, { id: 1 })]);
    expect(await store().evidence.of(org, [b.id])).toStrictEqual([evidence('e', b, { id: 1 })]);
    expect(await store().evidence.of(org, [])).toStrictEqual([]);
    const both = await store().facts.of(org, [a.id, b.id]);
    expect(both.observations.map(({ at }) => at)).toEqual([3, 5, 9]);
    expect(both.evidence).toStrictEqual([evidence('e', b, { id: 1 })]);
    expect(await store().facts.of(org, [])).toStrictEqual({ evidence: [], observations: [] });
    const seen: CodeSighting[] = [1, 2].map((at) =>
      makeSighting({ id: `seen ${at}`, credential: a.id, scope: { repositoryId: at }, firstSeenAt: 10 - at }),
    );
    await store().sightings.add(org, seen);
    expect(await store().sightings.of(org, [a.id])).toStrictEqual(seen.toReversed());
    expect(await store().sightings.at(org, 2)).toStrictEqual(seen.slice(1));
    expect(await store().sightings.at(org, undefined)).toStrictEqual([]);
  });

  test('looks and records are read of one place, or only as far as they are kept', async () => {
    const org = newOrg();
    const looks = [{}, { repositoryId: 1 }, { repositoryId: 1, environment: 'p' }, { repositoryId: 2 }].map(
      (scope) => ({
        source: 'actions-secret',
        scope,
        lookedAt: 4,
      }),
    );
    await store().coverage.save(org, looks);
    expect(await store().coverage.at(org, 1)).toStrictEqual(looks.slice(1, 3));
    expect(await store().coverage.at(org, undefined)).toStrictEqual(looks.slice(0, 1));
    const gap = { why: 'permission' as const, says: 'not visible' };
    const behind = [
      { source: 'a', scope: {}, lookedAt: 3 },
      { source: 'b', scope: {}, lookedAt: 9, gap },
    ];
    const fine = { source: 'c "gap": c', scope: {}, lookedAt: 9 };
    await store().coverage.save(org, [...behind, fine]);
    expect(await store().coverage.behind(org, 4)).toStrictEqual(behind);
    expect(await store().coverage.list(org, ({ scope }) => scope.repositoryId === 2)).toStrictEqual(looks.slice(3));
    const many = Array.from({ length: 2_100 }, (_, at) => ({ ...looks[0], source: `s${at}`, scope: {}, lookedAt: 4 }));
    await store().coverage.save(org, many);
    expect(await store().coverage.list(org)).toHaveLength(2_107);
    const people = [1, 2].map((id) => ({ id, login: `p${id}`, role: 'write' as const, since: 1, seenAt: 2 }));
    await store().records.save(org, 'access', new Map([['1', { repositoryId: 1, lookedAt: 1, people }]]));
    const kept = await store().records.list(org, 'access', (each) => ({ ...each, people: each.people.slice(1) }));
    expect(kept.get('1')?.people).toStrictEqual(people.slice(1));
    expect((await store().records.list(org, 'access', () => undefined)).size).toBe(0);
  });
}
