import { expect, test } from 'vitest';
import { createConfirmer } from '../../src/detect/confirm.ts';
import { createDetector } from '../../src/detect/detector.ts';
import { fingerprint } from '../../src/detect/fingerprint.ts';
import { rules } from '../../src/detect/rules/index.ts';
import { createPlainCore } from '../../src/history/core/plain-core.ts';
import { createWasmCore, loadWasmParts } from '../../src/history/core/wasm-core.ts';
import { createPieceScanner } from '../../src/history/scan/piece-scanner.ts';
import type { Finding } from '../../src/model/finding.ts';
import { expand } from '../support/fake-tokens.ts';
import { createRandom } from '../support/random.ts';
import { KEY } from './exact.ts';
import { LONG_SECRETS, ordinaryText, secretText } from './texts.ts';

const confirmer = createConfirmer(rules);
const wasm = loadWasmParts(confirmer);
const cores = { plain: createPlainCore(confirmer), ...(wasm ? { wasm: createWasmCore(confirmer, wasm) } : {}) };
const detector = createDetector();
const PIECE = 64 << 10;

const sealed = (findings: readonly Finding[]) =>
  findings.map(({ secret, ...place }) => ({ ...place, fingerprint: fingerprint(secret, KEY) }));

/** A text of some pieces, with a secret at and around every place where one ends. */
function manyPieces(seed: string): string {
  const random = createRandom(seed);
  const long = LONG_SECRETS.map((example) => expand(example, random.below(100)).text);
  const parts = Array.from({ length: 60 }, (_, n) => {
    const secret = n % 3 === 0 ? long[random.below(long.length)] : secretText(random);
    return `${ordinaryText(random, 500 + random.below(9000))}\n${secret}\n`;
  });
  return parts.join('');
}

const ENCODINGS: Readonly<Record<string, (text: string) => Buffer>> = {
  'latin1 text': (text) => Buffer.from(text, 'latin1'),
  'UTF-16 with a mark': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'big-endian UTF-16 without a mark': (text) => Buffer.from(text, 'utf16le').swap16(),
  'UTF-16 from an odd byte on': (text) => Buffer.concat([Buffer.from('#'), Buffer.from(text, 'utf16le')]),
  'plain text with UTF-16 behind it': (text) =>
    Buffer.concat([Buffer.from(text, 'latin1'), Buffer.from(text, 'utf16le')]),
  'UTF-16 with plain text behind it': (text) =>
    Buffer.concat([Buffer.from(text, 'utf16le'), Buffer.from(text, 'latin1')]),
  'a mark of UTF-16 before plain text': (text) => Buffer.concat([Buffer.of(0xfe, 0xff), Buffer.from(text, 'latin1')]),
  'UTF-16 with half a character at its end': (text) => Buffer.concat([Buffer.from(text, 'utf16le'), Buffer.of(65)]),
};

function* chunksOf(bytes: Buffer, size: number): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test.each(Object.entries(ENCODINGS))('%s in pieces gives what it gives whole, places too', (name, encode) => {
  for (const core of Object.values(cores)) {
    for (const size of [999, 4096, 70_001]) {
      const bytes = encode(manyPieces(`${name} ${size}`));
      const scanner = createPieceScanner(core, confirmer, PIECE);
      for (const chunk of chunksOf(bytes, size)) scanner.push(chunk);
      const { findings, capped } = scanner.end();
      const whole = detector.scan(bytes);
      expect(capped).toBe(false);
      expect(findings.length).toBeGreaterThan(20);
      expect(sealed(findings)).toEqual(sealed(whole.findings));
    }
  }
});
