import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asDocument } from '../../src/store/export.ts';
import { exportedLines } from '../../src/store/export-lines.ts';
import { verifyExport, verifyJournal } from '../../src/store/verify.ts';
import { chain, each, hashOf, linesOf, TEXTS, verify, verifyLines } from './exporting.ts';

it('detects every edit of a character, and every line that is taken out, moved or put in', async () => {
  const texts = fc.array(fc.string({ unit: 'binary', maxLength: 6 }), { minLength: 1, maxLength: 5 });
  const facts = fc.array(fc.record({ fact: fc.string({ unit: 'binary', maxLength: 6 }) }), { maxLength: 3 });
  const place = fc.nat();
  await fc.assert(
    fc.asyncProperty(
      texts,
      facts,
      place,
      place,
      fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }),
      fc.boolean(),
      async (all, more, from, to, text, asOne) => {
        const plain = await linesOf(all, more);
        const lines = asOne ? await Array.fromAsync(asDocument(each(plain))) : plain;
        const whole = `${lines.join('\n')}\n`;
        expect((await verify(whole)).is).toBe('intact');
        const [a, b, at] = [from % lines.length, to % lines.length, from % (whole.length - 1)];
        const changed = [
          lines.toSpliced(a, 1),
          lines.toSpliced(a, 0, lines[b] ?? ''),
          lines.with(a, lines[b] ?? '').with(b, lines[a] ?? ''),
        ].map((some) => `${some.join('\n')}\n`);
        const edits = [
          whole.slice(0, at) + text + whole.slice(at + 1),
          whole.slice(0, at) + whole.slice(at + 1),
          whole.slice(0, at) + text + whole.slice(at),
        ];
        for (const edit of [...changed, ...edits]) {
          if (edit !== whole && edit.isWellFormed()) expect((await verify(edit)).is).not.toBe('intact');
        }
      },
    ),
    { numRuns: 100 },
  );
});

it('takes bytes that are no text for an edit, even where a program would show the same', async () => {
  const bytes = new TextEncoder().encode(`${(await linesOf(['\ufffd'])).join('\n')}\n`);
  const at = bytes.indexOf(0xef);
  expect(at).toBeGreaterThan(0);
  const edited = Uint8Array.from([...bytes.slice(0, at), 0xff, ...bytes.slice(at + 3)]);
  expect(await verifyExport(exportedLines(each([bytes])))).toMatchObject({ is: 'intact' });
  expect(await verifyExport(exportedLines(each([edited])))).toMatchObject({ is: 'broken', at: 'line 2' });
});

describe('a head that was noted', () => {
  it('is found again, with what came after it', async () => {
    const lines = await linesOf(TEXTS);
    expect(await verifyLines(lines, hashOf(4))).toMatchObject({ noted: { of: 'entry 4', later: 0 } });
    expect(await verifyLines(lines, hashOf(1))).toMatchObject({ noted: { of: 'entry 1', later: 3 } });
  });

  it('may be the one before the file begins', async () => {
    const lines = await linesOf(TEXTS, [], 20);
    expect(await verifyLines(lines, hashOf(1))).toMatchObject({
      noted: { of: expect.stringContaining('entry 1'), later: 3 },
    });
  });

  it('shows that the tail was taken off by somebody who wrote a new end; nothing else shows it', async () => {
    const count = fc.integer({ min: 0, max: 4 });
    await fc.assert(
      fc.asyncProperty(count, async (kept) => {
        const forged = await linesOf(TEXTS.slice(0, kept));
        expect((await verifyLines(forged)).is).toBe('intact');
        expect(await verifyLines(forged, hashOf(4))).toMatchObject({
          is: 'broken',
          says: expect.stringContaining('noted head'),
        });
      }),
    );
  });
});

describe('the ledger itself', () => {
  it('is intact when it has as many entries as it wrote', async () => {
    expect(await verifyJournal(each(chain(TEXTS)), 5)).toMatchObject({ is: 'intact', sum: { head: hashOf(4) } });
  });

  it.each([
    ['entries taken from its end', chain(TEXTS).slice(0, 3), 'entry 3'],
    ['an entry taken out', chain(TEXTS).toSpliced(1, 1), 'entry 1'],
    ['a changed entry', chain(TEXTS).with(2, { position: 2, body: '{"at":1}', hash: hashOf(2) }), 'entry 2'],
    ['a chain written anew, without a number', chain(['x', 'b', 'c', 'd', 'e']).slice(1), 'entry 0'],
  ])('shows %s', async (_, links, at) => {
    expect(await verifyJournal(each(links), 5)).toMatchObject({ is: 'broken', at });
  });

  it('does not take what was written while it was read for an error', async () => {
    expect(await verifyJournal(each(chain(TEXTS)), 4)).toMatchObject({ is: 'intact' });
  });
});
