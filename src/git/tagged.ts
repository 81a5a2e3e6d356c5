import { git } from './run.ts';

/**
 * A file that a tag leads to through no commit: nobody is named as its author, and nothing says since when it is there.
 */
export interface Tagged {
  /** The tag's full name, or the name of the object it led to before it was moved. */
  readonly ref: string;
  /** Below the folder that the tag leads to; empty where it leads to the file itself. */
  readonly path: string;
  readonly blob: string;
}

/** By blob, what these refs lead to without a commit. */
export async function taggedFiles(
  directory: string,
  refs: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, Tagged>> {
  const files = new Map<string, Tagged>();
  for (const [object, ref] of await withoutCommit(directory, refs)) {
    // Each object once, however often a hostile folder holds it. Folders are listed as well,
    // and are no file to whoever reads them.
    const listed = await git(directory, ['rev-list', '--objects', '--stdin'], { input: `${object}\n` });
    for (const line of listed.split('\n').filter(Boolean)) {
      const [blob = '', ...path] = line.split(' ');
      if (!files.has(blob)) files.set(blob, { ref, path: path.join(' '), blob });
    }
  }
  return files;
}

/** What stands behind any number of tags that is no commit, each with the first ref that leads to it. */
async function withoutCommit(
  directory: string,
  refs: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, string>> {
  const all = Object.entries(refs);
  if (all.length === 0) return new Map();
  const input = all.map(([, id]) => `${id}^{}\n`).join('');
  const answers = await git(directory, ['cat-file', '--batch-check=%(objecttype) %(objectname)', '--buffer'], {
    input,
  });
  const behind = new Map<string, string>();
  for (const [at, answer] of answers.split('\n').entries()) {
    const [type, object = ''] = answer.split(' ');
    const ref = all[at]?.[0];
    if ((type === 'tree' || type === 'blob') && ref !== undefined && !behind.has(object)) behind.set(object, ref);
  }
  return behind;
}

/** As git names a file below a ref. */
export function nameOf({ ref, path }: Tagged): string {
  return path === '' ? ref : `${ref}:${path}`;
}
