import { createPublicKey } from 'node:crypto';
import { PLAINTEXT_SECRET } from '../model/credential.ts';
import type { Secret } from '../model/secret.ts';
import type { ProofKind, ProofWorld } from './proof-kind.ts';
import { observeBeside, questionOf } from './shared/beside.ts';

const PROOF = 'google-service-account-key';

const ACCOUNT = /"client_email"\s{0,4}:\s{0,4}"([a-z\d.-]{1,100}@[a-z\d.-]{1,100}\.gserviceaccount\.com)"/g;

/**
 * Where Google publishes the public keys of an account (`SignJwtResponse.keyId` in the
 * reference of the IAM Service Account Credentials API).
 */
const PUBLISHED = 'https://www.googleapis.com/service_accounts/v1/metadata/jwk';

/** Looks whether Google still publishes the public half of a key. Nothing of the key itself is shown to anybody. */
export const googleServiceAccountKey: ProofKind = {
  name: PROOF,
  best: 'P4',
  asksIssuer: 'others',
  wentToOthers: () => true,
  permission: 'none: Google publishes the keys of an account, and is asked for them only with `issuer_probes: true`',
  appliesTo: ({ credential: { kind, plaintext } }) =>
    kind === PLAINTEXT_SECRET && plaintext?.rule === 'google-service-account-key',

  observe: (world, file) =>
    observeBeside(world, file, {
      proof: PROOF,
      issuer: 'Google',
      needs: 'its account',
      live: 'Google, its issuer, still publishes its public key among those of the account',
      dead: 'Google, its issuer, no longer publishes its public key among those of the account',
      never:
        'Google publishes no such key for the account beside it; that the two go together was never seen, so nothing is proved',
      mayHaveSeveral: true,
      questions: (secret, texts) => {
        const modulus = modulusOf(secret);
        if (modulus === undefined) return [];
        const beside = texts.flatMap((text) => Array.from(text.matchAll(ACCOUNT), ([, name = '']) => address(name)));
        return Array.from(new Set([...beside, ...letInAt(world)]), (url) => {
          const live = { status: [200], contains: [modulus] };
          const dead = { status: [200], contains: ['"keys"'], lacks: [modulus] };
          return questionOf(world, secret, {
            proof: PROOF,
            called: `GET ${url}`,
            probe: { method: 'GET', url, headers: {}, live, dead },
          });
        });
      },
    }),
};

function address(account: string): string {
  return `${PUBLISHED}/${encodeURIComponent(account)}`;
}

/** Where a look saw it published: the account may stand in no place any more. */
function letInAt({ before }: ProofWorld): readonly string[] {
  return before.flatMap(({ proof, result, asked: { request } }) =>
    proof === PROOF && result === 'alive' && request.startsWith(`GET ${PUBLISHED}/`)
      ? [request.slice('GET '.length)]
      : [],
  );
}

/** As it stands in a JSON Web Key (RFC 7518, 6.3.1). Undefined for what is no RSA key. */
function modulusOf(key: Secret): string | undefined {
  try {
    return createPublicKey(key.reveal().replaceAll('\\n', '\n')).export({ format: 'jwk' }).n;
  } catch {
    return undefined;
  }
}
