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
  const input = reader(child.stdout);
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
async function object(input: Reader, id: string, header: string): Promise<Blob | UnreadBlob> {
  const [, type, size] = header.split(' ');
  if (type !== 'blob' || size === undefined) {
    if (size !== undefined) await input.skip(Number(size) + 1);
    return { id, unread: type === 'missing' ? 'git does not have this object' : `this is a ${type}, not a file` };
  }
  if (Number(size) > LARGEST) {
    await input.skip(Number(size) + 1);
    return { id, unread: `the file has ${size} bytes, more than the ${LARGEST} read at once` };
  }
  const bytes = await input.take(Number(size));
  await input.skip(1);
  return { id, bytes };
}

type Reader = ReturnType<typeof reader>;

/** Reads lines and counted bytes from a stream, holding no more than one piece and one chunk. */
function reader(stream: AsyncIterable<Buffer>) {
  const chunks = stream[Symbol.asyncIterator]();
  let have: Buffer = Buffer.alloc(0);

  const more = async (): Promise<boolean> => {
    const { done, value } = await chunks.next();
    if (done) return false;
    have = have.length === 0 ? value : Buffer.concat([have, value]);
    return true;
  };

  const take = async (count: number): Promise<Buffer> => {
    const pieces: Buffer[] = [];
    let missing = count;
    while (missing > 0) {
      if (have.length === 0 && !(await more()))
        throw new GitError(['cat-file'], 0, 'its output ended in the middle of a file');
      const piece = have.subarray(0, missing);
      have = have.subarray(piece.length);
      missing -= piece.length;
      pieces.push(piece);
    }
    return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
  };

  return {
    take,
    skip: async (count: number): Promise<void> => {
      let left = count;
      while (left > 0) left -= (await take(Math.min(left, 1 << 20))).length;
    },
    line: async (): Promise<string | undefined> => {
      for (;;) {
        const at = have.indexOf(10);
        if (at >= 0) {
          const line = have.subarray(0, at).toString();
          have = have.subarray(at + 1);
          return line;
        }
        if (!(await more())) return undefined;
      }
    },
  };
}
