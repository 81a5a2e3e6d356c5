import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { askIssuer } from '../../src/github/ask-issuer.ts';
import type { KnownCredential } from '../../src/model/credential.ts';
import type { Observation } from '../../src/model/proof.ts';
import { Secret } from '../../src/model/secret.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../src/model/time.ts';
import type { ProofWorld } from '../../src/proofs/proof-kind.ts';
import { PARTITIONS, startAws } from '../support/fake-aws.ts';
import { fake } from '../support/fake-tokens.ts';
import { type Door, makeDoor } from '../support/make-door.ts';
import { makeFile, makePlaintext, NOW } from '../support/make-facts.ts';
import { observing } from './observing.ts';

let acme: Door;
let aws: Awaited<ReturnType<typeof startAws>>;
const observe = observing(() => acme);
beforeAll(async () => {
  [acme, aws] = await Promise.all([makeDoor(), startAws()]);
});
afterEach(() => {
  aws.keys.clear();
  aws.failing.clear();
  aws.asked.length = 0;
});
afterAll(() => Promise.all([acme.close(), aws.close()]));

const ofRule = (rule: string, firstSeenAt = NOW - DAY) =>
  makePlaintext({
    plaintext: { ...makePlaintext().plaintext, rule } as NonNullable<KnownCredential['plaintext']>,
    firstSeenAt,
  });
const idOf = (seed: number) => fake('AKIA{base32:16}', seed);
const secretOf = (seed: number) => fake('{awssecret}', seed);
const [id, otherId, secret] = [idOf(1), idOf(2), secretOf(3)];
const [WORLDWIDE, GOVERNMENT, CHINA, EUROPE] = PARTITIONS;

const look = (
  rule: string,
  value: string,
  texts: readonly string[],
  before: readonly Observation[] = [],
  firstSeenAt?: Instant,
) => {
  const ask: ProofWorld['ask'] = askIssuer({ github: '', elsewhere: aws.elsewhere, restMs: 0, now: () => NOW });
  const found = { value: async () => new Secret(value), surroundings: async () => texts };
  return observe(ofRule(rule, firstSeenAt), { ...found, ask, now: NOW, before });
};

describe('the ID of an AWS key', () => {
  const rule = 'aws-access-key-id';

  it.each([WORLDWIDE, GOVERNMENT, CHINA, EUROPE])(
    'that AWS knows (%s) is alive, and that one partition can say that it is gone',
    async (partition) => {
      aws.keys.set(id, { secret, partition });
      const alive = await look(rule, id, []);
      expect(alive).toMatchObject({
        result: 'alive',
        asked: { request: expect.stringContaining(partition), status: 403 },
      });
      aws.keys.clear();
      aws.asked.length = 0;
      const gone = await look(rule, id, [], [alive]);
      expect(gone).toMatchObject({
        result: 'gone',
        grade: 'P4',
        says: expect.stringMatching(/^AWS, its issuer, knows it no more/),
      });
      expect(aws.asked.map(({ partition: host }) => host)).toEqual([partition]);
      expect(
        makeFile({ credential: ofRule(rule), observations: [alive, { ...gone, at: NOW + HOUR }] }).proof.state,
      ).toBe('proved');
    },
  );

  it('that none of the partitions knows is gone, and where one of them gives no answer nothing is proved', async () => {
    expect(await look(rule, id, [])).toMatchObject({ result: 'gone', grade: 'P4' });
    expect(aws.asked.map(({ partition }) => partition)).toEqual([...PARTITIONS]);
    for (const partition of PARTITIONS) {
      aws.failing.clear();
      aws.failing.add(partition);
      expect(await look(rule, id, [])).toMatchObject({ result: 'unknown' });
    }
  });

  it('that was made a moment ago AWS may not know yet, and nothing is proved', async () => {
    expect(await look(rule, id, [], [], NOW - 59 * MINUTE)).toMatchObject({
      result: 'unknown',
      asked: { status: 403 },
    });
    expect(await look(rule, id, [], [], NOW - 60 * MINUTE)).toMatchObject({ result: 'gone' });
    aws.keys.set(id, { secret, partition: EUROPE });
    const alive = await look(rule, id, [], [], NOW - MINUTE);
    aws.keys.clear();
    expect(await look(rule, id, [], [alive], NOW - MINUTE)).toMatchObject({ result: 'gone' });
  });

  it('that none of the partitions knows may be of another service: it is not said to be deleted', async () => {
    const { says } = await look(rule, id, []);
    expect(says).toBe('AWS knows it in none of the partitions that the Internet reaches');
  });

  it('is asked about without any secret, though one stands beside it', async () => {
    aws.keys.set(id, { secret, partition: WORLDWIDE });
    expect(await look(rule, id, [`${id} ${secret}`])).toMatchObject({ result: 'alive' });
    expect(aws.asked.map(({ headers }) => headers).join()).not.toContain(secret);
  });

  it('that is none is not shown to AWS, which would say that it knows none such', async () => {
    for (const value of ['', 'AKIA', Buffer.from(id).toString('base64'), `${id}A`])
      expect(await look(rule, value, [])).toMatchObject({ result: 'unknown' });
    expect(aws.asked).toEqual([]);
  });
});

