import { describe, expect, test } from 'vitest';
import { BACK, CORE, callsTo, ENTERPRISE, jo, OFF } from './directory-calls.ts';
import { peopleServerForEach } from './people-server.ts';

const acme = peopleServerForEach();
const { create, find, patch, said } = callsTo(acme);

describe('as Okta does it', () => {
  test('it looks a person up, creates them, switches them off and on', async () => {
    expect(await find('userName eq "jo@acme.example"')).toEqual([]);
    const id = await create({ password: 'not kept', locale: 'en-US', groups: [] });
    expect(await find('userName eq "jo@acme.example"')).toEqual([id]);
    expect(await said()).toEqual([]);
    acme().clock.now += 1000;
    const { status, body } = await patch(id, { op: 'replace', value: { active: false } });
    expect({ status, active: body['active'] }).toEqual({ status: 200, active: false });
    expect(await acme().notices()).toMatchObject([
      {
        source: 'directory',
        who: { email: 'jo@acme.example', directory: id, name: 'Jo Doe' },
        effectiveAt: acme().clock.now,
      },
    ]);
    await patch(id, { op: 'replace', value: { active: true } });
    expect(await said()).toEqual([OFF, BACK]);
    expect(acme().jobs.map(({ type }) => type)).toEqual(['prove', 'enforce', 'prove', 'enforce']);
    expect(JSON.stringify(await acme().store.records.list(1, 'directory-user'))).not.toContain('not kept');
  });

  test('it replaces the whole person; without a word about `active` they stay what they were', async () => {
    const id = await create();
    const put = (body: object) => acme().scim(`/Users/${id}`, { method: 'PUT', body });
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
    expect((await acme().scim(`/Users/${id}`)).body).toMatchObject({ id, active: false });
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
    const { body } = await acme().scim(`/Users/${id}`);
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
    expect((await acme().scim(`/Users/${id}`)).body['emails']).toHaveLength(1);
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

describe('what is kept of nobody', () => {
  const TEAM = 'urn:ietf:params:scim:schemas:extension:acme:2.0:User';

  test.each([
    ['an attribute of another schema', { op: 'Add', path: `${TEAM}:badge`, value: '7' }],
    ['one member of it', { op: 'Replace', path: `${TEAM}:desk.floor`, value: '7' }],
    [
      'one that is chosen by two members',
      { op: 'Add', path: 'addresses[type eq "work" and primary eq true].region', value: 'B' },
    ],
    ['all of another schema', { op: 'replace', value: { [TEAM]: { badge: '7' } } }],
    ['a name of its own', { op: 'replace', value: { [`${TEAM}:badge`]: '7' } }],
  ])('%s does not keep the rest of a change from being made', async (_, other) => {
    const id = await create();
    const { status, body } = await patch(id, other, { op: 'Replace', path: 'active', value: 'False' });
    expect({ status, active: body['active'] }).toEqual({ status: 200, active: false });
    expect(await said()).toEqual([OFF]);
    expect(JSON.stringify(await acme().store.records.list(1, 'directory-user'))).not.toMatch(/badge|floor|region/);
  });
});

describe('the names of members', () => {
  test('may be written in any case, as those of attributes', async () => {
    const id = await create({
      emails: [{ Value: 'j@acme.example', Type: 'work' }],
      Name: { GivenName: 'Jo', familyname: 'Doe' },
      [ENTERPRISE.toLowerCase()]: { Organization: 'Initech' },
    });
    const kept = { emails: [{ value: 'j@acme.example' }], name: { givenName: 'Jo', familyName: 'Doe' } };
    expect((await acme().scim(`/Users/${id}`)).body).toMatchObject({
      ...kept,
      [ENTERPRISE]: { organization: 'Initech' },
    });
    const { body } = await patch(
      id,
      { op: 'replace', path: `${ENTERPRISE}:Organization`, value: 'Umbrella' },
      { op: 'replace', path: 'Name.GivenName', value: 'Joanna' },
      { op: 'replace', path: 'emails[Type eq "work"].Value', value: 'x@acme.example' },
    );
    const now = { emails: [{ value: 'x@acme.example' }], name: { givenName: 'Joanna', familyName: 'Doe' } };
    expect(body).toMatchObject({ ...now, [ENTERPRISE]: { organization: 'Umbrella' } });
  });
});

describe('whoever is deleted', () => {
  test('has left, is gone for the directory and kept by us', async () => {
    const id = await create();
    expect((await acme().scim(`/Users/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await acme().scim(`/Users/${id}`)).status).toBe(404);
    expect((await acme().scim(`/Users/${id}`, { method: 'DELETE' })).status).toBe(404);
    expect((await patch(id, { op: 'replace', value: { active: true } })).status).toBe(404);
    expect(await find('userName eq "jo@acme.example"')).toEqual([]);
    expect(await said()).toEqual(['leaves: deleted from the directory']);
    expect(await acme().store.records.read(1, 'directory-user', id)).toMatchObject({ deletedAt: acme().clock.now });
  });

  test('after being switched off left when that was', async () => {
    const id = await create();
    await patch(id, { op: 'replace', value: { active: false } });
    await acme().scim(`/Users/${id}`, { method: 'DELETE' });
    expect(await said()).toEqual([OFF]);
  });

  test('and restored under both names is the same person again', async () => {
    const id = await create();
    await acme().scim(`/Users/${id}`, { method: 'DELETE' });
    expect(await create()).toBe(id);
    expect(await said()).toEqual(['leaves: deleted from the directory', BACK]);
  });

  test('leaves a name that may be of somebody else by now', async () => {
    const id = await create();
    await acme().scim(`/Users/${id}`, { method: 'DELETE' });
    expect(await create({ externalId: 'okta-2' })).not.toBe(id);
    expect(await said()).toEqual([
      'leaves: deleted from the directory',
      'stays: new in the directory under an old name',
    ]);
  });
});
