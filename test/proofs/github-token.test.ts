import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { askIssuer } from '../../src/github/ask-issuer.ts';
import type { KnownCredential } from '../../src/model/credential.ts';
import { Secret } from '../../src/model/secret.ts';
import { proofKinds } from '../../src/proofs/index.ts';
import type { ProofWorld } from '../../src/proofs/proof-kind.ts';
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
    const alive = await observe(makePlaintext(), holding(token));
    expect(alive).toMatchObject({ result: 'alive' });
    acme.github.revokePersonalAccessToken(token);
    const dead = await observe(makePlaintext(), { ...holding(token), before: [alive] });
    expect(dead).toMatchObject({ result: 'gone', grade: 'P4', asked: { status: 401 }, control: { status: 200 } });
    expect(JSON.stringify(dead)).not.toContain(token);
  });

  describe('that nobody saw alive, and that may be of another GitHub', () => {
    const refusing = (there: 'dead' | 'live' | 'unclear') => {
      const asked: string[] = [];
      const ask: ProofWorld['ask'] = async ({ url }) => {
        asked.push(url);
        const verdict = url.startsWith('{api}') ? 'dead' : there;
        return { status: verdict === 'dead' ? 401 : verdict === 'live' ? 200 : 503, verdict, requestId: 'x' };
      };
      return { asked, more: { ...holding('x'), ask } };
    };

    it('is dead on github.com by its own word, which says of which GitHub it is', async () => {
      const { asked, more } = refusing('live');
      const github = { ...acme.door, serverUrl: 'https://github.com' };
      const seen = await observe(makePlaintext(), { ...more, github, asksOthers: true });
      expect(seen).toMatchObject({ result: 'gone', grade: 'P4', says: expect.stringContaining('Enterprise Server') });
      expect(asked).toEqual(['{api}/user']);
    });

    it.each([
      ['dead', { result: 'gone', grade: 'P4' }],
      ['live', { result: 'alive' }],
      ['unclear', { result: 'unknown' }],
    ] as const)('is on another server what github.com says as well: %s', async (there, expected) => {
      const { asked, more } = refusing(there);
      const seen = await observe(makePlaintext(), { ...more, asksOthers: true });
      expect(seen).toMatchObject({ ...expected, says: expect.stringContaining('github.com') });
      expect(asked).toEqual(['{api}/user', 'https://api.github.com/user']);
    });

    it('is not proved dead by another server when it was github.com that took it', async () => {
      const alive = await observe(makePlaintext(), { ...refusing('live').more, asksOthers: true });
      expect(alive.result).toBe('alive');
      const seen = await observe(makePlaintext(), { ...refusing('unclear').more, asksOthers: true, before: [alive] });
      expect(seen.result).toBe('unknown');
    });

    it('is not proved dead on another server where nobody else may be asked', async () => {
      const { asked, more } = refusing('dead');
      const seen = await observe(makePlaintext(), more);
      expect(seen).toMatchObject({ result: 'unknown', says: expect.stringContaining('github.com') });
      expect(asked).toEqual(['{api}/user']);
    });

    it('is shown to github.com only when its own server refused it', async () => {
      const token = acme.github.createPersonalAccessToken(acme.mallory);
      const live = askIssuer({ github: `${acme.github.url}/api/v3`, restMs: 0, now: Date.now });
      const asked: string[] = [];
      const ask: ProofWorld['ask'] = async (probe, secret) => {
        asked.push(probe.url);
        return live(probe, secret);
      };
      await observe(makePlaintext(), { ...holding(token), ask, asksOthers: true });
      expect(asked).toEqual(['{api}/user']);
    });
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
      status,
      verdict: status === 401 ? ('dead' as const) : ('unclear' as const),
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
