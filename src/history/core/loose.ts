import { readFileSync, statSync } from 'node:fs';
import { type Core, LARGEST_BLOB, SLACK } from './core.ts';

const LONGEST_HEADER = 32;

export const NO_FILE = 'it is no file';

/** Puts a loose object into the arena. It is one zlib stream: `blob`, a space, the size, a zero byte, the contents. */
export function inflateLoose(
  core: Core,
  path: string,
): { low: number; high: number } | 'broken' | 'no blob' | 'no file' {
  const { memory, source, arena } = core;
  const found = statSync(path);
  // A pipe would keep us waiting, and git too.
  if (!found.isFile()) return 'no file';
  if (found.size > source.end - source.start) return 'broken';
  const bytes = readFileSync(path);
  if (bytes.length > source.end - source.start) return 'broken';
  memory.set(bytes, source.start);
  const limit = arena.start + LARGEST_BLOB + LONGEST_HEADER;
  const end = core.inflate(source.start, source.start + bytes.length, arena.start, limit);
  if (end < 0) return 'broken';
  memory.fill(0, end, end + SLACK);
  const header = memory.toString('latin1', arena.start, Math.min(end, arena.start + LONGEST_HEADER));
  const [start, type, size] = /^([a-z]+) (\d+)\0/.exec(header) ?? [];
  if (start === undefined) return 'broken';
  if (type !== 'blob') return 'no blob';
  const low = arena.start + start.length;
  return end - low === Number(size) ? { low, high: end } : 'broken';
}
