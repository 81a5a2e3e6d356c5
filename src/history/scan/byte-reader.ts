/** Reads lines and counted bytes from a stream, holding one chunk, or one line, at a time. */
export function createByteReader(stream: AsyncIterable<Buffer>) {
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
        if (have.length === 0 && !(await more())) throw new Error('git stopped in the middle of an object');
        const piece = have.subarray(0, missing);
        have = have.subarray(piece.length);
        missing -= piece.length;
        yield piece;
      }
    },
  };
}
