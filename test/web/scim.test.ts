import { describe, expect, test } from 'vitest';
import { CORE, callsTo, jo } from './directory-calls.ts';
import { peopleServerForEach, startPeopleServer } from './people-server.ts';

const acme = peopleServerForEach();
const { create, find, patch, said } = callsTo(acme);

describe('names', () => {
  test('are unique, in whatever case, and a refused change changes nothing', async () => {
    const id = await create();
    const other = await create({ userName: 'al@acme.example', externalId: 'okta-2' });
    const again = await acme().scim('/Users', { method: 'POST', body: jo({ userName: 'JO@acme.EXAMPLE' }) });
    expect(again).toMatchObject({ status: 409, body: { scimType: 'uniqueness', status: '409' } });
    const renamed = await patch(other, { op: 'replace', value: { userName: 'jo@acme.example', active: false } });
    expect(renamed.status).toBe(409);
    expect((await acme().scim(`/Users/${other}`)).body).toMatchObject({ userName: 'al@acme.example', active: true });
    expect((await patch(id, { op: 'replace', path: 'userName', value: 'Jo@ACME.example' })).status).toBe(200);
  });

  test('asked for by many at once are given to one', async () => {
    const all = await Promise.all(
      Array.from({ length: 8 }, () => acme().scim('/Users', { method: 'POST', body: jo() })),
    );
    expect(all.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(all.filter(({ status }) => status === 409)).toHaveLength(7);
  });

  test('of any kind are kept as they are', async () => {
    const displayName = '@everybody <script>alert(1)</script> [x](http://evil.example) \u202e';
    const id = await create({ userName: '__proto__', displayName, externalId: 'constructor' });
    expect((await acme().scim(`/Users/${id}`)).body).toMatchObject({ userName: '__proto__', displayName });
    expect(await find('userName eq "__proto__"')).toEqual([id]);
  });
});

test('lists are read page by page', async () => {
  for (const [at, name] of ['a', 'b', 'c'].entries()) await create({ userName: name, externalId: `${at}` });
  const page = async (query: string) => {
    const { body } = await acme().scim(`/Users?${query}`);
    const { totalResults, startIndex, itemsPerPage, Resources } = body;
    return [
      totalResults,
      startIndex,
      itemsPerPage,
      (Resources as { userName: string }[]).map(({ userName }) => userName),
    ];
  };
  expect(await page('')).toEqual([3, 1, 3, ['a', 'b', 'c']]);
  expect(await page('startIndex=2&count=1')).toEqual([3, 2, 1, ['b']]);
  expect(await page('startIndex=0&count=0')).toEqual([3, 1, 0, []]);
  expect(await page('startIndex=9&count=-5')).toEqual([3, 9, 0, []]);
  expect((await acme().scim('/Users?count=many')).status).toBe(400);
});

test('it says what it can do, and that it has no groups', async () => {
  expect((await acme().scim('/ServiceProviderConfig')).body).toMatchObject({
    patch: { supported: true },
    bulk: { supported: false },
  });
  expect((await acme().scim('/ResourceTypes')).body).toMatchObject({
    totalResults: 1,
    Resources: [{ endpoint: '/Users' }],
  });
  expect((await acme().scim(`/Schemas/${CORE}`)).body).toMatchObject({ id: CORE });
  expect((await acme().scim('/Schemas')).body['totalResults']).toBe(2);
  expect(await acme().scim('/Groups?filter=displayName+eq+%22x%22')).toMatchObject({
    status: 200,
    body: { totalResults: 0 },
  });
  expect((await acme().scim('/Groups', { method: 'POST', body: {} })).status).toBe(501);
  expect((await acme().scim('/Groups/1')).status).toBe(404);
});

describe('what is wrong is answered in words, and changes nothing', () => {
  test.each<[string, string, object, number]>([
    ['no token', '/Users', { as: null }, 401],
    ['another token', '/Users', { as: 'Bearer wrong' }, 401],
    ['another scheme', '/Users', { as: 'Basic am86am8=' }, 401],
    ['no JSON', '/Users', { method: 'POST', body: '{' }, 400],
    ['no object', '/Users', { method: 'POST', body: '[]' }, 400],
    ['no user name', '/Users', { method: 'POST', body: { userName: ' ' } }, 400],
    ['a number for a name', '/Users', { method: 'POST', body: { userName: 5 } }, 400],
    ['a word that is no truth', '/Users', { method: 'POST', body: jo({ active: 'perhaps' }) }, 400],
    ['too many addresses', '/Users', { method: 'POST', body: jo({ emails: Array(51).fill({ value: 'a@b.c' }) }) }, 400],
    ['a body that is too large', '/Users', { method: 'POST', body: jo({ title: 'x'.repeat(65 * 1024) }) }, 413],
    ['nobody', '/Users/nobody', { method: 'PUT', body: jo() }, 404],
    ['a broken id', '/Users/%zz', {}, 404],
    ['a place that is none', '/Bulk', { method: 'POST', body: {} }, 404],
    ['a place too deep', '/Users/1/2', {}, 404],
    ['a method that is none', '/Users', { method: 'DELETE' }, 405],
  ])('%s', async (_, path, asked, status) => {
    const answer = await acme().scim(path, asked);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: String(status),
    });
    expect(answer.headers.get('content-type')).toContain('application/scim+json');
    expect(await acme().notices()).toEqual([]);
    expect(await acme().store.records.list(1, 'directory-user')).toEqual(new Map());
  });

  test.each([
    ['no operations', {}],
    ['an operation that is none', { Operations: [{ op: 'move', path: 'active' }] }],
    ['a removal of nothing', { Operations: [{ op: 'remove' }] }],
    ['a path that is none', { Operations: [{ op: 'replace', path: 'emails[', value: 1 }] }],
    [
      'a filter that is none',
      { Operations: [{ op: 'replace', path: 'emails[type eq "work" and].value', value: 'x' }] },
    ],
    ['a path that leads to nobody', { Operations: [{ op: 'add', path: 'emails[type ne "work"].value', value: 'x' }] }],
    ['taking `active` away', { Operations: [{ op: 'remove', path: 'active' }] }],
    ['a value that is no object', { Operations: [{ op: 'replace', value: 'active' }] }],
    [
      'a good one before a bad one',
      {
        Operations: [
          { op: 'replace', value: { active: false } },
          { op: 'replace', path: 'userName', value: '' },
        ],
      },
    ],
  ])('a change with %s', async (_, body) => {
    const id = await create();
    expect((await acme().scim(`/Users/${id}`, { method: 'PATCH', body })).status).toBe(400);
    expect((await acme().scim(`/Users/${id}`)).body['active']).toBe(true);
    expect(await said()).toEqual([]);
  });

  test.each([
    'userName sw "j"',
    'userName eq "jo" or active eq true',
    'title eq "x"',
    'userName eq jo',
    'userName eq "\\x"',
    'userName[type eq "work"].value eq "x"',
    '',
    'x'.repeat(9000),
  ])('a filter that would be misunderstood: %s', async (filter) => {
    await create();
    expect(await find(filter)).toBe('invalidFilter');
  });
});

