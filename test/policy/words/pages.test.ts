import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paged, type Section } from '../../../src/policy/words/pages.ts';

const entries = (many: number, length = 100, from = 1) =>
  Array.from({ length: many }, (_, index) => `- ${String(index + from).padStart(6, '0')}${'x'.repeat(length)}`);
const numbers = (text: string) => [...text.matchAll(/^- (\d{6})x/gm)].map(([, number]) => Number(number));

const sections: fc.Arbitrary<readonly Section[]> = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 1, max: 3000 }), fc.boolean()), { maxLength: 4 })
  .map((all) => {
    let from = 1;
    return all.map(([many, length, folded], index) => {
      const section = { heading: `List ${index}`, entries: entries(many, length, from), ...(folded ? { folded } : {}) };
      from += many;
      return section as Section;
    });
  });

describe('lists that have room', () => {
  it('stand in the issue, under their headings, and there is no page', () => {
    const { text, pages } = paged([{ heading: 'Credentials', entries: ['- a', '- b'] }], 1000);
    expect(text).toBe('### Credentials\n\n- a\n- b');
    expect(pages).toEqual([]);
  });

  it('without an entry have no heading', () => {
    expect(paged([{ heading: 'Credentials', entries: [] }], 1000)).toEqual({ text: '', pages: [] });
  });

  it('are folded where nobody has to act on them, and say how many they are', () => {
    const { text } = paged([{ heading: 'Proved', entries: ['- a', '- b'], folded: true }], 1000);
    expect(text).toBe('<details><summary>Proved 1 to 2</summary>\n\n- a\n- b\n\n</details>');
  });
});

describe('a list that goes on behind what is given', () => {
  it('counts what there is no more room for', () => {
    const { text } = paged([{ heading: 'Credentials', entries: ['- a', '- b'] }], 1000, 500, 7);
    expect(text).toContain('- a\n- b');
    expect(text).toContain('- … and 7 more;');
  });
});

describe('lists that have none', () => {
  it('lose no entry and keep the order, in the issue and from page to page', () => {
    fc.assert(
      fc.property(sections, (given) => {
        const { text, pages } = paged(given, 20_000, 5_000);
        const all = given.flatMap((each) => each.entries);
        const shown = [text, ...pages].flatMap(numbers);
        const [, beyond = '0'] = text.match(/… and (\d+) more/) ?? [];
        expect(shown).toEqual(all.slice(0, shown.length).map((entry) => numbers(entry)[0]));
        expect(shown.length + Number(beyond)).toBe(all.length);
        expect(pages.length).toBeLessThanOrEqual(60);
        for (const page of pages) expect(page.length).toBeLessThanOrEqual(65_000);
        expect(text.length).toBeLessThanOrEqual(25_000);
      }),
      { numRuns: 60 },
    );
  });

  it('link to each page, with what is on it', () => {
    const { text, pages } = paged([{ heading: 'Credentials', entries: entries(1000) }], 20_000, 5_000);
    expect(pages).toHaveLength(2);
    expect(text).toMatch(
      /\*\*Continued in comments below:\*\*\n\n- \[Page 1\]\(#handback-page-1\): Credentials 4\d to \d+\n- \[Page 2\]\(#handback-page-2\): Credentials \d+ to 1000$/,
    );
    expect(pages[1]).toMatch(/^\*\*Page 2\*\*: Credentials \d+ to 1000\. Handback keeps this comment up to date\.\n\n/);
  });

  it('change one page only when something changes on it', () => {
    const all = entries(1000);
    const before = paged([{ heading: 'Credentials', entries: all }], 20_000, 5_000);
    const after = paged([{ heading: 'Credentials', entries: all.with(990, `${all[990]}!`) }], 20_000, 5_000);
    expect(after.text).toBe(before.text);
    expect(after.pages.map((page, index) => page === before.pages[index])).toEqual([true, false]);
  });

  it('cut an entry that no comment has room for, rather than to be refused', () => {
    const { pages } = paged([{ heading: 'Credentials', entries: ['- a', `- ${'b\n'.repeat(50_000)}`, '- c'] }], 1000);
    expect(pages.join('\n')).toContain('… shortened');
    expect(pages.at(-1)).toContain('- c');
  });
});
