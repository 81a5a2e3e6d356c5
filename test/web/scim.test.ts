import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type PeopleServer, startPeopleServer } from './people-server.ts';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

let acme: PeopleServer;
beforeEach(async () => {
  acme = await startPeopleServer();
});
afterEach(async () => {
  expect(acme.errors).toEqual([]);
  await acme.close();
});

const jo = (given: object = {}) => ({
  schemas: [CORE],
  userName: 'jo@acme.example',
  externalId: 'okta-1',
  name: { givenName: 'Jo', familyName: 'Doe' },
  emails: [{ primary: true, value: 'jo@acme.example', type: 'work' }],
  active: true,
  ...given,
});
const create = async (given: object = {}) => {
  const { status, body } = await acme.scim('/Users', { method: 'POST', body: jo(given) });
  expect(status).toBe(201);
  return String(body['id']);
};
const patch = (id: string, ...Operations: object[]) => {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
  return acme.scim(`/Users/${id}`, { method: 'PATCH', body: { schemas, Operations } });
};
const find = async (filter: string) => {
  const { status, body } = await acme.scim(`/Users?filter=${encodeURIComponent(filter)}&startIndex=1&count=100`);
  return status === 200 ? (body['Resources'] as { id: string }[]).map(({ id }) => id) : body['scimType'];
};
const said = async () => (await acme.notices()).map(({ says, detail }) => `${says}: ${detail}`);
const OFF = 'leaves: switched off in the directory';
const BACK = 'stays: active in the directory again';

describe('as Okta does it', () => {
  test('it looks a person up, creates them, switches them off and on', async () => {
    expect(await find('userName eq "jo@acme.example"')).toEqual([]);
    const id = await create({ password: 'not kept', locale: 'en-US', groups: [] });
    expect(await find('userName eq "jo@acme.example"')).toEqual([id]);
    expect(await said()).toEqual([]);
    acme.clock.now += 1000;
    const { status, body } = await patch(id, { op: 'replace', value: { active: false } });
    expect({ status, active: body['active'] }).toEqual({ status: 200, active: false });
    expect(await acme.notices()).toMatchObject([
      {
        source: 'directory',
        who: { email: 'jo@acme.example', directory: id, name: 'Jo Doe' },
        effectiveAt: acme.clock.now,
      },
    ]);
    await patch(id, { op: 'replace', value: { active: true } });
    expect(await said()).toEqual([OFF, BACK]);
    expect(acme.jobs.map(({ type }) => type)).toEqual(['prove', 'enforce', 'prove', 'enforce']);
    expect(JSON.stringify(await acme.store.records.list(1, 'directory-user'))).not.toContain('not kept');
  });

  test('it replaces the whole person; without a word about `active` they stay what they were', async () => {
    const id = await create();
    const put = (body: object) => acme.scim(`/Users/${id}`, { method: 'PUT', body });
    expect((await put(jo({ active: false }))).body['active']).toBe(false);
    expect((await put(jo({ active: undefined, displayName: 'Jo' }))).body).toMatchObject({
      active: false,
      displayName: 'Jo',
    });
    expect(await said()).toEqual([OFF]);
  });
});

