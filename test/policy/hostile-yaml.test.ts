import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../src/policy/parse-policy.ts';
import { parseRoster } from '../../src/policy/parse-roster.ts';

const bomb = [
  'a: &a [x,x,x,x,x,x,x,x,x]',
  ...['b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name, index) => {
    const last = String.fromCharCode(97 + index);
    return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${last}`).join(',')}]`;
  }),
].join('\n');

const HOSTILE: readonly (readonly [string, string])[] = [
  ['a bomb of aliases', `${bomb}\nversion: 1\npeople: *h`],
  ['an alias of nothing', 'version: *nothing\npeople: *nothing'],
  ['ten thousand brackets', '['.repeat(10_000)],
  ['half a million closing brackets', '&]'.repeat(490_000)],
  ['ten thousand levels', '- '.repeat(10_000)],
  ['megabytes', `version: 1\n${'# padding\n'.repeat(200_000)}`],
  ['two documents', 'version: 1\n---\nversion: 1'],
  ['keys that are no text', '? [a, b]\n: 1\nversion: 1'],
  ['a key that is the prototype', 'version: 1\n__proto__:\n  mode: block'],
  ['a thousand unknown settings', Array.from({ length: 1000 }, (_, index) => `x${index}: 1`).join('\n')],
  ['forty thousand unknown settings', Array.from({ length: 40_000 }, (_, index) => `x${index}: 1`).join('\n')],
  [
    'forty thousand wrong values',
    `version: 1\nproof:\n${Array.from({ length: 40_000 }, (_, index) => `  x${index}: 1`).join('\n')}`,
  ],
  ['a tag that wants to be code', 'version: !!js/function "function () {}"\npeople: !!python/object x'],
  ['characters of no text', 'version: \u0000\u0001\npeople: \u0000'],
];

describe.each(HOSTILE)('%s', (_, text) => {
  it('is a broken policy with few words at once, and no crash', () => {
    const before = process.cpuUsage();
    const parsed = parsePolicy(text, 'f');
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect([parsed.problems.length > 0, parsed.problems.length <= 20]).toEqual([true, true]);
    // Of the processor's time: other work on the machine is no fault of ours.
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(10_000);
  });

  it('is a broken roster with few words, and no crash', () => {
    const { people, problems } = parseRoster(text, 'f');
    expect(people).toEqual([]);
    expect([problems.length > 0, problems.length <= 20]).toEqual([true, true]);
  });
});
