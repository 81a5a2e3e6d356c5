import { fingerprint } from '../../detect/fingerprint.ts';
import { blobs } from '../../git/blobs.ts';
import { fetchBlob, fetchCommit, mirrorDirectory } from '../../git/mirror.ts';
import { GitError } from '../../git/run.ts';
import type { GitHub } from '../../github/github.ts';
import type { Credential } from '../../model/credential.ts';
import { Secret } from '../../model/secret.ts';
import type { CodeSighting, Sighting, VariableSighting } from '../../model/sighting.ts';
import type { Context, Site } from '../context.ts';
import { textAgain } from './text-again.ts';

/** A value that was read once more, and the text of the file it stands in. Both live in memory only. */
interface ReadAgain {
  readonly secret: Secret;
  readonly text: string;
}

/**
 * Reads a value again from where it was seen, and knows it by its fingerprint. Undefined
 * when it is nowhere readable any more.
 */
export async function readAgain(
  context: Context,
  site: Site,
  credential: Credential,
  sightings: readonly Sighting[],
): Promise<ReadAgain | undefined> {
  for (const sighting of sightings) {
    const found = await readIn(context, site, credential, sighting);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Of more places than these nobody reads each. */
const MOST_PLACES = 100;

/** The text of every place in which the value is not known to be gone; undefined where one of them cannot be read. */
export async function textsAround(
  context: Context,
  site: Site,
  credential: Credential,
  sightings: readonly Sighting[],
): Promise<readonly string[] | undefined> {
  const places = sightings.filter((each) => each.in === 'code' || each.goneAt === undefined);
  if (places.length > MOST_PLACES) return undefined;
  const texts: string[] = [];
  for (const place of places) {
    const found = await readIn(context, site, credential, place);
    if (found === undefined) return undefined;
    texts.push(found.text);
  }
  return texts;
}

function readIn(context: Context, site: Site, credential: Credential, sighting: Sighting) {
  return sighting.in === 'code'
    ? inFile(context, site.github, credential, sighting)
    : inText(context, site, credential, sighting);
}

async function inFile(
  context: Context,
  github: GitHub,
  credential: Credential,
  { scope: { repositoryId, repository }, commit, ref = '', blob: id, path }: CodeSighting,
): Promise<ReadAgain | undefined> {
  if (repositoryId === undefined || repository === undefined) return undefined;
  const directory = mirrorDirectory(context.dataDir, repositoryId);
  // It may have been another machine that saw it.
  const access = await github.gitAccess(repository);
  const fetched = commit === undefined ? fetchBlob(directory, access, id, ref) : fetchCommit(directory, access, commit);
  if (!(await fetched.catch(isNotThere))) return undefined;
  for await (const blob of blobs(directory, [id])) {
    if ('unread' in blob) continue;
    const secret = same(context, credential, blob.bytes, path);
    if (secret !== undefined) return { secret, text: Buffer.from(blob.bytes).toString('latin1') };
  }
  return undefined;
}

/** A variable, an alert, an issue: what the value was seen in and is not known to be gone from. */
async function inText(
  context: Context,
  site: Site,
  credential: Credential,
  sighting: VariableSighting,
): Promise<ReadAgain | undefined> {
  if (sighting.goneAt !== undefined) return undefined;
  const text = await textAgain(site, sighting);
  if (text === undefined) return undefined;
  // What GitHub alone calls a secret is the whole of its alert.
  const whole = new Secret(text);
  const isWhole = fingerprint(whole, context.fingerprintKey) === credential.plaintext?.fingerprint;
  const secret = isWhole ? whole : same(context, credential, Buffer.from(text));
  return secret && { secret, text };
}

function same(
  { detector, fingerprintKey }: Pick<Context, 'detector' | 'fingerprintKey'>,
  { plaintext }: Credential,
  bytes: Uint8Array,
  path?: string,
): Secret | undefined {
  const { findings } = detector.scan(bytes, path === undefined ? undefined : { path });
  return findings.find(({ secret }) => fingerprint(secret, fingerprintKey) === plaintext?.fingerprint)?.secret;
}

/** Whether a text holds the very value that a credential is. */
export function holds(
  context: Pick<Context, 'detector' | 'fingerprintKey'>,
  credential: Credential,
  text: string,
): boolean {
  return same(context, credential, Buffer.from(text)) !== undefined;
}

/** One repository that git cannot reach leaves all others standing. */
function isNotThere(error: unknown): false {
  if (error instanceof GitError) return false;
  throw error;
}
