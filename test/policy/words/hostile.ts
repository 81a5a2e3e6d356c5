import fc from 'fast-check';

const PIECES = [
  '*',
  '_',
  '`',
  '``',
  '```',
  '~~',
  '#',
  '# ',
  '- ',
  '+ ',
  '1. ',
  '> ',
  '| ',
  '---',
  '===',
  '[',
  ']',
  '(',
  ')',
  '!',
  '\\',
  '<',
  '>',
  '<b>',
  '</details>',
  '<img src=x>',
  '<!-- handback:case:x -->',
  '<a href="//x">',
  '<h1>',
  '&amp;',
  '&#64;',
  '@',
  '@mallory',
  '@acme/all',
  '#1',
  'Fixes #1',
  'acme/shop#7',
  'GH-12',
  'https://x.example',
  'www.x.example',
  'javascript:alert(1)',
  'a@b.example',
  '[x](y)',
  '![x](y)',
  '- [ ] ',
  '- [x] ',
  ':+1:',
  ':shipit:',
  '$x$',
  '\t',
  '    ',
  '\n',
  '\n\n',
  '\r\n',
  '\u0000',
  '\u202e',
  '\u200b',
  '\u2028',
  '\u2029',
  '\ufeff',
  '\ud83d',
  '😀',
  'ü',
  'x',
  ' ',
];

/** Names that people choose who want a case to say something else. */
export const hostile: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(...PIECES).map((piece) => piece.repeat(400)),
);

export function decoded(html: string): string {
  const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&' };
  return html
    .replaceAll(/&#(\d+);/g, (_, number: string) => String.fromCodePoint(Number(number)))
    .replaceAll(/&(lt|gt|quot|amp);/g, (_, name: string) => named[name] ?? '');
}

/** What GitHub's filters for mentions and references look at: the text outside code, entities resolved. */
export function shownText(html: string): string {
  return decoded(html.replaceAll(/<code>[\s\S]*?<\/code>/g, '').replaceAll(/<[^>]*>/g, ' '));
}

const FORBIDDEN: readonly (readonly [string, RegExp])[] = [
  ['a mention', /@[a-z\d]/i],
  ['a reference', /#\d|\bGH-\d/i],
  ['a link', /:\/\/|www\.|[\w.+-]@[\w-]+\./i],
  ['an emoji code', /:[\w+-]+:/],
  ['an invisible character', /(?![\n\u200b])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u],
];
const TAGS = /<(a|img|script|svg|iframe|table|blockquote|pre|hr|del|h[2-6]|input)[\s>]/gi;

/** Everything in rendered Markdown that hostile text must not bring about. */
export function danger(html: string): readonly string[] {
  const text = shownText(html);
  return [
    ...FORBIDDEN.filter(([, pattern]) => pattern.test(text)).map(([name]) => name),
    ...[...html.matchAll(TAGS)].map(([tag]) => tag),
  ];
}
