import { narrow } from '../../detect/utf16.ts';

/** `narrow` judges by its first bytes; so many of them decide for the whole blob. */
const SAMPLE = 4096;

export interface Chunks {
  readonly unit: 1 | 2;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** What `narrow` gives for a whole blob, for one that comes in chunks. */
export async function narrowChunks(input: AsyncIterable<Uint8Array>): Promise<Chunks> {
  const iterator = input[Symbol.asyncIterator]();
  let sample: Uint8Array = new Uint8Array();
  while (sample.length < SAMPLE) {
    const { done, value } = await iterator.next();
    if (done) break;
    sample = Buffer.concat([sample, value]);
  }
  const all = chain(sample, iterator);
  const mark = byteOrderMarkOf(sample);
  return mark === undefined ? { unit: 1, chunks: all } : { unit: 2, chunks: narrowWith(mark, all) };
}

async function* chain(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

const MARKS = [Buffer.of(0xff, 0xfe), Buffer.of(0xfe, 0xff)];

/** The mark that makes `narrow` read the sample as it does without one. */
function byteOrderMarkOf(sample: Uint8Array): Uint8Array | undefined {
  const { bytes, unit } = narrow(sample);
  if (unit === 1) return undefined;
  return MARKS.find((mark) => Buffer.compare(narrowAs(mark, sample), bytes) === 0);
}

/** Reads bytes in the byte order of the mark; eight bytes are the fewest that `narrow` takes for text. */
function narrowAs(mark: Uint8Array, bytes: Uint8Array): Uint8Array {
  const padding = Buffer.concat([mark, mark, mark, mark]);
  return narrow(Buffer.concat([padding, bytes])).bytes.subarray(padding.length / 2);
}

async function* narrowWith(mark: Uint8Array, input: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let odd: Uint8Array = new Uint8Array();
  for await (const chunk of input) {
    const bytes = Buffer.concat([odd, chunk]);
    const even = bytes.length & ~1;
    odd = bytes.subarray(even);
    yield narrowAs(mark, bytes.subarray(0, even));
  }
}
