import { createByteReader } from './byte-reader.ts';
import { exit, GitError, start } from './run.ts';

export interface Blob {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** A blob that was not read, and why: nobody may take it for one without findings. */
export interface UnreadBlob {
  readonly id: string;
  readonly unread: string;
}

/** GitHub takes no file over 100 MB; what is bigger all the same is reported as unread. */
const LARGEST = 128 << 20;

/** Reads many blobs with one `git cat-file --batch`, in the order asked. */
export async function* blobs(directory: string, ids: readonly string[]): AsyncIterable<Blob | UnreadBlob> {
  if (ids.length === 0) return;
  const child = start(directory, ['cat-file', '--batch', '--buffer'], { input: `${ids.join('\n')}\n` });
  const done = exit(child);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk));
  const input = createByteReader(child.stdout);
  try {
    for (const id of ids) {
      const header = await input.line();
      if (header === undefined) break;
      yield await object(input, id, header);
    }
    const code = await done;
    if (code !== 0) throw new GitError(['cat-file'], code, errors);
  } finally {
    child.kill(); // whoever reads may have seen enough
    child.stdout.destroy(); // what nobody reads any more would keep it open for as long as we run
    await done.catch(() => {});
  }
}

/** One answer of `cat-file --batch`: "<id> blob <size>" and the bytes, or "<id> missing". */
async function object(
  input: ReturnType<typeof createByteReader>,
  id: string,
  header: string,
): Promise<Blob | UnreadBlob> {
  const [, type, size] = header.split(' ');
  if (type !== 'blob' || size === undefined) {
    if (size !== undefined) await input.skip(Number(size) + 1);
    return { id, unread: type === 'missing' ? 'git does not have this object' : `this is a ${type}, not a file` };
  }
  if (Number(size) > LARGEST) {
    await input.skip(Number(size) + 1);
    return { id, unread: `the file has ${size} bytes, more than the ${LARGEST} read at once` };
  }
  const bytes = await input.whole(Number(size));
  await input.skip(1);
  return { id, bytes };
}
