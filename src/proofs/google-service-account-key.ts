import { createPublicKey } from 'node:crypto';
import { observation } from '../github/observation.ts';
import { PLAINTEXT_SECRET } from '../model/credential.ts';
import type { Secret } from '../model/secret.ts';
import type { ProofKind, ProofWorld } from './proof-kind.ts';
import { askBeside, NOTHING, type Question, type Words } from './shared/beside.ts';

const PROOF = 'google-service-account-key';

const ACCOUNT = /"client_email"\s{0,4}:\s{0,4}"([a-z\d.-]{1,100}@[a-z\d.-]{1,100}\.gserviceaccount\.com)"/g;

/** Where Google publishes the public keys of an account (`SignJwtResponse.keyId` in the reference of the IAM Service Account Credentials API). */
const PUBLISHED = 'https://www.googleapis.com/service_accounts/v1/metadata/jwk';

const WORDS: Words = {
  live: 'Google, its issuer, still publishes its public key among those of the account',
  dead: 'Google, its issuer, no longer publishes its public key among those of the account',
  unclear: 'Google gave no clear answer, which proves nothing',
  alone: 'Google can be asked about it only with its account, and no one such stands beside it',
  perhaps: {
    result: 'unknown',
    says: 'Google publishes no such key for the account beside it, and never did while Handback looked: that the two go together is not proved',
  },
};

/** Looks whether Google still publishes the public half of a key. Nothing of the key itself is shown to anybody. */
export const googleServiceAccountKey: ProofKind = {
  name: PROOF,
  best: 'P4',
  asksIssuer: 'others',
  wentToOthers: () => true,
  permission: 'none: Google publishes the keys of an account, and is asked for them only with `issuer_probes: true`',
  appliesTo: ({ credential: { kind, plaintext } }) =>
    kind === PLAINTEXT_SECRET && plaintext?.rule === 'google-service-account-key',

  observe: async (world, file) => {
    const [secret, texts] = [await world.value(file), await world.surroundings(file)];
    const modulus = secret && modulusOf(secret);
    if (secret === undefined || modulus === undefined || texts === undefined) {
      const says = 'it could not be read again everywhere it was seen, so Google could not be asked';
      return observation(PROOF, file, { at: world.now, asked: NOTHING, result: 'unknown', says });
    }
    const accounts = new Set(
      texts.flatMap((text) => Array.from(text.matchAll(ACCOUNT), ([, account = '']) => account)),
    );
    const questions = Array.from(accounts, (account) => questionOf(world, secret, { account, modulus }));
    const { asked, seen } = await askBeside(questions, WORDS, world.before);
    return observation(PROOF, file, { at: world.now, asked, ...seen });
  },
};

function questionOf(
  { before, ask }: ProofWorld,
  secret: Secret,
  { account, modulus }: { readonly account: string; readonly modulus: string },
): Question {
  const url = `${PUBLISHED}/${encodeURIComponent(account)}`;
  const request = `GET ${url}`;
  return {
    isProved: before.some(
      ({ proof, result, asked }) => proof === PROOF && result === 'alive' && asked.request === request,
    ),
    ask: async () => {
      const { status, verdict, date } = await ask(
        {
          ...{ method: 'GET', url, headers: {} },
          live: { status: [200], contains: [modulus] },
          dead: { status: [200], contains: ['"keys"'], lacks: [modulus] },
        },
        secret,
      );
      return { verdict, asked: { request, status, ...(date ? { date } : {}) } };
    },
  };
}

/** As it stands in a JSON Web Key (RFC 7518, 6.3.1). Undefined for what is no RSA key. */
function modulusOf(key: Secret): string | undefined {
  try {
    return createPublicKey(key.reveal().replaceAll('\\n', '\n')).export({ format: 'jwk' }).n;
  } catch {
    return undefined;
  }
}
