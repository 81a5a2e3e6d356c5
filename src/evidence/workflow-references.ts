import { blobs } from '../git/blobs.ts';
import { type Change, type Commit, changesOfLines } from '../git/changes.ts';
import type { Credential } from '../model/credential.ts';
import type { Evidence } from '../model/evidence.ts';
import { identity } from '../model/identity.ts';
import { DAY } from '../model/time.ts';
import { ANY_NAME } from '../model/use.ts';
import { type EvidenceKind, type EvidenceWorld, gitWho } from './evidence-kind.ts';

/** A workflow commit further than this from the secret's creation says nothing about who created it. */
const CLOSE = 14 * DAY;

/** Versions of workflows that are read for one secret: the first that use it are among the first that name it. */
const MOST_VERSIONS = 300;
const LARGEST = 256 * 1024;

/** GitHub never tells who stored a CI secret. Who first made a workflow use it, about when it appeared, is a hint. */
export const workflowReferences: EvidenceKind = {
  name: 'workflow-reference',
  permission: 'Contents: read',
  again: 'while-silent',
  appliesTo: ({ credential }) => credential.kind === 'actions-secret' && credential.scope.repositoryId !== undefined,

  gather: async (world, { credential }) => {
    const created = credential.createdAt;
    const first = created === undefined ? undefined : await firstUse(world, credential);
    if (created === undefined || first === undefined || Math.abs(first.author.at - created) > CLOSE) return [];
    return [
      {
        id: identity('workflow-reference', credential.id, first.sha),
        credential: credential.id,
        kind: 'workflow-reference',
        role: 'creator',
        strength: 'inferred',
        who: gitWho(first.author),
        at: first.author.at,
        did: `first made a workflow use this secret, ${days(first.author.at - created)} it was stored,`,
        source: `the workflow's history (${first.sha.slice(0, 10)})`,
      } satisfies Evidence,
    ];
  },
};

/** Git finds the versions that may use it, by lines that name it or take names of which only the reader knows what they are. */
async function firstUse(world: EvidenceWorld, credential: Credential): Promise<Commit | undefined> {
  if (!/^\w+$/.test(credential.name)) return undefined;
  const pattern = `(^|[^A-Z0-9_])${credential.name}([^A-Z0-9_]|$)|secrets *([][)]|\\.\\*|: *inherit)`;
  const versions: Change[] = [];
  for await (const change of changesOfLines(world.mirror, pattern, '.github/workflows')) {
    versions.push(change);
    if (versions.length === MOST_VERSIONS) break;
  }
  const ids = versions.map(({ blob }) => blob);
  let at = 0;
  for await (const blob of blobs(world.mirror, ids)) {
    const version = versions[at];
    at += 1;
    if (version === undefined || 'unread' in blob || blob.bytes.length > LARGEST) continue;
    if (isUsed(world, credential, version.path, Buffer.from(blob.bytes).toString('utf8'))) return version.commit;
  }
  return undefined;
}

/** Where every secret is handed on, it counts if the file names it all the same: as a key of what is handed on. */
function isUsed(
  { namedIn, organization }: EvidenceWorld,
  { name, scope }: Credential,
  path: string,
  text: string,
): boolean {
  const named = new RegExp(`\\b${name}\\b`, 'i').test(text);
  return namedIn({ path, text }, organization).some(
    (use) =>
      use.what === 'secret' &&
      (use.name === name.toUpperCase() || (use.name === ANY_NAME && named)) &&
      (scope.environment === undefined || isIn(scope.environment, use.environment)),
  );
}

function isIn(environment: string, used: string | undefined): boolean {
  return used === ANY_NAME || used?.toLowerCase() === environment.toLowerCase();
}

function days(distance: number): string {
  const many = Math.round(Math.abs(distance) / DAY);
  if (many === 0) return 'about when';
  return `${many} day${many === 1 ? '' : 's'} ${distance < 0 ? 'before' : 'after'}`;
}
