import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';

const root = join(import.meta.dirname, '../..');
const detector = createDetector();

function filesIn(folder: string, pattern: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => pattern.test(name))
    .map((name) => join(folder, name));
}

test('the sources and tests of this repository hold no literal token', () => {
  const files = ['src', 'test', 'docs', 'demo', 'bench'].flatMap((folder) => filesIn(folder, /\.(?:ts|md|mjs)$/));
  const found = files.flatMap((file) =>
    detector
      .scan(readFileSync(join(root, file)))
      .findings.filter((finding) => finding.confidence === 'high')
      .map((finding) => `${file}:${finding.line} ${finding.rule}`),
  );
  expect(found).toEqual([]);
});

test('the detector is pure: it imports nothing but model/, itself and node:crypto', () => {
  const files = filesIn('src/detect', /\.ts$/).filter((file) => !file.includes('wasm'));
  const outside = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/from '([^']+)'/g)]
      .map(([, from = '']) => from)
      .filter((from) => from !== 'node:crypto' && !/^\.\/|^\.\.\/(?:\w[\w-]*\.ts$|model\/)/.test(from))
      .filter((from) => !from.startsWith('../../model/'))
      .map((from) => `${file}: ${from}`),
  );
  expect(outside).toEqual([]);
});
