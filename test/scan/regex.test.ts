import { describe, expect, it } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import type { Rule } from '../../src/detect/rule.ts';
import { compileRule, compileSearch } from '../../src/scan/regex/compile.ts';
import { fake } from '../support/fake-tokens.ts';

const SHAPE = { provider: 'Custom', title: 'x', confidence: 'high', value: 'any', entropy: 0 } as const;
const REST = { examples: [], counterexamples: [], rotate: { url: '', says: '' } };

function find(regex: string, text: string, secretGroup = 0): string[] {
  const rule: Rule = { id: 'custom-rule', ...SHAPE, ...compileRule(regex, secretGroup), ...REST };
  return createDetector([rule])
    .scan(Buffer.from(text))
    .findings.map(({ secret }) => secret.reveal());
}

const VALUE = fake('{lower:32}');

describe('a rule in the syntax of Go', () => {
  it.each<[string, string, string[]]>([
    [`acme_[a-z0-9]{32}`, `x acme_${VALUE}!`, [`acme_${VALUE}`]],
    [`\\b(acme_[a-z0-9]{32})(?:['"\\s;]|$)`, `"acme_${VALUE}"`, [`acme_${VALUE}`]],
    [
      `(?i)[\\w.-]{0,50}?(?:acme)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|:)[\\x60'"\\s=]{0,5}([a-z0-9]{32})(?:[\\x60'"\\s;]|\\\\[nr]|$)`,
      `MY_ACME_KEY = '${VALUE}'`,
      [VALUE],
    ],
    [`(?P<first>k1|k2)-acme-(?P<key>[[:alnum:]]{32})`, `k2-acme-${VALUE}`, ['k2']],
    [`(?i)ACME(?-i)X([a-f0-9]{8})`, 'acmeX0123abcd AcmeX0123ABCD', ['0123abcd']],
    [`(?:alpha|omega)=([^\\s]{8,})`, `omega=${VALUE} alpha=short`, [VALUE]],
    [`[^a-z]acme:(\\d+)`, ' acme:12345 xacme:1', ['12345']],
    [`(?:x|yy)acme:(\\d{5})`, 'yyacme:12345 zacme:12345', ['12345']],
    [`(?m)^acme (\\w+)$`, 'no acme one\nacme two\n', ['two']],
    [`^acme (\\w+)`, 'acme one\nacme two\n', ['one']],
    [`\\Qa.c+\\E([0-9]{4})`, 'a.c+1234 abcc1234', ['1234']],
    [`schlüssel=(\\w{8})`, 'schlüssel=abcdefgh', ['abcdefgh']],
    [`acme.{3}(\\d{4})`, 'acme\n..1234 acme...5678', ['5678']],
    [`(?s)acme.{3}(\\d{4})`, 'acme\n..1234', ['1234']],
    [`acme\\x3d\\x{3a}([\\d_-]{4})`, 'acme=:12_-', ['12_-']],
  ])('%s finds what it would find there', (regex, text, expected) => {
    expect(find(regex, text)).toEqual(expected);
  });

  it('takes the group that is named as the secret', () => {
    expect(find('(k1|k2)-acme-([a-z0-9]{32})', `k1-acme-${VALUE}`, 2)).toEqual([VALUE]);
  });

  it.each([
    ['[a-z0-9]{32}', /fixed text/],
    ['(?i)key', /./],
    ['acme(?=x)', /no group/],
    ['acme\\pL+', /not understood/],
    ['acme[é]', /ASCII/],
    ['acme(', /has no "\)"/],
    ['acme)', /has no "\("/],
    ['acme{3,2}', /cannot be/],
    ['*acme', /nothing stands before/],
    ['acme(?U)x', /flags/],
    ['acme[[:foo:]]', /class/],
    ['acme\\Qab\\E+', /repetition/],
    ['acme(a)|acme(b)', /./],
  ])('that has no counterpart is refused: %s', (regex, problem) => {
    if (regex === '(?i)key') expect(compileRule(regex, 0).keywords).toEqual(['key']);
    else expect(() => compileRule(regex, 0)).toThrow(problem);
  });

  it.each([
    'acme(?:a+)+b',
    'acme(?:a|a)*b',
    'acme(?:a*)*b',
    'acme.*.*.*x',
    'acme(?:\\w+\\s?)+!',
    'acme(?:(?:a?){20}){20}b',
  ])('that a hostile file could make slow is refused: %s', (regex) => {
    expect(() => compileRule(regex, 0)).toThrow(/hostile/);
  });

  it.each([
    ['acme(?:[a-z]+\\.)+x', 'a.'],
    ['acme\\w*=(?:\\s*)([a-z]+)!', 'a'],
    ['(?i)[\\w.-]{0,50}?(?:acme)(?:[ \\t\\w.-]{0,20})[\\s\'"]{0,3}(?:=|:)([a-z0-9]{32})', ' '],
  ])('that is taken runs in no time on any text: %s', (regex, filler) => {
    const text = `acme${filler.repeat(3000)}`.repeat(40);
    const start = performance.now();
    find(regex, text);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('a search in the syntax of Go', () => {
  it.each([
    ['(.*?)(jpg|gif|doc)$', 'a/b.gif', true],
    ['^.*/fixtures/.*\\.json$', 'a/fixtures/b.json', true],
    ['^.*/fixtures/.*\\.json$', 'a/fixtures/b.js', false],
    ['^vendor/', 'src/vendor/x', false],
    ['gitleaks\\.toml', '.gitleaks.toml', true],
  ])('%s in %s: %s', (regex, path, expected) => {
    expect(compileSearch(regex, 'path').test(path)).toBe(expected);
  });
});
