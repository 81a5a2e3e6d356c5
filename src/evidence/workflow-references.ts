import { blobs } from '../git/blobs.ts';
import { type Change, type Commit, changesOfLines } from '../git/changes.ts';
import type { Evidence } from '../model/evidence.ts';
import { identity } from '../model/identity.ts';
import { DAY, type Instant } from '../model/time.ts';
import { ANY_NAME } from '../model/use.ts';
import { type EvidenceKind, type EvidenceWorld, gitWho, type Subject } from './evidence-kind.ts';

/** A workflow commit further than this from the secret's creation says nothing about who created it. */
const CLOSE = 14 * DAY;

/** Versions of workflows that are read for one secret: the first that use it are among the first that name it. */
const MOST_VERSIONS = 300;
const LARGEST = 256 * 1024;

/** What a store holds under a name, and since when. */
interface Stored {
  readonly what: 'secret' | 'variable';
  readonly name: string;
  readonly environment?: string;
  readonly at: Instant;
}

/**
 * GitHub never tells who stored a CI secret, or a variable. Who first made a workflow use
 * it, about when it appeared, is a hint.
 */
export const workflowReferences: EvidenceKind = {
  name: 'workflow-reference',
  permission: 'Contents: read',
  again: 'while-silent',
  appliesTo: (subject) => storedAs(subject) !== undefined,

  gather: async (world, subject) => {
    const { credential } = subject;
    const stored = storedAs(subject);
    const first = stored && (await firstUse(world, stored));
    if (stored === undefined || first === undefined || Math.abs(first.author.at - stored.at) > CLOSE) return [];
    return [
      {
        id: identity('workflow-reference', credential.id, first.sha),
        credential: credential.id,
        kind: 'workflow-reference',
        role: 'creator',
        strength: 'inferred',
        who: gitWho(first.author),
        at: first.author.at,
        did: `first made a workflow use ${said(stored, first.author.at)},`,
        source: `the workflow's history (${first.sha.slice(0, 10)})`,
      } satisfies Evidence,
    ];
  },
};

function storedAs({ credential, variable }: Subject): Stored | undefined {
  if (variable !== undefined) {
    const { setAt, ...place } = variable;
    return { what: 'variable', ...place, at: setAt };
  }
  const { kind, name, scope, createdAt } = credential;
  if (kind !== 'actions-secret' || scope.repositoryId === undefined || createdAt === undefined) return undefined;
  return { what: 'secret', name, ...(scope.environment ? { environment: scope.environment } : {}), at: createdAt };
}

function said({ what, name, at }: Stored, usedAt: Instant): string {
  return what === 'secret'
    ? `this secret, ${days(usedAt - at)} it was stored`
    : `the variable ${name}, ${days(usedAt - at)} it was last set`;
}

const CONTEXTS = { secret: 'secrets', variable: 'vars' } as const;

/**
 * Git finds the versions that may use it, by lines that name it or take names of which only
 * the reader knows what they are.
 */
async function firstUse(world: EvidenceWorld, stored: Stored): Promise<Commit | undefined> {
  if (!/^\w+$/.test(stored.name)) return undefined;
  const handed = `${CONTEXTS[stored.what]} *([][)]|\\.\\*|: *inherit)`;
  const pattern = `(^|[^A-Z0-9_])${stored.name}([^A-Z0-9_]|$)|${handed}`;
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
    if (isUsed(world, stored, version.path, Buffer.from(blob.bytes).toString('utf8'))) return version.commit;
  }
  return undefined;
}

/** Where everything is handed on, it counts if the file names it all the same: as a key of what is handed on. */
function isUsed(
  { namedIn, organization }: EvidenceWorld,
  { what, name, environment }: Stored,
  path: string,
  text: string,
): boolean {
  const named = new RegExp(`\\b${name}\\b`, 'i').test(text);
  return namedIn({ path, text }, organization).some(
    (use) =>
      use.what === what &&
      (use.name === name.toUpperCase() || (use.name === ANY_NAME && named)) &&
      (environment === undefined || isIn(environment, use.environment)),
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
