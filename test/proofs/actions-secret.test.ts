import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Door, makeDoor } from '../support/make-door.ts';
import { makeCredential } from '../support/make-facts.ts';
import { DEPARTED, observing } from './observing.ts';

let acme: Door;
const observe = observing(() => acme);
beforeAll(async () => {
  acme = await makeDoor();
});
afterAll(() => acme.close());

const shopScope = () => ({ repositoryId: acme.shop.id, repository: 'acme/shop' });
const stored = (scope: object, name = 'TOKEN') => makeCredential({ kind: 'actions-secret', name, scope, facts: {} });
const before = { createdAt: DEPARTED - 9e8, updatedAt: DEPARTED - 9e8 };

describe('an Actions secret', () => {
  it('that was last saved before the departure is alive', async () => {
    acme.github.setSecret(acme.shop, acme.mallory, 'OLD', before);
    const seen = await observe(stored(shopScope(), 'OLD'));
    expect(seen).toMatchObject({ result: 'alive', says: expect.stringContaining('before the departure') });
  });

  it('that was saved again is P1 and no more, and honest about it: the same value would look the same', async () => {
    acme.github.setSecret(acme.shop, acme.mallory, 'NEW', { ...before, updatedAt: DEPARTED + 9e7 });
    const seen = await observe(stored(shopScope(), 'NEW'));
    expect(seen).toMatchObject({ result: 'replaced', grade: 'P1' });
    expect(seen.says).toMatch(/saving the same value again would look the same.*fate is not proved/);
  });

  it('that was saved at the very moment of the departure is not a new one', async () => {
    acme.github.setSecret(acme.shop, acme.mallory, 'THEN', { ...before, updatedAt: DEPARTED });
    expect((await observe(stored(shopScope(), 'THEN'))).result).toBe('alive');
  });

  it('that was removed is P1: its issuer may still take the value', async () => {
    const seen = await observe(stored(shopScope(), 'REMOVED'));
    expect(seen).toMatchObject({ result: 'gone', grade: 'P1', control: { status: 200 } });
    expect(seen.says).toContain('whether its issuer still accepts the value is not proved');
  });

  it('of an environment is looked for there', async () => {
    const place = acme.github.createEnvironment(acme.shop, acme.alice, 'prod/eu');
    acme.github.setSecret(place, acme.bob, 'TOKEN', before);
    const known = stored({ ...shopScope(), environment: 'prod/eu' });
    const request = 'GET /repos/acme/shop/environments/prod/eu/secrets/TOKEN';
    expect(await observe(known)).toMatchObject({ result: 'alive', asked: { request } });
    acme.github.deleteSecret(place, acme.bob, 'TOKEN');
    expect(await observe(known)).toMatchObject({ result: 'gone', grade: 'P1' });
  });

  it('of the organisation is looked for there', async () => {
    acme.github.setSecret(acme.acme, acme.alice, 'TOKEN', before);
    const request = 'GET /orgs/acme/actions/secrets/TOKEN';
    expect(await observe(stored({}))).toMatchObject({ result: 'alive', asked: { request } });
  });

  it('proves nothing when its store may not be listed', async () => {
    const blind = await makeDoor({ permissions: { contents: 'read' } });
    const seen = await observe(stored(shopScope()), { github: blind.door });
    expect(seen).toMatchObject({ result: 'unknown', says: expect.stringMatching(/so nothing is proved$/) });
    await blind.close();
  });

  it('proves nothing when its repository is not visible any more', async () => {
    const seen = await observe(stored({ repositoryId: 1, repository: 'acme/hidden' }));
    expect(seen).toMatchObject({ result: 'unknown', asked: { status: 404 }, control: { status: 404 } });
  });

  it('proves nothing when another repository took the name', async () => {
    const seen = await observe(stored({ repositoryId: acme.shop.id + 1, repository: 'acme/shop' }, 'REMOVED'));
    expect(seen).toMatchObject({ result: 'unknown', asked: { status: 404 }, control: { status: 200 } });
  });
});
