/**
 * Walks a delta's instructions (gitformat-pack: "Deltified representation"). A copy's
 * `offset` is in the base, an insert's in the delta itself. `step` ends the walk with
 * false; the walk gives false then, and where the delta is broken.
 */
export function walkDelta(
  delta: Uint8Array,
  step: (copy: boolean, offset: number, length: number) => boolean,
): boolean {
  let at = readSizes(delta)?.body ?? -1;
  if (at < 0) return false;
  while (at < delta.length) {
    const code = delta[at++] ?? 0;
    if (code & 128) {
      let offset = 0;
      let length = 0;
      for (let bit = 0; bit < 4; bit++) if (code & (1 << bit)) offset += (delta[at++] ?? 0) * 2 ** (8 * bit);
      for (let bit = 0; bit < 3; bit++) if (code & (16 << bit)) length |= (delta[at++] ?? 0) << (8 * bit);
      if (at > delta.length || !step(true, offset, length === 0 ? 0x10000 : length)) return false;
    } else {
      if (code === 0 || at + code > delta.length || !step(false, at, code)) return false;
      at += code;
    }
  }
  return true;
}

export function readSizes(delta: Uint8Array): { base: number; result: number; body: number } | undefined {
  const base = readSize(delta, 0);
  const result = base && readSize(delta, base.next);
  return base && result && { base: base.value, result: result.value, body: result.next };
}

function readSize(delta: Uint8Array, at: number): { value: number; next: number } | undefined {
  let value = 0;
  for (let length = 0; length < 4; length++) {
    const byte = delta[at + length];
    if (byte === undefined) return undefined;
    value |= (byte & 127) << (7 * length);
    if (byte < 128) return { value, next: at + length + 1 };
  }
  return undefined;
}
