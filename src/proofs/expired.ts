import { createPrivateKey, X509Certificate } from 'node:crypto';
import { observation } from '../github/observation.ts';
import { PLAINTEXT_SECRET } from '../model/credential.ts';
import { LIVES_AT_MOST } from '../model/lifetimes.ts';
import type { Observation } from '../model/proof.ts';
import { HOUR, type Instant, isoDay } from '../model/time.ts';
import type { CredentialFile } from '../model/violation.ts';
import type { ProofKind, ProofWorld } from './proof-kind.ts';

const PROOF = 'expired';

/** Clocks differ; who checks a date may be late by so much. */
const LEEWAY = 10 * 60_000;

/** A date that everybody checks has passed: nobody needs to be asked. */
export const expired: ProofKind = {
  name: PROOF,
  best: 'P3',
  permission: 'none: the date stands in the value itself, or in the certificate beside it',
  appliesTo: ({ credential: { kind, plaintext } }) =>
    kind === PLAINTEXT_SECRET && plaintext !== undefined && showsItsEnd(plaintext.rule),

  observe: async (world, file) => {
    const end = await endOf(world, file);
    const saw = (seen: Pick<Observation, 'result' | 'grade' | 'says'>) =>
      observation(PROOF, file, { at: world.now, asked: { request: 'its own date', status: 0 }, ...seen });
    if (end === undefined) return saw({ result: 'unknown', says: 'it shows no date on which it ends' });
    const day = isoDay(end.at);
    if (end.at + LEEWAY >= world.now) return saw({ result: 'unknown', says: `${end.what} ends on ${day}, not before` });
    return saw({ result: 'gone', grade: 'P3', says: `${end.what} expired on ${day}${end.but ?? ''}` });
  },
};

interface End {
  readonly at: Instant;
  readonly what: string;
  /** What it does not prove. */
  readonly but?: string;
}

async function endOf(world: ProofWorld, file: CredentialFile): Promise<End | undefined> {
  const { plaintext, firstSeenAt } = file.credential;
  const rule = plaintext?.rule ?? '';
  const value = (await world.value(file))?.reveal() ?? '';
  if (isPrivateKey(rule)) return everyEnd(value, (await world.surroundings(file)) ?? []);
  const exp = expiryOf(value);
  if (exp !== undefined) return { at: exp, what: 'it' };
  const most = LIVES_AT_MOST.get(rule);
  return most === undefined
    ? undefined
    : { at: firstSeenAt + most, what: `it lives for ${most / HOUR} hours at most and` };
}

/** `exp` of a JSON Web Token: seconds since 1970 (RFC 7519). */
function expiryOf(value: string): Instant | undefined {
  const [, payload] = /eyJ[\w-]+\.(eyJ[\w-]+)\./.exec(value) ?? [];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    const exp = typeof claims === 'object' && claims !== null && 'exp' in claims ? claims.exp : undefined;
    return typeof exp === 'number' && exp > 0 && exp < LATEST ? exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}

/** The year 9999, in seconds: what is later is no date. */
const LATEST = 253_402_300_800;

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[A-Za-z\d+/=\s\\]{100,20000}?-----END CERTIFICATE-----/g;

/**
 * The last to end, of the certificates that stand beside it in every place: whoever may
 * push can make one that has ended, and put it beside the key in a place of their own.
 */
function everyEnd(key: string, texts: readonly string[]): End | undefined {
  const ends = texts.map((text) => certificateEnd(key, text) ?? Number.POSITIVE_INFINITY);
  const at = Math.max(...ends);
  if (ends.length === 0 || at === Number.POSITIVE_INFINITY) return undefined;
  const but = '; whether the key is used elsewhere is not proved';
  return { at, what: 'the certificate beside it, wherever it was seen,', but };
}

/** The last to end of the certificates for this very key: as long as one holds, the key is good for something. */
function certificateEnd(key: string, text: string): Instant | undefined {
  const ends = [...text.matchAll(CERTIFICATE)].flatMap(([pem]) => {
    try {
      const certificate = new X509Certificate(plain(pem));
      const at = Date.parse(certificate.validTo);
      return certificate.checkPrivateKey(createPrivateKey(plain(key))) && !Number.isNaN(at) ? [at] : [];
    } catch {
      // Encrypted, cut, or no certificate at all: it shows no date.
      return [];
    }
  });
  return ends.length === 0 ? undefined : Math.max(...ends);
}

/** As it stands in a string of JSON or YAML. */
function plain(pem: string): string {
  return pem.replaceAll('\\n', '\n').replaceAll(/^[^\S\n]+/gm, '');
}

function showsItsEnd(rule: string): boolean {
  return rule.endsWith('-jwt') || LIVES_AT_MOST.has(rule) || isPrivateKey(rule);
}

function isPrivateKey(rule: string): boolean {
  return rule.startsWith('private-key-');
}
