import { describe, expect, test } from 'vitest';
import { assignmentFollows } from '../../src/detect/assignment.ts';
import { createConfirmer } from '../../src/detect/confirm.ts';
import { createPrefilter } from '../../src/detect/prefilter.ts';
import type { Rule } from '../../src/detect/rule.ts';
import { rules } from '../../src/detect/rules/index.ts';
import { expand } from '../support/fake-tokens.ts';
import { unboundedQuantifiers } from '../support/quantifiers.ts';
import { createRandom } from '../support/random.ts';

const confirmer = createConfirmer(rules);
const prefilter = createPrefilter(confirmer.keywords);

interface Verdict {
  readonly position: number;
  readonly keyword: number;
  readonly found: string;
}

function verdicts(bytes: Uint8Array, offset = 0): Verdict[] {
  const all: Verdict[] = [];
  prefilter.hits(bytes, (position, keyword) => {
    const raw = confirmer.confirm(bytes, position, keyword);
    const found = raw ? `${raw.rule.id} ${raw.start + offset}-${raw.end + offset} ${raw.confidence}` : '';
    all.push({ position, keyword, found });
  });
  return all;
}

describe('a verdict on a keyword', () => {
  test('depends on nothing but the bytes that the confirmer says it reads', () => {
    const random = createRandom('window');
    const noise = () => random.text('abcdefghijklmnopqrstuvwxyzABCDEFXYZ0123456789+/=-_ .:\n"', 40 + random.below(200));
    const texts = rules.flatMap((rule) => rule.examples.map((example) => expand(example, 9).text));
    const wrapped = texts.map((text) => Buffer.from(text, 'latin1').toString('base64').replace(/.{76}/g, '$&\n'));
    const bytes = Buffer.from([...texts, ...wrapped].map((text) => `${noise()}\n${text}\n`).join(''), 'latin1');
    const different = verdicts(bytes).filter(({ position, keyword, found }) => {
      const from = Math.max(0, position - confirmer.longestLead);
      const slice = bytes.subarray(from, position + (confirmer.reach[keyword] ?? 0));
      const raw = confirmer.confirm(slice, position - from, keyword);
      return found !== (raw ? `${raw.rule.id} ${raw.start + from}-${raw.end + from} ${raw.confidence}` : '');
    });
    expect(different.slice(0, 3)).toEqual([]);
  });

  test('is none where a value is longer than a rule can see', () => {
    const rule: Rule = { ...(rules[0] as Rule), pattern: 'ghp_([a-z0-9]{1,400})', reach: 50, value: 'any' };
    const bytes = Buffer.from(`ghp_${'a1b2c3d4'.repeat(40)}`);
    expect(createConfirmer([rule]).confirm(bytes, 0, 0)).toBeUndefined();
    expect(createConfirmer([rule]).confirm(bytes.subarray(0, 40), 0, 0)?.end).toBe(40);
  });

  test('on a keyword of an assignment is never spoiled by the cheap test before it', () => {
    const plain = rules.filter((rule) => rule.context === 'assignment').map(({ context: _, ...rule }) => rule);
    const without = createConfirmer(plain);
    const lost: string[] = [];
    for (const example of plain.flatMap((rule) => rule.examples)) {
      const bytes = Buffer.from(expand(example).text, 'latin1');
      createPrefilter(without.keywords).hits(bytes, (position, keyword) => {
        const end = position + (without.keywords[keyword] ?? '').length;
        if (without.confirm(bytes, position, keyword) && !assignmentFollows(bytes, end)) lost.push(example);
      });
    }
    expect(lost).toEqual([]);
  });
});

describe('the pattern of every rule', () => {
  test('has bounded quantifiers only', () => {
    const wrong = rules.filter((rule) => unboundedQuantifiers(rule.pattern).length > 0);
    expect(wrong.map((rule) => rule.id)).toEqual([]);
  });

  test('has a secret group, and no flag changes what it means', () => {
    const groups = rules.map((rule) => [rule.id, new RegExp(`(?:${rule.pattern})|`).exec('')?.length ?? 0] as const);
    expect(groups.filter(([, length]) => length < 2)).toEqual([]);
  });

  test('is told apart from unbounded ones', () => {
    expect(unboundedQuantifiers('a*b+?c{2,}[*+]\\*\\+d{1,3}e{4}')).toEqual(['*', '+', '{2,}']);
  });
});
