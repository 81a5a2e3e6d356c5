import { createHash } from 'node:crypto';
import { PLAINTEXT_SECRET } from '../model/credential.ts';
import type { ProofKind } from './proof-kind.ts';
import { askAws, wasLetIn } from './shared/aws.ts';
import { observeBeside } from './shared/beside.ts';

const PROOF = 'aws-secret-key';

const RULES = new Set(['aws-secret-access-key', 'aws-secret-beside-key-id', 'aws-secret-near-key-id']);

const KEY_ID = /(?<![A-Za-z\d+/])AKIA[A-Z\d]{16}(?![A-Za-z\d+/])/g;

/** Asks AWS whether it still accepts a secret key with the key ID beside it. */
export const awsSecretKey: ProofKind = {
  name: PROOF,
  best: 'P4',
  asksIssuer: 'others',
  wentToOthers: () => true,
  permission: 'none: a request to AWS is signed with it, which does not show it, and only with `issuer_probes: true`',
  appliesTo: ({ credential: { kind, plaintext } }) => kind === PLAINTEXT_SECRET && RULES.has(plaintext?.rule ?? ''),

  observe: (world, file) =>
    observeBeside(world, file, {
      proof: PROOF,
      issuer: 'AWS',
      needs: 'its key ID',
      live: 'AWS, its issuer, still accepts it',
      dead: 'AWS, its issuer, which accepted it, refuses it now: the key was deleted or is inactive',
      never:
        'AWS knows the key ID beside it in none of the partitions that the Internet reaches; that the two go together was never seen, so nothing is proved',
      questions: (secret, texts) =>
        Array.from(new Set(texts.flatMap((text) => text.match(KEY_ID) ?? [])), (keyId) => {
          const question = {
            proof: PROOF,
            keyId,
            secretKey: secret.reveal(),
            called: `signed with it, for the key ID with the hash ${hash(keyId)}`,
            live: { status: [200], contains: ['GetCallerIdentityResult'] },
          };
          return { isProved: wasLetIn(world, question), ask: () => askAws(world, secret, question) };
        }),
    }),
};

function hash(keyId: string): string {
  return createHash('sha256').update(keyId).digest('hex').slice(0, 16);
}
