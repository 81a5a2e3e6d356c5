import type { Rule } from '../../src/detect/rule.ts';
import { expand } from './fake-tokens.ts';

const FILLERS = ['a', '0', 'A7', 'xY', '-', '_', '.', '/', '=', ' ', '\n', '"', ':', 'ab cd ', '0a-'];

/**
 * Text made to be slow for a rule: its keywords over and over, and its examples cut, broken
 * and stretched just before they match.
 */
export function hostileTexts(rule: Rule): string[] {
  const examples = rule.examples.flatMap((example) => {
    const { text, start, end } = expand(example);
    const middle = (start + end) >> 1;
    return [
      `${text.slice(0, end - 1)}\u0001`,
      `${text.slice(0, end)}a-+/=9`,
      `${text.slice(0, middle)}!${text.slice(middle + 1)}`,
      `${text.slice(0, start)}${'Zz9'.repeat(40)}!`,
      text.slice(0, start),
    ];
  });
  const keywords = rule.keywords.slice(0, 4);
  const wrapped = (rule.wrapped ?? []).flatMap((text) => {
    const encoded = Buffer.from(text.repeat(3)).toString('base64').replaceAll('=', '');
    return [encoded, `${encoded}${'QUFB'.repeat(12)}`];
  });
  const texts = [
    ...examples,
    ...wrapped,
    ...keywords.flatMap((keyword) => [keyword, `${keyword}=`, `${keyword}: "`, `${keyword.toUpperCase()} `]),
    ...FILLERS.flatMap((filler) =>
      keywords.slice(0, 1).map((keyword) => keyword + filler.repeat(Math.ceil(60 / filler.length))),
    ),
  ];
  return texts.filter((text) => text !== '');
}
