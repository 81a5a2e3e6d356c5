import { publicKeyLine } from '../../detect/public-key.ts';
import type { Credential, CredentialId, Scope } from '../../model/credential.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Finding } from '../../model/finding.ts';
import { identity } from '../../model/identity.ts';
import { publicKeyHash } from '../../model/public-key.ts';
import { Secret } from '../../model/secret.ts';
import type { Sighting, VariableSighting } from '../../model/sighting.ts';
import type { Listing, Text } from '../../sources/source.ts';
import type { Store } from '../../store/store.ts';
import type { Context } from '../context.ts';
import { credentialOf, seal, variableSighting } from './findings.ts';

type Reading = Pick<Context, 'store' | 'detector' | 'fingerprintKey'> & {
  readonly github: Pick<Context['github'], 'botLogin'>;
};

/** The value is for comparing in memory. */
export interface FoundText {
  readonly text: Text;
  readonly credential: Credential;
  readonly secret: Secret;
}

interface SavedTexts {
  readonly evidence: readonly Evidence[];
  readonly found: readonly FoundText[];
}

/**
 * Scans what a source shows in clear, and returns what was found. A secret there is one
 * more sighting of that value; a text that no longer holds it gets a tombstone, and so does
 * one that is not there any more, where all of its kind were listed.
 */
export async function saveTexts(
  reading: Reading,
  org: number,
  listing: Pick<Listing, 'scope' | 'texts' | 'allOf' | 'missing'>,
  now: number,
): Promise<SavedTexts> {
  const { store } = reading;
  const { scope, texts: all, allOf, missing = [] } = listing;
  if (all.length + missing.length === 0 && allOf === undefined) return { evidence: [], found: [] };
  // Our own cases are full of words like "secret", and of ids that look like one.
  const self = await reading.github.botLogin();
  const texts = all.filter(({ author }) => author?.login !== self);
  const found = texts.flatMap((text) => secretsIn(reading, text, text.scope ?? scope));
  const credentials = found.map(({ credential }) => credential);
  await store.credentials.save(org, await withoutKnown(store, org, credentials), now);

  const seen = found.map(({ credential, text }) =>
    variableSighting(credential.id, text.scope ?? scope, text.name, now),
  );
  const gone = await goneFrom(store, org, { ...listing, texts }, new Set(seen.map(({ id }) => id)));
  await store.sightings.add(org, [...seen, ...gone.map((each) => ({ ...each, goneAt: now }))]);
  const evidence = found.flatMap(({ text, credential }) => told(text, credential.id));
  return { evidence, found };
}

function secretsIn(
  { detector, fingerprintKey }: Pick<Reading, 'detector' | 'fingerprintKey'>,
  text: Text,
  place: Scope,
): readonly FoundText[] {
  const { findings } = detector.scan(Buffer.from(text.value));
  const wanted = findings.length === 0 && text.secretType !== undefined ? [whole(text, text.secretType)] : findings;
  return wanted.map((finding) => ({
    text,
    secret: finding.secret,
    credential: keyed(credentialOf(seal(finding, fingerprintKey), place), finding),
  }));
}

/** GitHub's name for a type does not take the place of the rule that found the same value before. */
async function withoutKnown(store: Store, org: number, all: readonly Credential[]): Promise<readonly Credential[]> {
  const known = new Set<CredentialId>();
  for (const { id, name } of all)
    if (name.startsWith(FOREIGN) && (await store.credentials.byId(org, id))) known.add(id);
  return all.filter(({ id }) => !known.has(id));
}

/** Where a secret was seen, and what was read now, or listed without it, does not hold it any more. */
async function goneFrom(
  store: Store,
  org: number,
  { scope, texts, allOf, missing = [] }: Pick<Listing, 'scope' | 'texts' | 'allOf' | 'missing'>,
  present: ReadonlySet<Sighting['id']>,
): Promise<readonly VariableSighting[]> {
  const read = texts.map((text) => key(text.scope ?? scope, text.name));
  const looked = new Set([...read, ...missing.map((name) => key(scope, name))]);
  const isLookedAt = ({ name, scope: at }: VariableSighting) =>
    looked.has(key(at, name)) || (allOf === kindOf(name) && isAt(at, scope));
  const scopes = [
    ...texts.map((text) => text.scope ?? scope),
    ...(allOf === undefined && missing.length === 0 ? [] : [scope]),
  ];
  const gone: VariableSighting[] = [];
  // Whoever pushes chooses how many there are: as arguments of one call they would be too many.
  for (const place of new Set(scopes.map(({ repositoryId }) => repositoryId)))
    for (const each of await store.sightings.at(org, place))
      if (each.in === 'variable' && each.goneAt === undefined && isLookedAt(each) && !present.has(each.id))
        gone.push(each);
  return gone;
}

/** Whether a secret was seen in one of these texts, and is not known to be gone from there. */
export async function isHeldIn(
  { sightings }: Store,
  org: number,
  repositoryId: number | undefined,
  names: readonly string[],
): Promise<boolean> {
  const seen = await sightings.at(org, repositoryId);
  return seen.some((each) => each.in === 'variable' && each.goneAt === undefined && names.includes(each.name));
}

/** A private key is known by its public half, wherever that is let in. */
function keyed(credential: Credential, { rule, secret }: Finding): Credential {
  const line = rule.startsWith('private-key-') ? publicKeyLine(secret) : undefined;
  return line === undefined ? credential : { ...credential, facts: { publicKey: publicKeyHash(line) } };
}

const FOREIGN = 'github-alert:';

/** What GitHub calls a secret is one, also where no rule of ours knows it. */
function whole({ value }: Text, type: string): Finding {
  const end = Buffer.byteLength(value);
  const span = { start: 0, end, line: 1, column: 1, endLine: 1, endColumn: end + 1 };
  return { rule: `${FOREIGN}${type}`, confidence: 'high', secret: new Secret(value), ...span };
}

function told({ evidence = [] }: Text, credential: CredentialId): Evidence[] {
  return evidence.map((said) => {
    const { id, login, email, name } = said.who;
    return { id: identity(said.kind, credential, id ?? login ?? email ?? name), credential, ...said };
  });
}

/** `variable`, `agents variable`, `webhook`, `issue`. */
export function kindOf(name: string): string {
  return name.includes(' ') ? name.slice(0, name.lastIndexOf(' ')) : 'variable';
}

function isAt(one: Scope, other: Scope): boolean {
  return one.repositoryId === other.repositoryId && one.environment === other.environment;
}

function key({ repositoryId, environment }: Scope, name: string): string {
  return JSON.stringify([repositoryId, environment, name]);
}