describe('as Entra does it', () => {
  test.each([
    ['with a path and a text', { op: 'Replace', path: 'active', value: 'False' }],
    ['with a path in another case', { op: 'replace', path: 'Active', value: false }],
    ['with the schema in front', { op: 'Add', path: `${CORE}:active`, value: 'false' }],
    ['without a path, in a text', { op: 'Replace', value: { active: 'False' } }],
  ])('it switches somebody off %s', async (_, operation) => {
    const id = await create();
    expect((await patch(id, operation)).body['active']).toBe(false);
    expect(await said()).toEqual([OFF]);
  });

  test('whoever is switched off is still there to be read and found', async () => {
    const id = await create({ active: 'False' });
    expect(await said()).toEqual([OFF]);
    expect((await acme.scim(`/Users/${id}`)).body).toMatchObject({ id, active: false });
    expect(await find('userName Eq "JO@ACME.example"')).toEqual([id]);
    expect(await find('externalId eq "okta-1"')).toEqual([id]);
    expect(await find('externalId eq "OKTA-1"')).toEqual([]);
    expect(await find('emails[type eq "work"].value eq "Jo@acme.example"')).toEqual([id]);
    expect(await find('emails[type eq "home"].value eq "jo@acme.example"')).toEqual([]);
  });

  test('it changes names, addresses and the employer, one path each', async () => {
    const id = await create();
    const { status } = await patch(
      id,
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'j@acme.example' },
      { op: 'Add', path: 'emails[type eq "home"].value', value: 'j@home.example' },
      { op: 'Replace', path: 'name.familyName', value: 'Roe' },
      { op: 'Add', path: `${ENTERPRISE}:organization`, value: 'Initech' },
      { op: 'Replace', path: 'userName', value: 'Jo.Roe@acme.example' },
      { op: 'Add', path: 'title', value: 'Engineer' },
      { op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '1' },
    );
    expect(status).toBe(200);
    const { body } = await acme.scim(`/Users/${id}`);
    expect(body).toMatchObject({
      userName: 'Jo.Roe@acme.example',
      name: { givenName: 'Jo', familyName: 'Roe' },
      emails: [
        { value: 'j@acme.example', type: 'work' },
        { value: 'j@home.example', type: 'home' },
      ],
      [ENTERPRISE]: { organization: 'Initech' },
    });
    expect(body).not.toHaveProperty('title');
    expect(await find('userName eq "jo@acme.example"')).toEqual([]);
    const removed = await patch(
      id,
      { op: 'Remove', path: 'emails[type eq "home"]' },
      { op: 'Remove', path: 'displayName' },
    );
    expect(removed.status).toBe(200);
    expect((await acme.scim(`/Users/${id}`)).body['emails']).toHaveLength(1);
  });

  test('it sends paths as names of members', async () => {
    const id = await create();
    const value = {
      'name.givenName': 'Joanna',
      'emails[type eq "work"].value': 'x@acme.example',
      [`${ENTERPRISE}:department`]: 'IT',
    };
    const { status, body } = await patch(id, { op: 'Add', value });
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: { givenName: 'Joanna' }, emails: [{ value: 'x@acme.example' }] });
  });
});

