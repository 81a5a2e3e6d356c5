import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KnownCredential } from '../../src/model/credential.ts';
import { DEFAULT_POLICY } from '../../src/model/policy.ts';
import { Secret } from '../../src/model/secret.ts';
import { DAY, HOUR } from '../../src/model/time.ts';
import { requiredGrade } from '../../src/policy/proof-status.ts';
import { sayProof } from '../../src/policy/words/credential.ts';
import { certificate } from '../support/certificate.ts';
import { type Door, makeDoor } from '../support/make-door.ts';
import { makeFile, makePlaintext, NOW } from '../support/make-facts.ts';
import { observing } from './observing.ts';

let acme: Door;
const observe = observing(() => acme);
beforeAll(async () => {
  acme = await makeDoor();
});
afterAll(() => acme.close());

const ofRule = (rule: string, more: Partial<KnownCredential> = {}) =>
  makePlaintext({
    plaintext: { ...makePlaintext().plaintext, rule } as NonNullable<KnownCredential['plaintext']>,
    ...more,
  });
const part = (claims: unknown) => Buffer.from(JSON.stringify(claims)).toString('base64url');
const jwt = (claims: unknown) => `${part({ alg: 'RS256' })}.${part(claims)}.${'x'.repeat(40)}`;
const seconds = (iso: string) => Date.parse(iso) / 1000;
const look = (credential: KnownCredential, value: string, ...texts: readonly string[]) =>
  observe(credential, { now: NOW, value: async () => new Secret(value), surroundings: async () => texts });

describe('a JSON Web Token', () => {
  const token = ofRule('generic-jwt');

  it('whose day has passed is dead for everybody, and the box ticks', async () => {
    const seen = await look(token, jwt({ exp: seconds('2026-11-20') }));
    expect(seen).toMatchObject({ result: 'gone', grade: 'P3', says: 'it expired on 2026-11-20', proof: 'expired' });
    expect(requiredGrade(token, DEFAULT_POLICY)).toBe('P3');
    const words = sayProof(makeFile({ credential: token, observations: [seen] }));
    expect(words).toBe('**P3**: it expired on 2026-11-20 (2026-11-21, `its own date`)');
  });

  it('whose day is to come, or has just come, is not', async () => {
    for (const exp of [seconds('2027-01-01'), NOW / 1000 - 60])
      expect(await look(token, jwt({ exp }))).toMatchObject({ result: 'unknown' });
  });

  it.each([
    ['without a day', { sub: 'a' }],
    ['whose day is text', { exp: '1' }],
    ['whose day is before all days', { exp: -1 }],
    ['whose day is after all days', { exp: 1e300 }],
    ['that is a list', [1]],
    ['that is nothing', null],
  ])('%s proves nothing', async (_, claims) => {
    expect(await look(token, jwt(claims))).toMatchObject({
      result: 'unknown',
      says: 'it shows no date on which it ends',
    });
  });

  it('that is broken, or cannot be read again, proves nothing', async () => {
    expect(await look(token, 'eyJhbGciOiJub25lIn0.eyJ7.x')).toMatchObject({ result: 'unknown' });
    expect(await observe(token, { now: NOW })).toMatchObject({ result: 'unknown' });
  });
});

describe('what lives for some hours at most, whatever was asked for', () => {
  it.each([
    ['aws-temporary-key-id', 36],
    ['aws-session-token', 36],
    ['aws-bedrock-short-key', 12],
    ['google-oauth-access-token', 12],
  ])('(%s: %i hours) is over when it was seen before that, and its box ticks', async (rule, hours) => {
    const seenAgo = (ms: number) => ofRule(rule, { firstSeenAt: NOW - ms });
    const over = await look(seenAgo(hours * HOUR + HOUR), 'x');
    expect(over).toMatchObject({
      result: 'gone',
      grade: 'P3',
      says: expect.stringContaining(`${hours} hours at most`),
    });
    expect(makeFile({ credential: ofRule(rule), observations: [over] }).proof.state).toBe('proved');
    expect(await look(seenAgo(hours * HOUR - HOUR), 'x')).toMatchObject({ result: 'unknown' });
  });
});

describe('a token of an installation', () => {
  it.each([
    [DAY + HOUR, 'gone'],
    // GitHub gives a job its token for as long as it runs, up to a day.
    [2 * HOUR, 'unknown'],
    [HOUR / 2, 'unknown'],
  ])('lives for a day at most: seen %i ms ago it is %s', async (ago, result) => {
    for (const rule of ['github-installation-token', 'github-installation-jwt'])
      expect(await look(ofRule(rule, { firstSeenAt: NOW - ago }), 'ghs_x')).toMatchObject({ result });
  });
});

describe('a private key', () => {
  const key = (): string =>
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const mine = key();
  const credential = ofRule('private-key-pkcs8');

  it('whose certificate has ended is proved so far, and no further: the key may be used elsewhere', async () => {
    const seen = await look(credential, mine, `${mine}${certificate(mine, '2026-10-01')}`);
    expect(seen).toMatchObject({
      result: 'gone',
      grade: 'P3',
      says: 'the certificate beside it, wherever it was seen, expired on 2026-10-01; whether the key is used elsewhere is not proved',
    });
    expect(makeFile({ credential, observations: [seen] }).proof.state).toBe('partly');
  });

  it('is not judged by a certificate that is missing in one place: whoever may push could add one of their own that has ended', async () => {
    const added = `${mine}${certificate(mine, '2026-10-01')}`;
    for (const texts of [[mine, added], [added, mine], []])
      expect(await look(credential, mine, ...texts)).toMatchObject({ result: 'unknown' });
    const renewed = `${mine}${certificate(mine, '2026-11-01')}`;
    expect(await look(credential, mine, added, renewed)).toMatchObject({
      result: 'gone',
      grade: 'P3',
      says: expect.stringMatching(/^the certificate beside it, wherever it was seen, expired on 2026-11-01; /),
    });
  });

  it('one of whose certificates still holds is good for something', async () => {
    const text = `${certificate(mine, '2026-10-01')}${certificate(mine, '2030-10-01')}`;
    expect(await look(credential, mine, text)).toMatchObject({ result: 'unknown' });
  });

  it('is not judged by the certificate of another key, by none, or by what only looks like one', async () => {
    const broken = certificate(mine, '2026-10-01').replace(/[a-f]/g, 'Z');
    for (const text of [certificate(key(), '2026-10-01'), '', broken])
      expect(await look(credential, mine, text)).toMatchObject({ result: 'unknown' });
  });
});
