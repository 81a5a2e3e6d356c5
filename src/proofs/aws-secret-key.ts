import { createHash } from 'node:crypto';
import { observation } from '../github/observation.ts';
import { PLAINTEXT_SECRET } from '../model/credential.ts';
import type { ProofKind } from './proof-kind.ts';
import { type AwsQuestion, askAws, wasLetIn } from './shared/aws.ts';
import { askBeside, NOTHING, type Words } from './shared/beside.ts';

const PROOF = 'aws-secret-key';

const RULES = new Set(['aws-secret-access-key', 'aws-secret-beside-key-id']);

const KEY_ID = /(?<![A-Za-z\d+/])AKIA[A-Z\d]{16}(?![A-Za-z\d+/])/g;

const WORDS: Words = {
  live: 'AWS, its issuer, still accepts it',
  dead: 'AWS, its issuer, which accepted it, refuses it now: the key was deleted or is inactive',
  unclear: 'AWS neither accepted it with what stands beside it nor refused that for sure, which proves nothing',
  alone: 'AWS can be asked about it only with its key ID, and no one such stands beside it',
  perhaps: {
    ...{ result: 'gone', grade: 'P2' },
    says: 'AWS knows the key ID beside it in none of its partitions; that the two go together was never seen',
  },
};

/** Asks AWS whether it still accepts a secret key with the key ID beside it. */
export const awsSecretKey: ProofKind = {
  name: PROOF,
  best: 'P4',
  asksIssuer: 'others',
  wentToOthers: () => true,
  permission: 'none: a request to AWS is signed with it, which does not show it, and only with `issuer_probes: true`',
  appliesTo: ({ credential: { kind, plaintext } }) => kind === PLAINTEXT_SECRET && RULES.has(plaintext?.rule ?? ''),

  observe: async (world, file) => {
    const [secret, texts] = [await world.value(file), await world.surroundings(file)];
    if (secret === undefined || texts === undefined) {
      const says = 'it could not be read again everywhere it was seen, so AWS could not be asked';
      return observation(PROOF, file, { at: world.now, asked: NOTHING, result: 'unknown', says });
    }
    const questions = questionsOf(secret.reveal(), texts).map((question) => ({
      isProved: wasLetIn(world, question),
      ask: () => askAws(world, secret, question),
    }));
    const { asked, seen } = await askBeside(questions, WORDS, world.before);
    return observation(PROOF, file, { at: world.now, asked, ...seen });
  },
};

function questionsOf(secretKey: string, texts: readonly string[]): readonly AwsQuestion[] {
  const ids = new Set(texts.flatMap((text) => text.match(KEY_ID) ?? []));
  return Array.from(ids, (keyId) => {
    const hash = createHash('sha256').update(keyId).digest('hex').slice(0, 16);
    const called = `signed with it, for the key ID with the hash ${hash}`;
    return { proof: PROOF, keyId, secretKey, called, live: { status: [200], contains: ['GetCallerIdentityResult'] } };
  });
}