describe('whoever is deleted', () => {
  test('has left, is gone for the directory and kept by us', async () => {
    const id = await create();
    expect((await acme.scim(`/Users/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await acme.scim(`/Users/${id}`)).status).toBe(404);
    expect((await acme.scim(`/Users/${id}`, { method: 'DELETE' })).status).toBe(404);
    expect((await patch(id, { op: 'replace', value: { active: true } })).status).toBe(404);
    expect(await find('userName eq "jo@acme.example"')).toEqual([]);
    expect(await said()).toEqual(['leaves: deleted from the directory']);
    expect(await acme.store.records.read(1, 'directory-user', id)).toMatchObject({ deletedAt: acme.clock.now });
  });

  test('after being switched off left when that was', async () => {
    const id = await create();
    await patch(id, { op: 'replace', value: { active: false } });
    await acme.scim(`/Users/${id}`, { method: 'DELETE' });
    expect(await said()).toEqual([OFF]);
  });

  test('and restored under both names is the same person again', async () => {
    const id = await create();
    await acme.scim(`/Users/${id}`, { method: 'DELETE' });
    expect(await create()).toBe(id);
    expect(await said()).toEqual(['leaves: deleted from the directory', BACK]);
  });

  test('leaves a name that may be of somebody else by now', async () => {
    const id = await create();
    await acme.scim(`/Users/${id}`, { method: 'DELETE' });
    expect(await create({ externalId: 'okta-2' })).not.toBe(id);
    expect(await said()).toEqual([
      'leaves: deleted from the directory',
      'stays: new in the directory under an old name',
    ]);
  });
});

describe('names', () => {
  test('are unique, in whatever case, and a refused change changes nothing', async () => {
    const id = await create();
    const other = await create({ userName: 'al@acme.example', externalId: 'okta-2' });
    const again = await acme.scim('/Users', { method: 'POST', body: jo({ userName: 'JO@acme.EXAMPLE' }) });
    expect(again).toMatchObject({ status: 409, body: { scimType: 'uniqueness', status: '409' } });
    const renamed = await patch(other, { op: 'replace', value: { userName: 'jo@acme.example', active: false } });
    expect(renamed.status).toBe(409);
    expect((await acme.scim(`/Users/${other}`)).body).toMatchObject({ userName: 'al@acme.example', active: true });
    expect((await patch(id, { op: 'replace', path: 'userName', value: 'Jo@ACME.example' })).status).toBe(200);
  });

  test('asked for by many at once are given to one', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => acme.scim('/Users', { method: 'POST', body: jo() })));
    expect(all.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
  });

  test('of any kind are kept as they are', async () => {
    const displayName = '@everybody <script>alert(1)</script> [x](http://evil.example) \u202e';
    const id = await create({ userName: '__proto__', displayName, externalId: 'constructor' });
    expect((await acme.scim(`/Users/${id}`)).body).toMatchObject({ userName: '__proto__', displayName });
    expect(await find('userName eq "__proto__"')).toEqual([id]);
  });
});

test('lists are read page by page', async () => {
  for (const [at, name] of ['a', 'b', 'c'].entries()) await create({ userName: name, externalId: `${at}` });
  const page = async (query: string) => {
    const { body } = await acme.scim(`/Users?${query}`);
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
  expect((await acme.scim('/Users?count=many')).status).toBe(400);
});

test('it says what it can do, and that it has no groups', async () => {
  expect((await acme.scim('/ServiceProviderConfig')).body).toMatchObject({
    patch: { supported: true },
    bulk: { supported: false },
  });
  expect((await acme.scim('/ResourceTypes')).body).toMatchObject({
    totalResults: 1,
    Resources: [{ endpoint: '/Users' }],
  });
  expect((await acme.scim(`/Schemas/${CORE}`)).body).toMatchObject({ id: CORE });
  expect((await acme.scim('/Schemas')).body['totalResults']).toBe(2);
  expect(await acme.scim('/Groups?filter=displayName+eq+%22x%22')).toMatchObject({
    status: 200,
    body: { totalResults: 0 },
  });
  expect((await acme.scim('/Groups', { method: 'POST', body: {} })).status).toBe(501);
  expect((await acme.scim('/Groups/1')).status).toBe(404);
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
    const answer = await acme.scim(path, asked);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: String(status),
    });
    expect(answer.headers.get('content-type')).toContain('application/scim+json');
    expect(await acme.notices()).toEqual([]);
    expect(await acme.store.records.list(1, 'directory-user')).toEqual(new Map());
  });

  test.each([
    ['no operations', {}],
    ['an operation that is none', { Operations: [{ op: 'move', path: 'active' }] }],
    ['a removal of nothing', { Operations: [{ op: 'remove' }] }],
    ['a path that is none', { Operations: [{ op: 'replace', path: 'emails[', value: 1 }] }],
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
    expect((await acme.scim(`/Users/${id}`, { method: 'PATCH', body })).status).toBe(400);
    expect((await acme.scim(`/Users/${id}`)).body['active']).toBe(true);
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
  const all = await Promise.all(Array.from({ length: 260 }, () => acme.scim('/ServiceProviderConfig')));
  const refused = all.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(10);
  expect(refused[0]?.headers.get('retry-after')).toBe('1');
  acme.clock.now += 1000;
  expect((await acme.scim('/ServiceProviderConfig')).status).toBe(200);
});

describe('whose directory it is', () => {
  const second = { id: 2, login: 'umbrella', installationId: 6, state: 'active' as const };

  test('is not guessed when there are two', async () => {
    await acme.store.organizations.save(second);
    expect(await acme.scim('/Users')).toMatchObject({
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
