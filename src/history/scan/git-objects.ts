import { createByteReader } from '../../git/byte-reader.ts';
import { exit, GitError, git, start } from '../../git/run.ts';

export interface SizedBlob {
  readonly id: string;
  readonly size: number;
}

/** Git tells a million sizes in a few seconds; on a broken pack it may never come to an end. */
const PATIENCE_MS = 120_000;

/** Types and sizes, as git tells them without reading the contents. */
export async function describeObjects(
  repository: string,
  ids: readonly string[],
): Promise<Map<string, { readonly type: string; readonly size: number }>> {
  const input = lines(ids);
  const out = await git(repository, ['cat-file', '--batch-check', '--buffer'], {
    input,
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
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
  const input = createByteReader(child.stdout);
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
    child.stdout.destroy(); // what nobody reads any more would keep it from closing, and us waiting
    await done.catch(() => {});
  }
}

/** Small objects (commits, trees), whole, in the order asked; those that git does not have are left out. */
export async function* readObjects(
  repository: string,
  ids: readonly string[],
): AsyncIterable<{ readonly id: string; readonly type: string; readonly bytes: Buffer }> {
  if (ids.length === 0) return;
  const child = start(repository, ['cat-file', '--batch', '--buffer'], { input: lines(ids) });
  const done = exit(child);
  child.stderr.resume();
  const input = createByteReader(child.stdout);
  try {
    for (const asked of ids) {
      const [id = '', type = '', size] = (await input.line())?.split(' ') ?? [];
      if (size === undefined && type !== 'missing') throw new GitError(['cat-file'], 1, `it stopped at ${asked}`);
      if (size === undefined) continue;
      const bytes = await input.whole(Number(size));
      await input.line();
      yield { id, type, bytes };
    }
    await done;
  } finally {
    child.kill();
    child.stdout.destroy(); // what nobody reads any more would keep it from closing, and us waiting
    await done.catch(() => {});
  }
}

function lines(ids: readonly string[]): string {
  return ids.map((id) => `${id}\n`).join('');
}
