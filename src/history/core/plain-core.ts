import { inflateSync } from 'node:zlib';
import { assignmentFollows } from '../../detect/assignment.ts';
import type { Confirmer } from '../../detect/confirm.ts';
import { createPrefilter } from '../../detect/prefilter.ts';
import { type Core, filterReach, layout, SLACK } from './core.ts';
import { readSizes, walkDelta } from './delta-format.ts';

/** The same engine without WebAssembly: zlib, and everything else in JavaScript. */
export function createPlainCore(confirmer: Confirmer): Core {
  const { source, cache, delta, arena, size } = layout(0);
  const memory = Buffer.from(new ArrayBuffer(size)); // Buffer.alloc would touch every page
  const ahead = filterReach(confirmer);
  const prefilter = createPrefilter(confirmer.keywords);
  const longest = Math.max(0, ...confirmer.keywords.map((keyword) => keyword.length));

  return {
    memory,
    source,
    cache,
    delta,
    arena,
    inflate(from, fromEnd, to, limit) {
      if (limit < to) return -1;
      try {
        const bytes = inflateSync(memory.subarray(from, fromEnd), { maxOutputLength: limit - to + 1 });
        if (bytes.length > limit - to) return -1;
        memory.set(bytes, to);
        return to + bytes.length;
      } catch {
        return -1;
      }
    },
    deltaSizes: (end) => readSizes(memory.subarray(delta.start, end)),
    applyDelta: (end, base, baseEnd, to) =>
      applyDelta(memory, { start: delta.start, end }, { start: base, end: baseEnd }, to, ahead),
    filter(start, end, low, high, report) {
      const from = Math.max(low, start);
      const blob = memory.subarray(low, high);
      prefilter.hits(memory.subarray(from, Math.min(high, end + longest)), (position, keyword) => {
        const address = from + position;
        if (address >= end) return;
        const after = address - low + (confirmer.keywords[keyword]?.length ?? 0);
        if (!confirmer.assignment[keyword] || assignmentFollows(blob, after)) report(address, keyword);
      });
    },
  };
}

function applyDelta(
  memory: Buffer,
  delta: { start: number; end: number },
  base: { start: number; end: number },
  to: number,
  ahead: number,
): Int32Array | undefined {
  const bytes = memory.subarray(delta.start, delta.end);
  const end = to + (readSizes(bytes)?.result ?? 0);
  const windows = createWindows(to, ahead);
  let out = to;
  let copied = base.start;
  const whole = walkDelta(bytes, (copy, offset, length) => {
    const from = (copy ? base.start : delta.start) + offset;
    if (length > end - out || (copy && from + length > base.end)) return false;
    memory.copyWithin(out, from, from + length);
    if (!copy) windows.changed(out, out + length, base.end);
    else if (from !== copied) windows.changed(out, out, from);
    copied = copy ? from + length : -1;
    out += length;
    return true;
  });
  if (!whole) return undefined;
  if (out !== end) return undefined;
  if (copied !== base.end) windows.changed(end, end, base.end);
  memory.fill(0, end, end + SLACK);
  return Int32Array.from(windows.all.flat());
}

/** Grows windows around changes that come in ascending order. */
function createWindows(low: number, ahead: number) {
  const all: [number, number, number][] = [];
  return {
    all,
    changed(start: number, end: number, base: number): void {
      const from = Math.max(low, start - ahead);
      const last = all.at(-1);
      if (last === undefined || from > last[1]) all.push([from, end, base]);
      else all[all.length - 1] = [last[0], end, base];
    },
  };
}
