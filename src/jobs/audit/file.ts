import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { csvRecords } from '../../attribute/audit/csv-records.ts';
import { jsonRecords, type RecordReader } from '../../attribute/audit/json-records.ts';
import { type AuditRecord, isGzipDamage } from '../../model/audit.ts';

type Pieces = AsyncIterable<Uint8Array>;

/** The values of an exported file, whatever GitHub or a person made of it: JSON, JSON lines or CSV, gzipped or not. */
export async function* auditFileRecords(source: Pieces, progress: (done: number) => void): AsyncIterable<AuditRecord> {
  let reader: RecordReader | undefined;
  for await (const piece of unpacked(source, progress)) {
    reader ??= readerFor(piece);
    if (reader !== undefined) yield* reader.push(piece);
  }
  if (reader !== undefined) yield* reader.end();
}

/** What ended the reading before the file did, in words; undefined for an error that is not the file's. */
export function damageOf(error: unknown): string | undefined {
  return isGzipDamage(error) ? 'The file is gzipped, and damaged or cut off' : undefined;
}

/** Undefined for a piece of nothing but white space. */
function readerFor(piece: Uint8Array): RecordReader | undefined {
  const first = piece.find((byte) => byte > 0x20 && ![0xef, 0xbb, 0xbf].includes(byte));
  if (first === undefined) return undefined;
  return first === 0x7b || first === 0x5b ? jsonRecords() : csvRecords();
}

/** Told by its first bytes, not by its name: what is piped in has none. */
async function* unpacked(source: Pieces, progress: (done: number) => void): Pieces {
  const pieces = counted(source, progress)[Symbol.asyncIterator]();
  const { value: first } = await pieces.next();
  if (first === undefined) return;
  const all = joined(first, pieces);
  if (first[0] !== 0x1f || first[1] !== 0x8b) return yield* all;
  const gunzip = createGunzip();
  // The error reaches whoever reads `gunzip`; the callback only keeps it from ending the process.
  pipeline(all, gunzip, () => {});
  yield* gunzip as Pieces;
}

async function* counted(source: Pieces, progress: (done: number) => void): Pieces {
  let done = 0;
  for await (const piece of source) {
    done += piece.length;
    progress(done);
    if (piece.length > 0) yield piece;
  }
}

async function* joined(first: Uint8Array, rest: AsyncIterator<Uint8Array>): Pieces {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
