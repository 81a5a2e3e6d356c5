import { describe, expect, it } from 'vitest';
import { expressionsIn, references } from '../../src/workflows/expression.ts';

describe('an expression', () => {
  it.each([
    ['secrets.A', [['secrets', 'A']]],
    ["secrets['b']", [['secrets', 'B']]],
    ['secrets["b"]', [['secrets', 'B']]],
    ["vars[ 'b' ]", [['vars', 'B']]],
    ['fromJSON(toJSON(secrets)).A', [['secrets', 'A']]],
    [
      "fromjson( toJson( Secrets ) )['b'] || vars.C",
      [
        ['secrets', 'B'],
        ['vars', 'C'],
      ],
    ],
    ['fromJSON(toJSON(fromJSON(toJSON(vars)))).A', [['vars', 'A']]],
    ['fromJSON(toJSON(secrets))', [['secrets', '*']]],
    [
      "fromJSON(toJSON(secrets))[format('A_{0}', matrix.b)]",
      [
        ['secrets', '*'],
        ['matrix', 'B'],
      ],
    ],
    ['toJSON(fromJSON(secrets)).A', [['secrets', '*']]],
    ['fromJSON(toJSON(secrets)', [['secrets', '*']]],
    ['"secrets.NOT" == secrets.A', [['secrets', 'A']]],
    [
      "format('{0}{1}', secrets.A, Secrets.B)",
      [
        ['secrets', 'A'],
        ['secrets', 'B'],
      ],
    ],
    ["'secrets.NOT' == github.event.secrets.neither", []],
    ['toJSON(secrets)', [['secrets', '*']]],
    ['join(secrets.*)', [['secrets', '*']]],
    [
      "inputs.x && secrets.A || 'it''s secrets.B'",
      [
        ['inputs', 'X'],
        ['secrets', 'A'],
      ],
    ],
    [
      'secrets[vars.KEY]',
      [
        ['secrets', '*'],
        ['vars', 'KEY'],
      ],
    ],
  ])('%s takes %j', (text, expected) => {
    expect(references(text).map(({ context, name }) => [context, name])).toEqual(expected);
  });

  it('ends where it ends, and not in a string', () => {
    expect(expressionsIn(`a \${{ '}}' }} b \${{ c }} \${{ open`)).toEqual([" '}}' ", ' c ']);
  });
});
