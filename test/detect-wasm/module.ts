import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileCore } from '../../src/detect/wasm/core.ts';

export const WASM_PATH = fileURLToPath(new URL('../../src/detect/wasm/core.wasm', import.meta.url));

export const coreModule = compileCore(readFileSync(WASM_PATH));
