import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createConfirmer } from '../../src/detect/confirm.ts';
import { fingerprint } from '../../src/detect/fingerprint.ts';
import { rules } from '../../src/detect/rules/index.ts';
import type { Core } from '../../src/history/core/core.ts';
import { createPlainCore } from '../../src/history/core/plain-core.ts';
import { createWasmCore, loadWasmParts } from '../../src/history/core/wasm-core.ts';
import { plantForest } from '../../src/history/pack/forest.ts';
import { openObjectStore } from '../../src/history/pack/object-store.ts';
import { createBlobScanner } from '../../src/history/scan/blob-scanner.ts';
import { createCollection } from '../../src/history/scan/collection.ts';
import { scanForest } from '../../src/history/scan/scan-forest.ts';
import { createSink } from '../../src/history/scan/sink.ts';
import { expand } from '../support/fake-tokens.ts';
import { createRandom } from '../support/random.ts';
import { KEY } from './exact.ts';
import { createRepository } from './repository.ts';
import { edited, ordinaryText, secretText } from './texts.ts';

const confirmer = createConfirmer(rules);
const wasm = loadWasmParts(confirmer);
const cores = [createPlainCore(confirmer), ...(wasm ? [createWasmCore(confirmer, wasm)] : [])];
const engines = cores.map((core) => ({ core, scanner: createBlobScanner(core, confirmer) }));

test('this machine runs both engines', () => {
  expect(engines).toHaveLength(2);
});

/** Scans the packs without asking git about what is left: the damage must not depend on git to be survived. */
function scanPacks(directory: string, { core, scanner }: (typeof engines)[number]) {
  const store = openObjectStore(directory);
  const collected = createCollection();
  const sink = createSink(KEY, collected.add, () => false);
  for (const path of store.indexes) {
    try {
      scanForest(
        core,
        scanner,
        store,
        plantForest(path, store.hashSize),
        new Int32Array(new SharedArrayBuffer(4)),
        sink,
      );
    } catch (error) {
      collected.notScanned([{ object: path, reason: String(error) }]);
    }
  }
  sink.flush();
  return { report: collected.report(), left: collected.takeLeft().sort((a, b) => (a.object < b.object ? -1 : 1)) };
}

const changes = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), {
  minLength: 1,
  maxLength: 6,
});
const cut = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 3 });

test.each(['pack', 'idx'])(
  'a %s file with any bytes changed: no crash, no hang, and both engines say the same',
  (extension) => {
    using repository = createRepository();
    const random = createRandom(extension);
    let text = ordinaryText(random, 2000);
    const commits = Array.from({ length: 25 }, (_, n) => {
      text = (edited(text, random) + secretText(random)).slice(-4000);
      return { branch: 'main', parents: n === 0 ? [] : [n - 1], files: { a: Buffer.from(text, 'latin1') } };
    });
    repository.commit(commits);
    repository.git('-c', 'repack.useDeltaBaseOffset=false', 'repack', '-adfq');
    const [index = ''] = openObjectStore(repository.directory).indexes;
    const path = index.replace(/idx$/, extension);
    const whole = readFileSync(path);
    fc.assert(
      fc.property(changes, cut, (bytes, end) => {
        const damaged = Buffer.from(end === null ? whole : whole.subarray(0, Math.ceil(whole.length * end)));
        for (const [place, byte] of bytes) damaged[Math.floor(place * (damaged.length - 1))] = byte;
        writeFileSync(path, damaged);
        const [plain, fast] = engines.map((engine) => scanPacks(repository.directory, engine));
        expect(fast).toEqual(plain);
      }),
      { numRuns: 600 },
    );
  },
);

/** Places `bytes` in the arena and gives what a whole scan of them finds. */
function scanBytes(core: Core, scanner: (typeof engines)[number]['scanner'], bytes: Uint8Array) {
  core.memory.set(bytes, core.arena.start);
  const end = core.arena.start + bytes.length;
  core.memory.fill(0, end, end + 64);
  return scanner.whole(core.arena.start, end);
}

test('one line of 4 MB, of keywords only: it ends, and finds the secret at its end', () => {
  const token = expand('ghp_{base62:30}{crc32-base62}');
  const line = `${confirmer.keywords
    .join(' ')
    .repeat(1000)
    .slice(0, 4 << 20)} ${token.text}\n`;
  for (const { core, scanner } of engines) {
    const { findings, capped } = scanBytes(core, scanner, Buffer.from(line, 'latin1'));
    expect(capped).toBe(false);
    const last = findings.at(-1);
    expect(last && fingerprint(last.secret, KEY)).toBeDefined();
    expect(last?.end).toBe(line.length - 1);
  }
});

test('a blob with more keywords than are looked at says so', () => {
  for (const { core } of engines) {
    const scanner = createBlobScanner(core, confirmer, 1000);
    expect(scanBytes(core, scanner, Buffer.from('https://x '.repeat(2000))).capped).toBe(true);
    expect(scanBytes(core, scanner, Buffer.from('https://x '.repeat(900))).capped).toBe(false);
  }
});