test('too many requests have to wait, and then may go on', async () => {
  const all = await Promise.all(Array.from({ length: 260 }, () => acme().scim('/ServiceProviderConfig')));
  const refused = all.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(10);
  expect(refused[0]?.headers.get('retry-after')).toBe('1');
  acme().clock.now += 1000;
  expect((await acme().scim('/ServiceProviderConfig')).status).toBe(200);
});

describe('whose directory it is', () => {
  const second = { id: 2, login: 'umbrella', installationId: 6, state: 'active' as const };

  test('is not guessed when there are two', async () => {
    await acme().store.organizations.save(second);
    expect(await acme().scim('/Users')).toMatchObject({
      status: 503,
      body: { detail: expect.stringContaining('SCIM_ORG') },
    });
  });

  test('is said by SCIM_ORG', async () => {
    const named = await startPeopleServer({ organization: 'Umbrella' });
    expect((await named.scim('/Users')).status).toBe(503);
    await named.store.organizations.save(second);
    expect((await named.scim('/Users', { method: 'POST', body: jo() })).status).toBe(201);
    expect((await named.store.records.list(2, 'directory-user')).size).toBe(1);
    await named.close();
  });

  test('without a token there is no such address', async () => {
    const off = await startPeopleServer({ off: true });
    expect((await off.scim('/Users')).status).toBe(404);
    expect((await off.depart({})).status).toBe(404);
    await off.close();
  });
});
