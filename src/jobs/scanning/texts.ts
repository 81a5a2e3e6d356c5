import { publicKeyLine } from '../../detect/public-key.ts';
import type { Credential, CredentialId, Scope } from '../../model/credential.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Finding } from '../../model/finding.ts';
import { identity } from '../../model/identity.ts';
import { publicKeyHash } from '../../model/public-key.ts';
import { Secret } from '../../model/secret.ts';
import type { Sighting } from '../../model/sighting.ts';
import type { Listing, Text } from '../../sources/source.ts';
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
 * Scans what a source shows in clear, and returns what was found. A secret there is one more sighting of that value; a text
 * that no longer holds it gets a tombstone, and so does one that is not there any more, where all of its kind were listed.
 */
export async function saveTexts(
  { store, detector, fingerprintKey, github }: Reading,
  org: number,
  { scope, texts: all, allOf }: Pick<Listing, 'scope' | 'texts' | 'allOf'>,
  now: number,
): Promise<SavedTexts> {
  if (all.length === 0 && allOf === undefined) return { evidence: [], found: [] };
  // Our own cases are full of words like "secret", and of ids that look like one.
  const self = await github.botLogin();
  const texts = all.filter(({ author }) => author?.login !== self);
  const found = texts.flatMap((text) => {
    const { findings } = detector.scan(Buffer.from(text.value));
    const wanted = findings.length === 0 && text.secretType !== undefined ? [whole(text, text.secretType)] : findings;
    return wanted.map((finding) => {
      const place = text.scope ?? scope;
      const credential = keyed(credentialOf(seal(finding, fingerprintKey), place), finding);
      return {
        text,
        finding,
        secret: finding.secret,
        credential,
        sighting: variableSighting(credential.id, place, text.name, now),
      };
    });
  });
  // GitHub's name for a type does not take the place of the rule that found the same value before.
  const known = new Set<CredentialId>();
  for (const { finding, credential } of found)
    if (finding.rule.startsWith(FOREIGN) && (await store.credentials.byId(org, credential.id)))
      known.add(credential.id);
  const unknown = found.map(({ credential }) => credential).filter(({ id }) => !known.has(id));
  await store.credentials.save(org, unknown, now);

  const present = new Set(found.map(({ sighting }) => sighting.id));
  const looked = new Set(texts.map((text) => key(text.scope ?? scope, text.name)));
  const scopes = [...texts.map((text) => text.scope ?? scope), ...(allOf === undefined ? [] : [scope])];
  const places = new Set(scopes.map(({ repositoryId }) => repositoryId));
  const seen: Sighting[] = [];
  // Whoever pushes chooses how many there are: as arguments of one call they would be too many.
  for (const place of places) for (const each of await store.sightings.at(org, place)) seen.push(each);
  const gone = seen.flatMap((each) =>
    each.in === 'variable' &&
    each.goneAt === undefined &&
    (looked.has(key(each.scope, each.name)) || (allOf === kindOf(each.name) && isAt(each.scope, scope))) &&
    !present.has(each.id)
      ? [{ ...each, goneAt: now }]
      : [],
  );
  await store.sightings.add(org, [...found.map(({ sighting }) => sighting), ...gone]);
  const evidence = found.flatMap(({ text, credential }) => told(text, credential.id));
  return { evidence, found };
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
