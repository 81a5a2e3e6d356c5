// A file of two gigabytes is read like one of two kilobytes: no piece before the former
// ones were given, and none of them kept.
import { setImmediate as breathe } from 'node:timers/promises';
import { constants, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { auditFileRecords } from '../../src/jobs/audit/file.ts';

const PIECE = 64 * 1024;
const PIECES = 160;

const entry = (at: number) => ({ action: 'git.clone', actor: 'mallory', '@timestamp': 1_760_000_000_000 + at });
const json = (at: number) => JSON.stringify(entry(at));
const FORMS = {
  'JSON lines': (many: number) => Array.from({ length: many }, (_, at) => `${json(at)}\n`).join(''),
  'a list': (many: number) => `[${Array.from({ length: many }, (_, at) => json(at)).join(',')}]`,
  CSV: (many: number) =>
    ['action,actor,@timestamp', ...Array.from({ length: many }, (_, at) => Object.values(entry(at)).join(','))].join(
      '\n',
    ),
};
const many = Math.ceil((PIECE * PIECES) / json(0).length);

/** Hands pieces out as they are asked for, and counts them. */
function handedOut(bytes: Uint8Array) {
  const seen = { bytes: 0 };
  async function* source() {
    for (let at = 0; at < bytes.length; at += PIECE) {
      seen.bytes = Math.min(bytes.length, at + PIECE);
      await breathe();
      yield bytes.subarray(at, at + PIECE);
    }
  }
  return { seen, source: source() };
}

test.each(Object.entries(FORMS))('%s: no piece is read before all of the former is given', async (_, form) => {
  const text = form(many);
  const { seen, source } = handedOut(Buffer.from(text));
  const each = text.length / many;
  let [given, ahead] = [0, 0];
  for await (const record of auditFileRecords(source, () => undefined)) {
    expect('value' in record).toBe(true);
    given += 1;
    ahead = Math.max(ahead, seen.bytes - given * each);
  }
  expect(given).toBe(many);
  // A piece, and what of one entry lay in it.
  expect(ahead).toBeLessThan(2 * PIECE);
});

test('gzipped it is unpacked as it is read, however well it was packed', async () => {
  // Not packed at all, so that a byte of the file is a byte of the log.
  const bytes = gzipSync(FORMS['JSON lines'](many), { level: constants.Z_NO_COMPRESSION });
  const { seen, source } = handedOut(bytes);
  let [given, ahead] = [0, 0];
  for await (const _ of auditFileRecords(source, () => undefined)) {
    given += 1;
    ahead = Math.max(ahead, seen.bytes - given * (bytes.length / many));
  }
  expect(given).toBe(many);
  // Node keeps some pieces between the file and the reader, and never the file.
  expect(ahead).toBeLessThan(8 * PIECE);
});
