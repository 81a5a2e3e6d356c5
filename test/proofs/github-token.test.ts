import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { KnownCredential } from '../../src/model/credential.ts';
import { Secret } from '../../src/model/secret.ts';
import { proofKinds } from '../../src/proofs/index.ts';
import { type Door, makeDoor } from '../support/make-door.ts';
import { makeFile, makePlaintext } from '../support/make-facts.ts';
import { probeOf } from '../support/probes.ts';
import { observing } from './observing.ts';

let acme: Door;
const observe = observing(() => acme);
beforeAll(async () => {
  acme = await makeDoor();
});
afterAll(() => acme.close());
afterEach(() => acme.github.clearFaults());

describe('a GitHub token that was found in code', () => {
  const holding = (token: string) => ({ value: async () => new Secret(token) });

  it.each(['github-pat', 'github-fine-grained-pat', 'github-oauth-token', 'github-app-user-token'])(
    'of rule %s can be asked about',
    (rule) => {
      const plaintext = { ...makePlaintext().plaintext, rule } as NonNullable<KnownCredential['plaintext']>;
      const file = makeFile({ credential: makePlaintext({ plaintext }) });
      expect(proofKinds.some((kind) => kind.appliesTo(file, probeOf))).toBe(true);
    },
  );

  it('of another issuer cannot', () => {
    const plaintext = { ...makePlaintext().plaintext, rule: 'aws-access-key' } as NonNullable<
      KnownCredential['plaintext']
    >;
    expect(
      proofKinds.some((kind) => kind.appliesTo(makeFile({ credential: makePlaintext({ plaintext }) }), probeOf)),
    ).toBe(false);
  });

  it('is alive while GitHub takes it, and dead at its issuer when GitHub refuses it', async () => {
    const token = acme.github.createPersonalAccessToken(acme.mallory);
    expect(await observe(makePlaintext(), holding(token))).toMatchObject({ result: 'alive' });
    acme.github.revokePersonalAccessToken(token);
    const dead = await observe(makePlaintext(), holding(token));
    expect(dead).toMatchObject({ result: 'gone', grade: 'P4', asked: { status: 401 }, control: { status: 200 } });
    expect(JSON.stringify(dead)).not.toContain(token);
  });

  it('proves nothing when the value cannot be read again', async () => {
    expect(await observe(makePlaintext())).toMatchObject({ result: 'unknown', asked: { status: 0 } });
  });

  it.each([
    ['a gateway refuses everybody', { status: 401 }],
    ['there is no request id, so it may not be GitHub', { status: 401, requestId: undefined }],
    ['it is rate limited', { status: 429, requestId: 'x' }],
    ['it is forbidden', { status: 403, requestId: 'x' }],
    ['there is no answer', { status: 0 }],
    ['the server fails', { status: 503, requestId: 'x' }],
  ])('proves nothing when %s', async (_, { status, ...rest }) => {
    const ask = async () => ({
      ...{ status, verdict: status === 401 ? ('dead' as const) : ('unclear' as const) },
      ...('requestId' in rest && rest.requestId ? { requestId: rest.requestId } : {}),
    });
    expect(await observe(makePlaintext(), { ...holding('x'), ask })).toMatchObject({ result: 'unknown' });
  });

  it('proves nothing when the control read fails beside the 401', async () => {
    acme.github.fault({ on: /GET \/meta/, status: 502, times: 9 });
    const ask = async () => ({ status: 401, verdict: 'dead' as const, requestId: 'x' });
    expect(await observe(makePlaintext(), { ...holding('x'), ask })).toMatchObject({ result: 'unknown' });
  });
});

it('no kind claims more than it can reach', () => {
  const best = Object.fromEntries(proofKinds.map((kind) => [kind.name, kind.best]));
  expect(best).toMatchObject({ 'deploy-key-gone': 'P3', 'actions-secret-replaced': 'P1', 'github-token-dead': 'P4' });
});

it('GitHub has nothing against what was asked', async () => {
  await acme.github.settled();
  expect(acme.github.problems).toEqual([]);
});
