import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createConfirmer } from '../../src/detect/confirm.ts';
import { createDetector } from '../../src/detect/detector.ts';
import { fingerprint } from '../../src/detect/fingerprint.ts';
import { rules } from '../../src/detect/rules/index.ts';
import { createPlainCore } from '../../src/history/core/plain-core.ts';
import { createWasmCore, loadWasmParts } from '../../src/history/core/wasm-core.ts';
import { createBlobScanner } from '../../src/history/scan/blob-scanner.ts';
import { createPieceScanner } from '../../src/history/scan/piece-scanner.ts';
import type { Finding } from '../../src/model/finding.ts';
import { ENCODINGS, encoded, MARKS, mixedText } from '../support/mixed-text.ts';
import { createRandom, type Random } from '../support/random.ts';
import { expectExact, KEY } from './exact.ts';
import { createRepository } from './repository.ts';
import { edited, ordinaryText, secretText } from './texts.ts';

const confirmer = createConfirmer(rules);
const wasm = loadWasmParts(confirmer);
const cores = { plain: createPlainCore(confirmer), ...(wasm ? { wasm: createWasmCore(confirmer, wasm) } : {}) };
const detector = createDetector();

const sealed = (findings: readonly Finding[]) =>
  findings.map(({ secret, ...place }) => ({ ...place, fingerprint: fingerprint(secret, KEY) }));

describe.each(Object.entries(cores))('in a history, with the %s core', (_, core) => {
  const blobs = createBlobScanner(core, confirmer);

  test('whatever stretches are mixed, a blob and its pieces give what the text alone gives', () => {
    fc.assert(
      fc.property(mixedText, fc.nat(200_000), ({ bytes, token }, filler) => {
        const { start } = core.arena;
        const long = Buffer.concat([Buffer.alloc(filler, 'plain text\n'), Buffer.from('\n'), bytes]);
        core.memory.set(long, start);
        core.memory.fill(0, start + long.length, start + long.length + 64);
        const expected = detector.scan(long).findings;
        expect(expected.map(({ secret }) => secret.reveal())).toContain(token);
        expect(sealed(blobs.whole(start, start + long.length).findings)).toEqual(sealed(expected));
        const pieces = createPieceScanner(core, confirmer, 64 << 10);
        for (let at = 0; at < long.length; at += 40_001) pieces.push(long.subarray(at, at + 40_001));
        expect(sealed(pieces.end().findings)).toEqual(sealed(expected));
      }),
      { numRuns: 60 },
    );
  });
});

/** A text of which every few lines are in another encoding. */
function mixed(text: string, random: Random): Buffer {
  const parts: Buffer[] = [Object.values(MARKS)[random.below(4)] ?? Buffer.of()];
  for (let at = 0; at < text.length; ) {
    const size = 1 + random.below(random.below(2) === 0 ? 100 : 5000);
    parts.push(encoded({ encoding: ENCODINGS[random.below(3)] ?? 'as it is', text: text.slice(at, at + size) }));
    at += size;
  }
  return Buffer.concat(parts);
}

test('versions that mix encodings, edited again and again, give with deltas what they give whole', async () => {
  using repository = createRepository();
  const random = createRandom('mixed');
  let bytes = mixed(ordinaryText(random, 6000) + secretText(random), random);
  const versions = Array.from({ length: 60 }, () => {
    const piece = mixed(`${secretText(random)}\n`, random).toString('latin1');
    const text = edited(bytes.toString('latin1'), random).slice(0, 100_000);
    const at = random.below(text.length + 1);
    bytes = Buffer.from(random.below(2) === 0 ? text.slice(0, at) + piece + text.slice(at) : text + piece, 'latin1');
    return bytes;
  });
  repository.commit(
    versions.map((one, n) => ({ branch: 'main', parents: n === 0 ? [] : [n - 1], files: { 'a.txt': one } })),
  );
  repository.git('repack', '-adfq', '--depth=50');
  expect(await expectExact(repository.directory)).toBeGreaterThan(100);
});
