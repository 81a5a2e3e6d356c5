import fc from 'fast-check';
import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { bare, clip, code, fitting, login, plain } from '../../../src/policy/words/markdown.ts';
import { danger, decoded, hostile, shownText } from './hostile.ts';

/** As it stands in a case: in a list, behind and before other words. */
const around = (word: string) =>
  marked.parse(`# Case\n\n- key **${word}** of ${word}\n  - ${word}\n\n${word}\n`, { async: false });
const tagsOf = (html: string) => [...html.matchAll(/<(\/?\w+)/g)].map(([, tag]) => tag);

describe('hostile text', () => {
  it.each([['plain', plain] as const, ['code', code] as const, ['login', login] as const])(
    'written by %s never formats, links, mentions, closes or hides anything',
    (_, write) => {
      const harmless = tagsOf(around(write('x')));
      fc.assert(
        fc.property(hostile, (text) => {
          const html = around(write(text));
          expect(danger(html)).toEqual([]);
          expect(tagsOf(html)).toEqual(harmless);
        }),
        { numRuns: 500 },
      );
    },
  );

  it.each([['plain', plain] as const, ['code', code] as const, ['login', login] as const])(
    'written by %s holds no marker of ours, by which an issue would be taken for another one',
    (_, write) => {
      fc.assert(fc.property(hostile, (text) => !write(text).includes('<!--')));
      expect(write('<!-- handback:case:x -->')).not.toContain('<!--');
    },
  );

  it.each([
    ['**bold**'],
    ['<img src=x onerror=alert(1)>'],
    ['</details><h1>x'],
    ['[click](javascript:alert(1))'],
    ['![](https://evil.example/pixel)'],
    ['https://evil.example www.evil.example evil@evil.example'],
    ['@acme/everybody @mallory'],
    ['Fixes #1, closes acme/shop#2, GH-3'],
    ['- [x] done'],
    ['1. one'],
    ['===\n---'],
    ['&lt;b&gt; &#64;mallory'],
    ['\u202egnp.exe'],
    ['`code` ``code``'],
    [':shipit: :+1:'],
    ['a | b | c'],
    ['~~gone~~'],
    ['\\'],
  ])('such as %s is shown and does nothing', (text) => {
    const html = around(plain(text));
    expect(danger(html)).toEqual([]);
    expect(shownText(html).length).toBeGreaterThan(0);
  });

  it('is treated alike, whether or not something in it takes the slow way', () => {
    const ascii = fc.string({
      unit: fc.constantFrom(...'ab gGhHwW.:/-+_@#19)(=&<>*!`\\|~$[]{},%'.split('')),
      maxLength: 30,
    });
    fc.assert(
      // Behind a letter that is no ASCII no rule begins or ends, and no text is taken for plain words.
      fc.property(ascii, (text) => {
        for (const write of [plain, bare]) expect(write(`é${text}é`)).toBe(`é${write(`a${text}a`).slice(1, -1)}é`);
      }),
      { numRuns: 2_000 },
    );
    expect(plain('- a @b #1 GH-2 www.x.y https://z :+1: _c_')).toBe(
      '\u200b- a @\u200bb &#35;\u200b1 GH\u200b-2 www\u200b.x.y https:\u200b//z :\u200b&#43;1: &#95;c&#95;',
    );
  });

  it('is still readable', () => {
    expect(decoded(plain('rotate_keys *now*: <admin@acme> #42')).replaceAll('\u200b', '')).toBe(
      'rotate_keys *now*: <admin@acme> #42',
    );
  });

  it('is cut when it is very long, and never in the middle of a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 280, maxLength: 400 }), (text) => {
        for (const written of [plain(text), code(text), bare(text)]) expect(written.isWellFormed()).toBe(true);
      }),
    );
    expect(code('x'.repeat(10_000)).length).toBeLessThan(310);
  });

  it('that is empty leaves no open quote behind', () => {
    expect(marked.parseInline(`in ${code('')} of ${code('shop')}`, { async: false })).toBe(
      'in <code> </code> of <code>shop</code>',
    );
  });
});

describe('what is too long', () => {
  const noted = 'shortened';

  it('is clipped at a line, and says so', () => {
    const clipped = clip('line\n'.repeat(1000), 500);
    expect(clipped.length).toBeLessThanOrEqual(500);
    expect(clipped).toContain(noted);
  });

  it('is clipped even when it is all one line', () => {
    expect(clip('x'.repeat(1000), 500).length).toBeLessThanOrEqual(500);
  });

  it('stays as it is when it fits', () => {
    expect(clip('short', 500)).toBe('short');
  });

  it('is left out of a list by whole entries, which are counted', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 50 })), fc.nat(500), (entries, limit) => {
        const clean = entries.map((entry) => `- ${entry.replaceAll('\n', ' ')}`);
        const lines = fitting(clean, limit).split('\n');
        const [, left] = /^- … and (\d+) more/.exec(lines.at(-1) ?? '') ?? [];
        const shown = clean.length === 0 ? [] : lines.slice(0, left === undefined ? undefined : -1);
        expect(shown).toEqual(clean.slice(0, shown.length));
        expect(shown.length + Number(left ?? 0)).toBe(clean.length);
        expect(shown.join('\n').length).toBeLessThanOrEqual(limit);
      }),
    );
  });
});

it('a title wakes and links nobody, and shows no mark-up', () => {
  expect(bare('john_doe@x.example #1')).toBe('john_doe@\u200bx.example #\u200b1');
});
