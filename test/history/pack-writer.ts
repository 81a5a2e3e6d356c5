import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

/** An entry as we want it, right or wrong. */
export interface WrittenEntry {
  readonly name: string;
  readonly type: number;
  readonly data: Uint8Array;
  /** For an offset delta: number of the entry that is its base; for a delta by name: that name. */
  readonly base?: number | string;
  /** What the header says instead of the truth. */
  readonly claimedSize?: number;
  readonly compressed?: Uint8Array;
}

export function blobName(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

export function blobEntry(bytes: Uint8Array): WrittenEntry {
  return { name: blobName(bytes), type: 3, data: bytes };
}

/** Writes a pack and its index (gitformat-pack) into a repository; gives their bytes. */
export function writePack(
  repository: string,
  entries: readonly WrittenEntry[],
): { pack: Buffer; index: Buffer; path: string } {
  const offsets: number[] = [];
  const chunks: Buffer[] = [Buffer.from('PACK'), uint32(2), uint32(entries.length)];
  let at = 12;
  for (const entry of entries) {
    offsets.push(at);
    const bytes = entryBytes(entry, at, offsets);
    chunks.push(bytes);
    at += bytes.length;
  }
  const pack = withHash(chunks);
  const index = indexBytes(entries, offsets, chunks.slice(3), pack.subarray(-20));
  const path = join(repository, 'objects/pack', `pack-${pack.subarray(-20).toString('hex')}`);
  mkdirSync(join(repository, 'objects/pack'), { recursive: true });
  writeFileSync(`${path}.pack`, pack);
  writeFileSync(`${path}.idx`, index);
  return { pack, index, path };
}

function entryBytes(entry: WrittenEntry, at: number, offsets: readonly number[]): Buffer {
  const size = entry.claimedSize ?? entry.data.length;
  const base =
    typeof entry.base === 'number' ? distance(at - (offsets[entry.base] ?? at)) : Buffer.from(entry.base ?? '', 'hex');
  return Buffer.concat([entryHeader(entry.type, size), base, entry.compressed ?? deflateSync(entry.data)]);
}

function entryHeader(type: number, size: number): Buffer {
  const bytes = [(type << 4) | (size % 16)];
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 128;
    bytes.push(rest % 128);
  }
  return Buffer.from(bytes);
}

function distance(value: number): Buffer {
  const bytes = [value & 127];
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((--rest & 127) | 128);
  return Buffer.from(bytes);
}

function indexBytes(
  entries: readonly WrittenEntry[],
  offsets: readonly number[],
  bodies: readonly Buffer[],
  trailer: Uint8Array,
): Buffer {
  const order = [...entries.keys()].sort((a, b) => ((entries[a]?.name ?? '') < (entries[b]?.name ?? '') ? -1 : 1));
  const names = order.map((n) => Buffer.from(entries[n]?.name ?? '', 'hex'));
  const fanOut = Array.from({ length: 256 }, (_, byte) =>
    uint32(names.filter((name) => (name[0] ?? 0) <= byte).length),
  );
  const checks = order.map((n) => uint32(crc32(bodies[n] ?? Buffer.of())));
  const places = order.map((n) => uint32(offsets[n] ?? 0));
  return withHash([
    Buffer.of(0xff, 0x74, 0x4f, 0x63),
    uint32(2),
    ...fanOut,
    ...names,
    ...checks,
    ...places,
    Buffer.from(trailer),
  ]);
}

function withHash(chunks: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.concat(chunks);
  return Buffer.concat([bytes, createHash('sha1').update(bytes).digest()]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** A delta that copies and inserts as told. */
export function delta(
  baseSize: number,
  steps: readonly (Uint8Array | { offset: number; length: number })[],
  resultSize?: number,
): Buffer {
  const size = steps.reduce((sum, step) => sum + step.length, 0);
  return Buffer.concat([varint(baseSize), varint(resultSize ?? size), ...steps.flatMap(instruction)]);
}

function instruction(step: Uint8Array | { offset: number; length: number }): Buffer[] {
  if (step instanceof Uint8Array) {
    const parts = Array.from({ length: Math.ceil(step.length / 127) }, (_, n) => step.subarray(n * 127, (n + 1) * 127));
    return parts.flatMap((part) => [Buffer.of(part.length), Buffer.from(part)]);
  }
  const { offset, length } = step;
  const bytes = [
    offset & 255,
    (offset >> 8) & 255,
    (offset >> 16) & 255,
    (offset >> 24) & 255,
    length & 255,
    (length >> 8) & 255,
    (length >> 16) & 255,
  ];
  return [Buffer.of(0xff, ...bytes)];
}

function varint(value: number): Buffer {
  const bytes = [value & 127];
  for (let rest = value >> 7; rest > 0; rest >>= 7) {
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 128;
    bytes.push(rest & 127);
  }
  return Buffer.from(bytes);
}
