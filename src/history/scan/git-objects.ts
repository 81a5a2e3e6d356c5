import { exit, GitError, git, start } from '../../git/run.ts';

export interface SizedBlob {
  readonly id: string;
  readonly size: number;
}

/** Types and sizes, as git tells them without reading the contents. */
export async function describeObjects(
  repository: string,
  ids: readonly string[],
): Promise<Map<string, { readonly type: string; readonly size: number }>> {
  const out = await git(repository, ['cat-file', '--batch-check', '--buffer'], { input: lines(ids) });
  const described = new Map<string, { type: string; size: number }>();
  for (const line of out.split('\n')) {
    const [id, type, size] = line.split(' ');
    if (id !== undefined && type !== undefined) described.set(id, { type, size: Number(size) });
  }
  return described;
}

/** Objects above this are not deltas that git has to build in memory but streams. */
const STREAMED = 'core.bigFileThreshold=16m';

/** Contents of blobs, in the order asked, as chunks; the consumer reads each to its end. Throws where git gives up. */
export async function* blobContents(
  repository: string,
  blobs: readonly SizedBlob[],
  signal?: AbortSignal,
): AsyncIterable<{ readonly blob: SizedBlob; readonly chunks: AsyncIterable<Uint8Array> }> {
  const child = start(repository, ['-c', STREAMED, 'cat-file', '--batch', '--buffer'], {
    input: lines(blobs.map(({ id }) => id)),
    ...(signal ? { signal } : {}),
  });
  const done = exit(child);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk).slice(-1000)));
  const input = byteReader(child.stdout);
  try {
    for (const blob of blobs) {
      const header = await input.line();
      if (header !== `${blob.id} blob ${blob.size}`)
        throw new GitError(['cat-file'], 1, errors || `it said "${header ?? ''}"`);
      yield { blob, chunks: input.take(blob.size) };
      await input.line();
    }
    await done;
  } finally {
    child.kill();
    await done.catch(() => {});
  }
}

function lines(ids: readonly string[]): string {
  return ids.map((id) => `${id}\n`).join('');
}

function byteReader(stream: AsyncIterable<Buffer>) {
  const chunks = stream[Symbol.asyncIterator]();
  let have: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const { done, value } = await chunks.next();
    if (done) return false;
    have = have.length === 0 ? value : Buffer.concat([have, value]);
    return true;
  };
  return {
    async line(): Promise<string | undefined> {
      while (!have.includes(10)) if (!(await more())) return undefined;
      const end = have.indexOf(10);
      const line = have.toString('latin1', 0, end);
      have = have.subarray(end + 1);
      return line;
    },
    async *take(size: number): AsyncIterable<Uint8Array> {
      for (let missing = size; missing > 0; ) {
        if (have.length === 0 && !(await more()))
          throw new GitError(['cat-file'], 1, 'its output ended in the middle of a file');
        const piece = have.subarray(0, missing);
        have = have.subarray(piece.length);
        missing -= piece.length;
        yield piece;
      }
    },
  };
}
