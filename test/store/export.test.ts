import { describe, expect, it } from 'vitest';
import { asDocument } from '../../src/store/export.ts';
import { journalHash } from '../../src/store/journal.ts';
import { about, each, FACTS, hashOf, linesOf, TEXTS, verify, verifyLines } from './exporting.ts';

describe('an export', () => {
  it('is intact as it was written, in both forms', async () => {
    const whole = await Array.fromAsync(asDocument(each(await linesOf(TEXTS, FACTS))));
    expect(JSON.parse(whole.join('\n'))).toHaveLength(1 + 5 + 2 + 1);
    for (const lines of [await linesOf(TEXTS, FACTS), whole]) {
      expect(await verifyLines(lines)).toMatchObject({
        is: 'intact',
        header: { ...about, from: 0, previous: '' },
        sum: { entries: 5, head: hashOf(4), facts: 2 },
      });
    }
  });

  it('of nothing is intact too', async () => {
    expect(await verifyLines(await linesOf([]))).toMatchObject({ is: 'intact', sum: { entries: 0, head: '' } });
  });

  it('can begin later, and then says with what', async () => {
    const result = await verifyLines(await linesOf(TEXTS, [], 20));
    expect(result).toMatchObject({ is: 'intact', header: { from: 2, previous: hashOf(1) }, sum: { entries: 3 } });
    expect(await verifyLines(await linesOf(TEXTS, FACTS, 99))).toMatchObject({ is: 'intact', header: { from: 5 } });
  });

  it('is no export when it is something else', async () => {
    for (const text of ['', 'hello\n', '[]', '{"a":1}\n', '<html>\n'])
      expect((await verify(text)).is).not.toBe('intact');
    expect(await verify('hello\n')).toMatchObject({ is: 'foreign' });
  });

  it('is checked by ten lines of anybody else, as docs/journal.md has them', async () => {
    let hash = '';
    for (const line of await linesOf(TEXTS, FACTS)) {
      const { previous, body, hash: said } = JSON.parse(line);
      if (previous !== undefined) hash = previous;
      if (body === undefined) continue;
      hash = journalHash(hash, body);
      expect(said).toBe(hash);
    }
  });
});

describe('the first bad line is named', () => {
  const broken = async (change: (lines: string[]) => string[]) => verifyLines(change(await linesOf(TEXTS, FACTS)));

  it.each([
    ['a changed word', (lines: string[]) => lines.with(2, (lines[2] ?? '').replace('opened', 'closed')), 'line 3'],
    ['an entry that is missing', (lines: string[]) => lines.toSpliced(2, 1), 'line 3'],
    [
      'two that changed places',
      (lines: string[]) => [...lines.slice(0, 2), ...lines.slice(2, 4).toReversed(), ...lines.slice(4)],
      'line 3',
    ],
    ['one that is there twice', (lines: string[]) => lines.toSpliced(3, 0, lines[2] ?? ''), 'line 4'],
    ['a blank', (lines: string[]) => lines.with(4, `${lines[4]} `), 'line 5'],
    ['line ends of another system', (lines: string[]) => lines.map((line) => `${line}\r`), 'line 1'],
    ['a changed fact', (lines: string[]) => lines.with(6, (lines[6] ?? '').replace('credential', 'c')), 'line 7'],
    [
      'another date in the first line',
      (lines: string[]) => lines.with(0, (lines[0] ?? '').replace('2026', '2025')),
      'line 9',
    ],
    [
      'a lower count at the end',
      (lines: string[]) => lines.with(-1, (lines.at(-1) ?? '').replace('"facts":2', '"facts":1')),
      'line 9',
    ],
    ['a cut end', (lines: string[]) => lines.slice(0, -3), 'line 6'],
    ['something behind the end', (lines: string[]) => [...lines, ''], 'line 10'],
  ])('%s', async (_, change, at) => {
    expect(await broken(change)).toMatchObject({ is: 'broken', at });
  });
});
