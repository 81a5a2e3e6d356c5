import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { WASM_PATH } from './module.ts';

const SCRIPT = fileURLToPath(new URL('../../scripts/build-wasm.mjs', import.meta.url));

test('core.wasm is what its sources compile to, byte for byte', () => {
  const folder = mkdtempSync(join(tmpdir(), 'handback-wasm-'));
  try {
    execFileSync(process.execPath, [SCRIPT, join(folder, 'core.wasm')]);
    expect(readFileSync(join(folder, 'core.wasm')).equals(readFileSync(WASM_PATH))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