describe.each(['aws-secret-access-key', 'aws-secret-beside-key-id', 'aws-secret-near-key-id'])(
  'a secret key of AWS (%s)',
  (rule) => {
    const together = `aws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`;

    it('is alive while AWS accepts it with the ID beside it, and dead when AWS knows that ID no more', async () => {
      aws.keys.set(id, { secret, partition: GOVERNMENT });
      const alive = await look(rule, secret, [together]);
      expect(alive).toMatchObject({ result: 'alive', asked: { status: 200 } });
      aws.keys.clear();
      const gone = await look(rule, secret, [together], [alive]);
      expect(gone).toMatchObject({ result: 'gone', grade: 'P4', asked: { status: 403, date: expect.any(String) } });
      const written = JSON.stringify([alive, gone, aws.asked]);
      expect(written).not.toContain(secret);
      expect(JSON.stringify([alive, gone])).not.toContain(id);
    });

    it('that was never seen to go with the ID beside it is not gone with that ID: whoever may push chooses what stands there', async () => {
      aws.keys.set(otherId, { secret, partition: WORLDWIDE });
      const seen = await look(rule, secret, [together]);
      expect(seen).toMatchObject({ result: 'unknown', says: expect.stringContaining('was never seen') });
      expect(makeFile({ credential: ofRule(rule), observations: [seen] }).proof.state).toBe('unobserved');
    });

    it('is not judged by another ID that somebody put beside it later, or in the place of its own', async () => {
      aws.keys.set(id, { secret, partition: WORLDWIDE });
      const alive = await look(rule, secret, [together]);
      const planted = `${otherId}\n${secret}\n`;
      expect(await look(rule, secret, [together, planted], [alive])).toMatchObject({ result: 'alive' });
      expect(await look(rule, secret, [planted], [alive])).toMatchObject({ result: 'unknown' });
      aws.keys.clear();
      expect(await look(rule, secret, [planted, together], [alive])).toMatchObject({ result: 'gone', grade: 'P4' });
    });

    it('of which AWS knows the ID, but not with this secret, is neither alive nor gone', async () => {
      aws.keys.set(id, { secret: secretOf(4), partition: WORLDWIDE });
      expect(await look(rule, secret, [together])).toMatchObject({ result: 'unknown' });
    });

    it('is tried with each of a few IDs, and with none of many', async () => {
      const ids = [5, 6, 7].map(idOf);
      aws.keys.set(ids[1] ?? '', { secret, partition: WORLDWIDE });
      expect(await look(rule, secret, [`${ids.join('\n')}\n${secret}`])).toMatchObject({ result: 'alive' });
      aws.keys.clear();
      expect(await look(rule, secret, [`${ids.join('\n')}\n${secret}`])).toMatchObject({ result: 'unknown' });
      aws.asked.length = 0;
      const many = [8, 9, 10, 11, 12].map(idOf).join('\n');
      for (const text of [many, secret, `${id.toLowerCase()} ${secret}`])
        expect(await look(rule, secret, [text])).toMatchObject({ result: 'unknown' });
      expect(aws.asked).toEqual([]);
    });

    it('of which one place cannot be read is not judged by the others', async () => {
      const ask: ProofWorld['ask'] = () => Promise.reject(new Error('nobody is asked'));
      const value = async () => new Secret(secret);
      for (const more of [{ value }, { surroundings: async () => [together] }])
        expect(await observe(ofRule(rule), { ...more, ask, now: NOW })).toMatchObject({ result: 'unknown' });
    });
  },
);
