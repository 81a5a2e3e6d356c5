import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvRecords } from '../../src/attribute/audit/csv-records.ts';
import { jsonRecords, type RecordReader } from '../../src/attribute/audit/json-records.ts';

function records(reader: RecordReader, text: string, cuts: readonly number[] = []) {
  const bytes = new TextEncoder().encode(text);
  const ends = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b);
  const pieces = ends.slice(1).map((end, at) => bytes.subarray(ends[at], end));
  return [...pieces.flatMap((piece) => [...reader.push(piece)]), ...reader.end()];
}
const json = (text: string, cuts?: readonly number[]) => records(jsonRecords(), text, cuts);
const csv = (text: string, cuts?: readonly number[]) => records(csvRecords(), text, cuts);
const values = (read: ReturnType<typeof json>) => read.map((each) => ('value' in each ? each.value : 'broken'));
const brokenLines = (read: ReturnType<typeof json>) => read.flatMap((each) => ('broken' in each ? [each.line] : []));

const object = fc.dictionary(fc.string(), fc.jsonValue());
const cuts = fc.array(fc.nat(), { maxLength: 20 });

describe('JSON', () => {
  const [a, b] = ['{"a":"}{\\"[","n":[{"x":1},{"y":{}}]}', '{"b":"ü€😀"}'];

  test.each([
    ['concatenated', a + b],
    ['one a line', `${a}\n${b}\n`],
    ['in a list', `[${a},${b}]`],
    ['in a printed list behind a byte order mark', `\ufeff[\r\n  ${a},\r\n  ${b}\r\n]\r\n`],
    ['in lists, one behind the other', `[${a}]\n[${b}]`],
  ])('objects may come %s, cut anywhere', (_, text) => {
    const whole = [JSON.parse(a), JSON.parse(b)];
    for (let cut = 0; cut < text.length + 4; cut++) expect(values(json(text, [cut]))).toEqual(whole);
  });

  test('of any content comes back as it was, printed or not, whatever the pieces', () => {
    const layout = fc.constantFrom<(all: readonly object[]) => string>(
      (all) => all.map((each) => JSON.stringify(each)).join(''),
      (all) => all.map((each) => JSON.stringify(each, null, 2)).join('\n'),
      (all) => JSON.stringify(all),
      (all) => JSON.stringify(all, null, 1),
    );
    fc.assert(
      fc.property(fc.array(object, { maxLength: 5 }), layout, cuts, (all, print, where) => {
        expect(JSON.stringify(values(json(print(all), where)))).toBe(JSON.stringify(all));
      }),
    );
  });

  test.each([
    ['cut off in a text', `${b}\n{"action":"repo.cre\n${b}\n${b}`, [2], 3],
    ['cut off behind a value', `${b}\n{"action":"x"\n${b}\n${b}`, [2], 3],
    ['that is no JSON', `${b}\n<html>{"a":1}</html>\n${b}`, [2], 2],
    ['of bad syntax', `[${b},\n{"a":nope},\n${b}]`, [2], 2],
    ['that never ends', `${b}\n{"a":[`, [2], 1],
  ])('an object %s is told with its line, and those around it are read', (_, text, lines, good) => {
    const read = json(text);
    expect(brokenLines(read)).toEqual(lines);
    expect(values(read).filter((each) => each !== 'broken')).toEqual(Array.from({ length: good }, () => JSON.parse(b)));
  });

  test('names the byte at which a broken object begins', () => {
    expect(json('{"ü":1}\n{"b":}')).toMatchObject([{ offset: 0 }, { offset: 9, broken: 'not valid JSON' }]);
  });

  test('of any bytes is read to the end without an error', () => {
    const bits = fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '\n', ' ', 'x', '{"a":1}');
    fc.assert(
      fc.property(fc.array(bits), cuts, (all, where) => {
        const text = all.join('');
        expect(json(text, where)).toEqual(json(text));
      }),
    );
  });

  test('that goes on and on in one object is told, and not held', () => {
    const reader = jsonRecords();
    const piece = new TextEncoder().encode('"x",'.repeat(1 << 18));
    const read = [...reader.push(new TextEncoder().encode('{"a":['))];
    for (let times = 0; times < 10; times++) read.push(...reader.push(piece));
    read.push(...reader.push(new TextEncoder().encode('1]}{"b":2}')));
    expect(read).toMatchObject([{ broken: expect.stringContaining('more than') }, { value: { b: 2 } }]);
  });
});

describe('CSV', () => {
  const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;

  test('of any content comes back as it was, whatever the pieces', () => {
    const rows = fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.constantFrom('', 'a,b', '"', 'x\r\ny', ' z ')));
    fc.assert(
      fc.property(rows, cuts, fc.constantFrom('\n', '\r\n'), (all, where, end) => {
        const text = ['action,key', ...all.map((row) => row.map(quoted).join(','))].join(end);
        const wanted = all.map(([action, key]) => ({ action, key }));
        expect(values(csv(`\ufeff${text}${end}`, where))).toEqual(wanted);
      }),
    );
  });

  test('a row that does not fit the header is told with its line, and nothing slips into another column', () => {
    const read = csv('action,actor\na,b\n\nc\nd,e,f\n"g\nh",i\nj,k"l\nm,n');
    expect(brokenLines(read)).toEqual([4, 5, 8]);
    expect(values(read).filter((each) => each !== 'broken')).toEqual([
      { action: 'a', actor: 'b' },
      { action: 'g\nh', actor: 'i' },
      { action: 'm', actor: 'n' },
    ]);
  });

  test('a quote that never ends is told', () => {
    expect(csv('action\na\n"b\nc')).toMatchObject([
      { value: { action: 'a' } },
      { line: 3, broken: expect.stringContaining('does not end') },
    ]);
  });
});
