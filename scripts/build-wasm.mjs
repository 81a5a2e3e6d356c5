// Compiles src/detect/wasm/core.as.ts to core.wasm beside it. The result is committed: nobody needs a compiler to
// run the engine, and test/detect-wasm/build.test.ts compares the bytes. `node scripts/build-wasm.mjs [output file]`
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const source = fileURLToPath(new URL('../src/detect/wasm/', import.meta.url));

export async function buildWasm(output) {
  const { error, stderr } = await asc.main([
    'core.as.ts',
    '--baseDir',
    source,
    '--outFile',
    output,
    '--runtime',
    'stub',
    '--importMemory',
    '--noAssert',
    '--enable',
    'simd',
    '--optimizeLevel',
    '3',
    '--converge',
  ]);
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildWasm(process.argv[2] ?? `${source}core.wasm`);
}
