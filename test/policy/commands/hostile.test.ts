import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Command, FORMS } from '../../../src/policy/commands/command.ts';
import { distance, nearest } from '../../../src/policy/commands/nearest.ts';
import { parseCommands } from '../../../src/policy/commands/parse.ts';

const KEY = 'deploy-key:42:1090';

function problems(text: string): readonly string[] {
  return parseCommands(text).flatMap((spoken) => (spoken.understood ? [] : [spoken.why]));
}

const names = Object.keys(FORMS) as Command['name'][];
const WORD = fc.constantFrom(
  ...names,
  '/handback',
  '`',
  '```',
  '>',
  '<!--',
  '-->',
  'because',
  'in',
  'until',
  KEY,
  '\n',
  ' ',
  '\t',
  '\r\n',
);

describe('any text', () => {
  it('is read without an error, into few answers', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(WORD).map((all) => all.join(' ')),
        ),
        (text) => {
          expect(parseCommands(text).length).toBeLessThanOrEqual(11);
        },
      ),
    );
  });

  it('never comes back in an answer as Markdown that mentions, links or formats', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (text) => {
        for (const why of problems(`/handback ${text.replaceAll(/\s/g, '_')}`))
          expect(outsideCode(why)).not.toMatch(/[@<>[\]*]/);
      }),
    );
  });

  it('of 65,536 hostile characters is read in no time', () => {
    for (const piece of ['/handback ', '<!--', '`', '> ', '/handback except a:b in ', ' because', '```\n']) {
      const before = performance.now();
      parseCommands(`/handback ${piece.repeat(Math.floor(65_000 / piece.length))}`);
      expect(performance.now() - before).toBeLessThan(1000);
    }
  });

  it('reads a quoted command never, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, behind) => {
        const lines = [before.replaceAll('/', ''), `> /handback revoke ${KEY}`, behind.replaceAll('/', '')];
        expect(parseCommands(lines.join('\n'))).toEqual([]);
      }),
    );
  });
});

describe('the nearest word', () => {
  it('is itself, and one typing error away it is still found', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(), fc.constantFrom('x', ''), (word, at, put) => {
        expect(distance(word, word)).toBe(0);
        const place = at % word.length;
        const wrong = word.slice(0, place) + put + word.slice(place + 1);
        expect(distance(wrong, word)).toBeLessThanOrEqual(1);
      }),
    );
    expect(nearest('aprove', names)).toBe('approve');
    expect(nearest('hepl', names)).toBe('help');
    expect(nearest('something else', names)).toBeUndefined();
  });

  it('is as far one way as the other', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        expect(distance(a, b)).toBe(distance(b, a));
      }),
    );
  });
});

function outsideCode(markdown: string): string {
  return markdown.replaceAll(/`[^`]*`/g, '');
}
