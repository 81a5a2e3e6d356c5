import { exit, GitError, git, start } from './run.ts';

/** One entry of a commit's tree. */
export interface TreeFile {
  readonly path: string;
  readonly blob: string;
  readonly size: number;
  /** It leads elsewhere: what it holds is a path. */
  readonly link: boolean;
}

/** The files of a commit whose path is wanted, however many others there are. */
export async function filesAt(
  directory: string,
  commit: string,
  wanted: (path: string) => boolean,
): Promise<readonly TreeFile[]> {
  const child = start(directory, ['ls-tree', '-r', '-z', '--long', '--end-of-options', commit]);
  child.stdin.end();
  const done = exit(child);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk));
  const files: TreeFile[] = [];
  let rest = '';
  for await (const chunk of child.stdout.setEncoding('utf8') as AsyncIterable<string>) {
    const entries = (rest + chunk).split('\0');
    rest = entries.pop() ?? '';
    for (const entry of entries) {
      const path = entry.slice(entry.indexOf('\t') + 1);
      if (wanted(path)) files.push(...treeFile(entry, path));
    }
  }
  const code = await done;
  if (code !== 0) throw new GitError(['ls-tree'], code, errors);
  return files;
}

/** `100644 blob <id>    <size>\t<path>`; a submodule is a commit, and no file. */
function treeFile(entry: string, path: string): TreeFile[] {
  const [mode = '', type, blob = '', size] = entry.slice(0, entry.indexOf('\t')).split(/ +/);
  return type === 'blob' ? [{ path, blob, size: Number(size), link: mode === '120000' }] : [];
}

/** The commit that a branch, a tag or a full hash names here. */
export async function resolve(directory: string, ref: string): Promise<string | undefined> {
  if (!/^[\w][\w./+-]*$/.test(ref) || ref.includes('..')) return undefined;
  const names = [
    `refs/heads/${ref}`,
    `refs/tags/${ref}`,
    ...(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(ref) ? [ref] : []),
  ];
  for (const name of names) {
    try {
      return (
        await git(directory, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`])
      ).trim();
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
    }
  }
  return undefined;
}
