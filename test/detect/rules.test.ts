import { describe, expect, test } from 'vitest';
import { createConfirmer } from '../../src/detect/confirm.ts';
import { createDetector } from '../../src/detect/detector.ts';
import { createPrefilter } from '../../src/detect/prefilter.ts';
import type { Rule } from '../../src/detect/rule.ts';
import { rules } from '../../src/detect/rules/index.ts';
import { expand } from '../support/fake-tokens.ts';

const SEEDS = [1, 2, 3, 4, 5];
const detector = createDetector();
const bytesOf = (text: string) => Buffer.from(text, 'latin1');
const findingsOf = (text: string) => detector.scan(bytesOf(text)).findings;

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  test('finds each of its examples, exactly the secret and under its own name', () => {
    const missed = [];
    for (const example of rule.examples) {
      for (const seed of SEEDS) {
        const { text, start, end } = expand(example, seed);
        const found = findingsOf(text).map((finding) => [finding.rule, finding.start, finding.end]);
        if (!found.some((one) => one[0] === id && one[1] === start && one[2] === end))
          missed.push({ text, start, end, found });
      }
    }
    expect(missed.slice(0, 2)).toEqual([]);
  });

  test('finds nothing in its counterexamples', () => {
    const wrong = rule.counterexamples.filter((template) =>
      SEEDS.some((seed) => findingsOf(expand(template, seed).text).some((finding) => finding.rule === id)),
    );
    expect(wrong).toEqual([]);
  });

  test('finds nothing where its examples are masked', () => {
    const masked = rule.examples.map((example) => {
      const { text, start, end } = expand(example);
      return text.slice(0, start) + text.slice(start, end).replace(/[A-Za-z0-9]/g, 'x') + text.slice(end);
    });
    expect(masked.filter((text) => findingsOf(text).some((finding) => finding.rule === id))).toEqual([]);
  });

  test('has keywords that the filter finds in every example', () => {
    const hidden = rule.examples.filter((example) => !keywordsIn(rule, expand(example).text));
    expect(hidden).toEqual([]);
  });
});

function keywordsIn(rule: Rule, text: string): boolean {
  let seen = 0;
  createPrefilter(rule.keywords).hits(bytesOf(text), () => seen++);
  return seen > 0;
}

describe('the rules together', () => {
  test('have unique ids of the form provider-thing', () => {
    const ids = rules.map((rule) => rule.id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.filter((id) => !/^[a-z0-9]+(?:-[a-z0-9]+)+$/.test(id))).toEqual([]);
  });

  test('have keywords of at least three lower-case ASCII bytes', () => {
    const bad = rules.filter((rule) => !rule.keywords.every((keyword) => /^[ -@[-~]{3,}$/.test(keyword)));
    expect(bad.map((rule) => rule.id)).toEqual([]);
    expect(createConfirmer(rules).keywords.filter((keyword) => keyword.length < 3)).toEqual([]);
  });

  test('each have an example, a counterexample and a way to rotate', () => {
    const poor = rules.filter(
      (rule) =>
        rule.examples.length === 0 ||
        rule.counterexamples.length === 0 ||
        !rule.rotate.url.startsWith('https://') ||
        !rule.rotate.says.endsWith('.'),
    );
    expect(poor.map((rule) => rule.id)).toEqual([]);
  });

  test('ask issuers only over HTTPS at a fixed host', () => {
    const probes = rules.flatMap((rule) => (rule.probe ? [rule.probe] : []));
    expect(probes.filter((probe) => !/^(?:\{api\}|https:\/\/[a-z0-9.-]+)\//.test(probe.url))).toEqual([]);
  });
});
