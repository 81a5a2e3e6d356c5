import { describe, expect, it } from 'vitest';
import { readToml } from '../../src/scan/toml.ts';
import { TomlError } from '../../src/scan/toml-types.ts';

const DOCUMENT = `# a comment
title = "a \\"quoted\\" \\u00e9 \\\\d" # behind
"odd key" = 'C:\\no\\escape'
count = 1_000
share = 3.5
on = true
list = [
  '''x'y''', # one
  "two", 3,
]
inline = { a = 1, b = ["c"] }
dotted.key = 1

[extend]
useDefault = true

[[rules]]
id = "first"
regex = '''
line one
'two' ''three\\d'''
[rules.allowlist]
paths = ["a"]
[[rules.allowlists]]
stopwords = []

[[rules]]
id = """
folded \\
   here"""
`;

describe('readToml', () => {
  it('reads what configurations of scanners are made of', () => {
    const { root } = readToml(DOCUMENT);
    expect(root).toEqual({
      title: 'a "quoted" é \\d',
      'odd key': 'C:\\no\\escape',
      count: 1000,
      share: 3.5,
      on: true,
      list: ["x'y", 'two', 3],
      inline: { a: 1, b: ['c'] },
      dotted: { key: 1 },
      extend: { useDefault: true },
      rules: [
        {
          id: 'first',
          regex: "line one\n'two' ''three\\d",
          allowlist: { paths: ['a'] },
          allowlists: [{ stopwords: [] }],
        },
        { id: 'folded here' },
      ],
    });
  });

  it('reads the same with the line ends of Windows', () => {
    expect(readToml(DOCUMENT.replaceAll('\n', '\r\n')).root).toEqual(readToml(DOCUMENT).root);
  });

  it('knows the line of a table and of a key', () => {
    const { root, lineOf } = readToml('\n[[rules]]\n\nid = "x"\n');
    const [rule] = Array.isArray(root['rules']) ? root['rules'] : [];
    const table = typeof rule === 'object' && !Array.isArray(rule) ? rule : {};
    expect([lineOf(table), lineOf(table, 'id'), lineOf(table, 'missing')]).toEqual([2, 4, 2]);
  });

  it('takes no key for the prototype', () => {
    readToml('[__proto__]\npolluted = "yes"\n');
    expect({}).not.toHaveProperty('polluted');
  });

  it.each([
    ['a = 2024-01-01', 1, /not understood/],
    ['a = 1\na = 2', 2, /twice/],
    ['\na = "open', 2, /does not end/],
    ['a = 1 b = 2', 1, /behind the value/],
    ['a = [1 2]', 1, /missing/],
    ['a = ', 1, /missing/],
    ['[a\nb = 1', 1, /missing/],
    ['= 1', 1, /no key/],
    ['a = "\\q"', 1, /no escape/],
    ['a = 1\n[a]\nb = 1', 2, /no table/],
    ['a = 1\n[[a]]', 2, /no array/],
    ['a = { b = 1', 1, /missing/],
  ])('says where it does not understand: %j', (text, line, problem) => {
    const read = () => readToml(text);
    expect(read).toThrow(TomlError);
    expect(read).toThrow(problem);
    try {
      read();
    } catch (error) {
      expect(error).toMatchObject({ line });
    }
  });
});
