import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Subject } from '../../src/evidence/evidence-kind.ts';
import type { KnownCredential } from '../../src/model/credential.ts';
import { publicKeyHash } from '../../src/model/public-key.ts';
import { Secret } from '../../src/model/secret.ts';
import { newPublicKey } from '../github-stand-in/acme.ts';
import { fake } from '../support/fake-tokens.ts';
import { makeCredential, makePlaintext } from '../support/make-facts.ts';
import { type Witness, witness } from './witness.ts';

let acme: Witness;
beforeAll(async () => {
  acme = await witness();
});
afterAll(() => acme.close());
afterEach(() => acme.github.clearFaults());

describe('a token that the audit log knows by its hash', () => {
  const TOKEN = 'ghp_{base62:30}{crc32-base62}';
  const found = (token: string | undefined, rule = 'github-pat'): Subject => ({
    credential: makePlaintext({
      plaintext: { ...makePlaintext().plaintext, rule } as NonNullable<KnownCredential['plaintext']>,
    }),
    value: async () => (token === undefined ? undefined : new Secret(token)),
  });
  const gather = (subject: Subject, github = acme.door) =>
    acme.gatherFrom('hashed-token', subject, acme.worldWith(github, []));
  const used = (token: string, actor: Witness['bob'], more: object = {}) =>
    acme.acme.audit.push({
      action: 'git.clone',
      created_at: 1_780_000_000_000 + acme.acme.audit.length,
      _document_id: `used ${acme.acme.audit.length}`,
      actor: actor.login,
      actor_id: actor.id,
      hashed_token: createHash('sha256').update(token).digest('base64'),
      ...more,
    });

  it('names its user, though nobody uses it', async () => {
    const token = fake(TOKEN, 1);
    used(token, acme.mallory);
    used(token, acme.mallory);
    used(fake(TOKEN, 2), acme.bob);
    const evidence = await gather(found(token));
    expect(evidence).toMatchObject([
      { kind: 'hashed-token', role: 'creator', strength: 'stated', who: { id: acme.mallory.id, login: 'mallory' } },
    ]);
    expect(JSON.stringify([evidence, acme.github.requests])).not.toContain(token);
    expect(acme.asked().filter((line) => line.includes('/user'))).toEqual([]);
  });

  it('that several accounts used names all of them: which one it is, is not decided here', async () => {
    const token = fake(TOKEN, 3);
    used(token, acme.mallory);
    used(token, acme.bob);
    const names = (await gather(found(token))).map(({ who }) => who.login);
    expect(new Set(names)).toEqual(new Set(['bob', 'mallory']));
  });

  it('of a program says so', async () => {
    const token = fake(TOKEN, 4);
    used(token, acme.bob, { actor: 'deployer[bot]', actor_is_bot: true });
    expect((await gather(found(token, 'github-installation-token'))).map(({ who }) => who.bot)).toEqual([true]);
  });

  it('that never acted names nobody', async () => {
    expect(await gather(found(fake(TOKEN, 5)))).toEqual([]);
  });

  it('whose entries have no actor names nobody', async () => {
    const token = fake(TOKEN, 6);
    used(token, acme.bob, { actor: undefined, actor_id: undefined });
    expect(await gather(found(token))).toEqual([]);
  });

  it('is not looked for when it is of another issuer, or no value is at hand', async () => {
    const before = acme.asked().length;
    expect(await gather(found('x', 'npm-token'))).toEqual([]);
    expect(await gather({ credential: makePlaintext() })).toEqual([]);
    expect(acme.asked().length).toBe(before);
  });

  it('that cannot be read again is a gap', async () => {
    await expect(gather(found(undefined))).rejects.toMatchObject({ name: 'NotVisible' });
  });

  it('says which plan it needs where the log has no API', async () => {
    acme.acme.plan = 'team';
    await expect(gather(found('x'))).rejects.toMatchObject({ gap: { needs: 'GitHub Enterprise', why: 'absent' } });
    acme.acme.plan = 'enterprise';
  });

  it.each([
    ['403', { status: 403 }, 'NotVisible'],
    ['429', { status: 429, headers: { 'retry-after': '30' } }, 'RetryLater'],
    ['410', { status: 410 }, 'GitHubFailure'],
    ['500', { status: 500 }, 'GitHubFailure'],
    ['a cut body', { cut: true }, 'GitHubFailure'],
  ])('%s is never an empty answer', async (_, fault, name) => {
    acme.github.fault({ on: /GET .*\/audit-log/, times: 9, ...fault });
    await expect(gather(found('x'))).rejects.toMatchObject({ name });
  });
});

describe('the same public key', () => {
  const line = newPublicKey();
  const key = makeCredential({ facts: { keyId: 5, publicKey: publicKeyHash(line) } });
  const accounts = (...keys: readonly string[]) => ({
    ...acme.worldWith(acme.door, []),
    accountKeys: async () => [
      { id: 7, login: 'mallory', lookedAt: 2, keys: keys.map((each) => ({ hash: publicKeyHash(each), seenAt: 1 })) },
    ],
  });

  it('on somebody’s account names them, whatever comment stands behind it', async () => {
    const evidence = await acme.gatherFrom('public-key', { credential: key }, accounts(`${line} mallory@laptop`));
    expect(evidence).toMatchObject([{ strength: 'stated', role: 'creator', who: { id: 7, login: 'mallory' } }]);
  });

  it('on nobody’s account names nobody', async () => {
    expect(await acme.gatherFrom('public-key', { credential: key }, accounts(newPublicKey()))).toEqual([]);
    expect(await acme.gatherFrom('public-key', { credential: key }, accounts())).toEqual([]);
  });

  it('is not asked of what has none', async () => {
    expect(await acme.gatherFrom('public-key', { credential: makePlaintext() }, accounts(line))).toEqual([]);
  });
});

it('GitHub has nothing against what was asked', async () => {
  await acme.github.settled();
  expect(acme.github.problems).toEqual([]);
});
