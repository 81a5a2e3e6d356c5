import { GitError } from './run.ts';

/**
 * Reads what `git cat-file --batch` writes: lines, and as many bytes as a line says. It
 * holds one chunk, or one line, at a time.
 */
export function createByteReader(stream: AsyncIterable<Buffer>) {
  const chunks = stream[Symbol.asyncIterator]();
  let have: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const { done, value } = await chunks.next();
    if (done) return false;
    have = have.length === 0 ? value : Buffer.concat([have, value]);
    return true;
  };
  async function* take(size: number): AsyncGenerator<Uint8Array> {
    for (let missing = size; missing > 0; ) {
      if (have.length === 0 && !(await more()))
        throw new GitError(['cat-file'], 0, 'its output ended in the middle of an object');
      const piece = have.subarray(0, missing);
      have = have.subarray(piece.length);
      missing -= piece.length;
      yield piece;
    }
  }

  return {
    async line(): Promise<string | undefined> {
      while (!have.includes(10)) if (!(await more())) return undefined;
      const end = have.indexOf(10);
      const line = have.toString('latin1', 0, end);
      have = have.subarray(end + 1);
      return line;
    },
    take,
    async whole(size: number): Promise<Buffer> {
      return Buffer.concat(await Array.fromAsync(take(size)));
    },
    async skip(size: number): Promise<void> {
      for await (const _ of take(size));
    },
  };
}
