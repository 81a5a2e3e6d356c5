import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SecretAlert } from '../../demo/github/records.ts';
import type { KnownCredential } from '../../src/model/credential.ts';
import type { VariableSighting } from '../../src/model/sighting.ts';
import { proofKinds } from '../../src/proofs/index.ts';
import { type Door, makeDoor } from '../support/make-door.ts';
import { makeFile, makePlaintext, NOW } from '../support/make-facts.ts';
import { probeOf } from '../support/probes.ts';
import { observing } from './observing.ts';

let acme: Door;
const observe = observing(() => acme);
beforeAll(async () => {
  acme = await makeDoor();
});
afterAll(() => acme.close());
afterEach(() => acme.github.clearFaults());

const plaintext = { ...makePlaintext().plaintext, rule: 'some-rule' } as NonNullable<KnownCredential['plaintext']>;
const credential = makePlaintext({ plaintext });

function sighting(number: number, name = `secret-scanning alert #${number}`): VariableSighting {
  const scope = { repositoryId: acme.shop.id, repository: 'acme/shop' };
  return { id: name, in: 'variable', credential: credential.id, scope, firstSeenAt: NOW, name };
}

function alerts(...given: Partial<SecretAlert>[]): readonly VariableSighting[] {
  acme.shop.alerts = given.map((each, at) => ({
    number: at + 1,
    createdAt: 1,
    secretType: 'x',
    secret: 'value',
    state: 'open',
    validity: 'unknown',
    ...each,
  }));
  return acme.shop.alerts.map(({ number }) => sighting(number));
}

describe('what GitHub’s alert says of the issuer', () => {
  it.each([
    ['active', { result: 'alive' }],
    // GitHub’s API lets whoever may write alerts set it, and shows what they set as if the issuer had said it.
    ['inactive', { result: 'unknown', says: expect.stringContaining('can set that') }],
    ['unknown', { result: 'unknown' }],
  ] as const)('%s is %o', async (validity, seen) => {
    expect(await observe(credential, {}, alerts({ validity }))).toMatchObject(seen);
  });

  it('counts, and not that somebody closed the alert as "revoked"', async () => {
    expect(await observe(credential, {}, alerts({ state: 'resolved' }))).toMatchObject({ result: 'unknown' });
    expect(await observe(credential, {}, alerts({ state: 'resolved', validity: 'active' }))).toMatchObject({
      result: 'alive',
    });
  });

  it('from several alerts is the worst: one that says "active" is enough, one that does not know is silent', async () => {
    const worst = await observe(credential, {}, alerts({ validity: 'inactive' }, { validity: 'active' }));
    expect(worst).toMatchObject({ result: 'alive' });
    const silent = await observe(credential, {}, alerts({}, { validity: 'inactive' }));
    expect(silent).toMatchObject({ result: 'unknown', says: expect.stringContaining('“inactive”') });
  });

  it('is asked without the value', async () => {
    await observe(credential, {}, alerts({ validity: 'inactive' }));
    const asked = acme.github.requests.filter(({ path }) => /alerts\/\d+$/.test(path));
    expect(asked.map(({ query }) => query['hide_secret'])).toEqual(asked.map(() => 'true'));
    expect(asked.length).toBeGreaterThan(0);
  });
});

describe('it proves nothing', () => {
  it.each([403, 404, 410, 500])('when GitHub answers %i', async (status) => {
    const seen = alerts({ validity: 'inactive' });
    acme.github.fault({ on: /GET .*\/alerts\/\d+$/, status, times: 9 });
    expect(await observe(credential, {}, seen)).toMatchObject({ result: 'unknown', asked: { status } });
  });

  it('when the answer is cut', async () => {
    const seen = alerts({ validity: 'inactive' });
    acme.github.fault({ on: /GET .*\/alerts\/\d+$/, cut: true, times: 9 });
    expect(await observe(credential, {}, seen)).toMatchObject({ result: 'unknown', asked: { status: 0 } });
  });

  it('while GitHub asks to wait: then the job comes back', async () => {
    const seen = alerts({ validity: 'inactive' });
    acme.github.fault({ on: /GET .*\/alerts\/\d+$/, status: 429, headers: { 'retry-after': '7' } });
    await expect(observe(credential, {}, seen)).rejects.toMatchObject({ name: 'RetryLater' });
  });

  it('when the name leads to another repository now', async () => {
    const [one] = alerts({ validity: 'inactive' });
    const moved = { ...sighting(1), scope: { repositoryId: 999, repository: one?.scope.repository ?? '' } };
    expect(await observe(credential, {}, [moved])).toMatchObject({ result: 'unknown' });
  });
});

it('is not asked about what no alert names', () => {
  const file = makeFile({ credential, sightings: [sighting(1, 'secret-scanning alert #x'), sighting(2, 'TOKEN')] });
  expect(proofKinds.some((kind) => kind.appliesTo(file, probeOf))).toBe(false);
});

it('GitHub has nothing against what was asked', async () => {
  await acme.github.settled();
  expect(acme.github.problems).toEqual([]);
});
