import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { credentialId } from '../../src/model/credential.ts';
import { newPublicKey } from '../github-stand-in/acme.ts';
import { type Door, makeDoor } from '../support/make-door.ts';
import { makeCredential } from '../support/make-facts.ts';
import { observing } from './observing.ts';

let acme: Door;
const observe = observing(() => acme);
beforeAll(async () => {
  acme = await makeDoor();
});
afterAll(() => acme.close());
afterEach(() => acme.github.clearFaults());

/** A key of the shop, on GitHub and as the ledger knows it. */
function added() {
  const key = acme.github.addDeployKey(acme.shop, acme.mallory, 'ci', newPublicKey());
  const scope = { repositoryId: acme.shop.id, repository: 'acme/shop' };
  const known = makeCredential({ id: credentialId('deploy-key', 1, key.id), scope, facts: { keyId: key.id } });
  return { key, known };
}

describe('a deploy key', () => {
  it('that is there is alive', async () => {
    expect(await observe(added().known)).toMatchObject({ result: 'alive', asked: { status: 200 } });
  });

  it('that was deleted is proved gone to P3, with the request that shows it and a control beside it', async () => {
    const { key, known } = added();
    acme.github.deleteDeployKey(acme.shop, acme.alice, key);
    expect(await observe(known)).toMatchObject({
      result: 'gone',
      grade: 'P3',
      proof: 'deploy-key-gone',
      says: 'GitHub, which lets the key in, no longer knows it',
      asked: {
        request: `GET /repos/acme/shop/keys/${key.id}`,
        status: 404,
        requestId: expect.any(String),
        date: expect.any(String),
      },
      control: { request: 'GET /repos/acme/shop/keys', status: 200 },
    });
  });

  it('is alive again when it was re-created under the same number', async () => {
    const { key, known } = added();
    acme.github.deleteDeployKey(acme.shop, acme.alice, key);
    expect((await observe(known)).result).toBe('gone');
    acme.shop.keys.push(key);
    expect((await observe(known)).result).toBe('alive');
  });
});

describe('a deploy key whose public key is also elsewhere', () => {
  /** Deleted from the shop, and the same key in another repository. */
  async function twins(name: string) {
    const here = added();
    const other = await acme.github.createRepository(acme.acme, name, { actor: acme.alice });
    // GitHub takes a key in one place at a time.
    acme.github.deleteDeployKey(acme.shop, acme.alice, here.key);
    const key = acme.github.addDeployKey(other, acme.mallory, 'ci', here.key.key);
    const scope = { repositoryId: other.id, repository: `acme/${name}` };
    const twin = makeCredential({ id: credentialId('deploy-key', other.id, key.id), scope, facts: { keyId: key.id } });
    return { here: here.known, twin, key, other };
  }

  it('is not gone while it opens another repository', async () => {
    const { here, twin, key, other } = await twins('twin');
    const seen = await observe(here, {}, [], [twin]);
    expect(seen).toMatchObject({ result: 'alive', says: 'deleted here, but the same key still opens acme/twin' });
    expect(seen.grade).toBeUndefined();
    acme.github.deleteDeployKey(other, acme.alice, key);
    expect(await observe(here, {}, [], [twin])).toMatchObject({ result: 'gone', grade: 'P3' });
  });

  it.each([403, 500])('is not proved gone when GitHub answers %i there', async (status) => {
    const { here, twin } = await twins(`twin-${status}`);
    acme.github.fault({ on: new RegExp(`GET /repos/acme/twin-${status}/keys`), status, times: 9 });
    expect(await observe(here, {}, [], [twin])).toMatchObject({
      result: 'unknown',
      says: `deleted here; whether the same key still opens acme/twin-${status} could not be seen`,
    });
  });

  it.each([
    ['the key', '/keys/\\d+$'],
    ['the list', '/keys(?:\\?|$)'],
    ['the repository', '$'],
  ])('is not proved gone when only %s could not be seen there', async (what, path) => {
    const name = `half-${what.slice(4)}`;
    const { here, twin, key, other } = await twins(name);
    acme.github.deleteDeployKey(other, acme.alice, key);
    const before = acme.github.requests.length;
    acme.github.fault({ on: new RegExp(`GET /repos/acme/${name}${path}`), status: 500, times: 9 });
    const seen = await observe(here, {}, [], [twin]);
    expect(acme.github.requests.slice(before).some(({ status }) => status === 500)).toBe(true);
    expect(seen).toMatchObject({ result: 'unknown', says: expect.stringContaining('could not be seen') });
  });

  it('is alive here whatever is elsewhere, and nobody asks there', async () => {
    const before = acme.github.requests.length;
    expect((await observe(added().known, {}, [], [makeCredential()])).result).toBe('alive');
    expect(acme.github.requests.length - before).toBe(2);
  });
});

describe('a deploy key proves nothing', () => {
  it('of a repository that is not visible: a 404 is also what a lost permission looks like', async () => {
    const scope = { repositoryId: 1, repository: 'acme/hidden' };
    const seen = await observe({ ...added().known, scope });
    expect(seen).toMatchObject({ result: 'unknown', asked: { status: 404 }, control: { status: 404 } });
  });

  it('when the permission was taken away', async () => {
    const blind = await makeDoor({ permissions: { contents: 'read' } });
    const seen = await observe(added().known, { github: blind.door });
    expect(seen).toMatchObject({
      result: 'unknown',
      asked: { status: 403 },
      says: 'the keys of the repository could not be listed (not visible: needs administration: read), so nothing is proved',
    });
    await blind.close();
  });

  it('when another repository took the name', async () => {
    const old = await acme.github.createRepository(acme.acme, 'old', { actor: acme.alice });
    const key = acme.github.addDeployKey(old, acme.mallory, 'ci', newPublicKey());
    acme.github.renameRepository(old, acme.mallory, 'moved-away');
    await acme.github.createRepository(acme.acme, 'old', { actor: acme.mallory });
    const scope = { repositoryId: old.id, repository: 'acme/old' };
    const seen = await observe(makeCredential({ scope, facts: { keyId: key.id } }));
    expect(seen).toMatchObject({ result: 'unknown', asked: { status: 404 }, control: { status: 200 } });
    expect(seen.says).toContain('does not lead to the one that is meant');
  });

  it.each([500, 502])('when GitHub answers %i', async (status) => {
    const { known } = added();
    acme.github.fault({ on: /GET .*\/keys\/\d+$/, status, times: 9 });
    expect(await observe(known)).toMatchObject({ result: 'unknown', says: expect.stringContaining(`${status}`) });
  });

  it('when the connection is cut', async () => {
    const { known } = added();
    acme.github.fault({ on: /GET .*\/keys\/\d+$/, cut: true, times: 9 });
    expect(await observe(known)).toMatchObject({ result: 'unknown', asked: { status: 0 } });
  });

  it('while GitHub asks to wait: then nothing is written down', async () => {
    const { known } = added();
    acme.github.fault({ on: /GET .*\/keys\/\d+$/, status: 429, headers: { 'retry-after': '7' } });
    await expect(observe(known)).rejects.toMatchObject({ name: 'RetryLater', afterMs: 7000 });
  });
});

it('GitHub has nothing against what was asked', async () => {
  await acme.github.settled();
  expect(acme.github.problems).toEqual([]);
});
