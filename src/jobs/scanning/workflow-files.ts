import { blobs } from '../../git/blobs.ts';
import { filesAt, resolve, type TreeFile } from '../../git/files.ts';
import { hasMirror, mirrorDirectory } from '../../git/mirror.ts';
import { type Repository, shownAs } from '../../model/organization.ts';
import { isDependabot, type Unread } from '../../model/use.ts';
import { type Elsewhere, isWorkflow, originOf } from '../../workflows/called.ts';
import type { WorkflowFile } from '../../workflows/use-map.ts';
import type { Context } from '../context.ts';

/** No workflow that somebody wrote is larger, or in such company. */
const LARGEST = 256 * 1024;
const MOST_FILES = 2000;
const MOST_BYTES = 4 << 20;

const TOO_MUCH = `beyond the ${MOST_FILES} files and ${MOST_BYTES >> 20} MB that are read of one repository`;

export interface ReadFiles {
  readonly files: readonly WorkflowFile[];
  readonly unread: readonly Unread[];
}

/** Every workflow and every action of a commit, what Dependabot is told, and the files of further paths. */
export async function workflowFiles(directory: string, commit: string, more: readonly string[]): Promise<ReadFiles> {
  const isRoot = (path: string) => isWorkflow(path) || isDependabot(path);
  const wanted = (path: string) => isRoot(path) || /(?:^|\/)action\.ya?ml$/.test(path) || more.includes(path);
  const listed = await filesAt(directory, commit, wanted);
  // Of too many, those that are asked for by name, then the workflows: actions count only where they are used.
  const rank = (path: string) => (more.includes(path) ? 2 : Number(isRoot(path)));
  const sorted = listed.toSorted((a, b) => rank(b.path) - rank(a.path));
  const chosen = withinLimits(sorted);
  const beyond = sorted.length - chosen.length;
  const { files, unread } = await readAll(directory, chosen);
  return { files, unread: beyond > 0 ? [...unread, { path: `${beyond} more files`, why: TOO_MUCH }] : unread };
}

function withinLimits(files: readonly TreeFile[]): readonly TreeFile[] {
  let left = MOST_BYTES;
  const chosen: TreeFile[] = [];
  for (const file of files.slice(0, MOST_FILES)) {
    left -= Math.min(file.size, LARGEST);
    if (left < 0) break;
    chosen.push(file);
  }
  return chosen;
}

/** What a workflow calls in another repository of the organisation, as far as there is a copy of it here. */
export async function fileElsewhere(
  { dataDir }: Context,
  there: Elsewhere,
  repositories: readonly Repository[],
): Promise<ReadFiles> {
  const { text, repository, ref, path } = there;
  const missing = (why: string): ReadFiles => ({ files: [], unread: [{ path: text, why }] });
  const known = shownAs(repositories, repository);
  if (known === undefined) return missing('Handback does not see that repository');
  const directory = mirrorDirectory(dataDir, known.id);
  const commit = hasMirror(directory) ? await resolve(directory, ref) : undefined;
  if (commit === undefined) return missing('there is no copy of that repository at this ref yet');
  const paths = isWorkflow(path)
    ? [path]
    : ['action.yml', 'action.yaml'].map((name) => (path ? `${path}/${name}` : name));
  const { files, unread } = await readAll(directory, await filesAt(directory, commit, (each) => paths.includes(each)));
  if (files.length + unread.length === 0) return missing('there is no such file at this ref');
  return { files: files.map((file) => ({ ...file, origin: originOf(there) })), unread };
}

async function readAll(directory: string, listed: readonly TreeFile[]): Promise<ReadFiles> {
  const files: WorkflowFile[] = [];
  const unread = listed.flatMap((file) => {
    const why = reason(file);
    return why === undefined ? [] : [{ path: file.path, why }];
  });
  const readable = listed.filter((file) => reason(file) === undefined);
  const paths = Map.groupBy(readable, ({ blob }) => blob);
  for await (const blob of blobs(directory, [...paths.keys()])) {
    for (const { path } of paths.get(blob.id) ?? []) {
      const text = 'unread' in blob ? undefined : decoded(blob.bytes);
      if (text === undefined) unread.push({ path, why: 'unread' in blob ? blob.unread : 'not UTF-8' });
      else files.push({ path, text });
    }
  }
  return { files, unread };
}

function reason({ link, size }: TreeFile): string | undefined {
  if (link) return 'a link to another file';
  return size > LARGEST ? `larger than ${LARGEST / 1024} KB` : undefined;
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
