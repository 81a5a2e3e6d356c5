// A GraphQL query -> what it asks for. No more of the language than queries need: fields,
// aliases, arguments, variables, `... on`.

export interface Selection {
  /** Under which name the answer stands. */
  alias: string;
  name: string;
  args: Record<string, unknown>;
  /** Only for objects of this type. */
  on?: string;
  inside: Selection[];
}

export class BadQuery extends Error {}

const TOKENS = /\s*(?:,|#[^\n]*)*\s*(\.\.\.|[A-Za-z_]\w*|\$\w+|-?\d+|"(?:[^"\\]|\\.)*"|[{}()[\]:!=])/y;

export function parseQuery(text: string, variables: Record<string, unknown>): Selection[] {
  const tokens = tokensOf(text);
  let at = 0;
  const peek = () => tokens[at];
  const take = (wanted?: string): string => {
    const token = tokens[at++];
    if (token === undefined || (wanted !== undefined && token !== wanted))
      throw new BadQuery(`Expected ${wanted ?? 'more'}, got ${token ?? 'the end'}`);
    return token;
  };

  const value = (): unknown => {
    const token = take();
    if (token === '[') {
      const items: unknown[] = [];
      while (peek() !== ']') items.push(value());
      take(']');
      return items;
    }
    if (token.startsWith('$')) return variables[token.slice(1)];
    return /^["\-\d]/.test(token) ? JSON.parse(token) : ({ true: true, false: false, null: null }[token] ?? token);
  };

  const args = (): Record<string, unknown> => {
    const given: Record<string, unknown> = {};
    if (peek() !== '(') return given;
    take('(');
    while (peek() !== ')') {
      const name = take();
      take(':');
      given[name] = value();
    }
    take(')');
    return given;
  };

  const set = (on?: string): Selection[] => {
    take('{');
    const all: Selection[] = [];
    while (peek() !== '}') all.push(...field(on));
    take('}');
    return all;
  };

  const field = (on?: string): Selection[] => {
    if (peek() === '...') {
      take('...');
      take('on');
      return set(take());
    }
    const first = take();
    const renamed = peek() === ':' && take(':') ? take() : first;
    const given = args();
    const inside = peek() === '{' ? set() : [];
    return [{ alias: first, name: renamed, args: given, ...(on ? { on } : {}), inside }];
  };

  // `query Name($owner: String!)`: types are GitHub's business, values came beside the text.
  while (peek() !== undefined && peek() !== '{') take();
  return set();
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKENS.lastIndex = 0;
  for (let end = 0; text.slice(end).trim() !== ''; end = TOKENS.lastIndex) {
    const found = TOKENS.exec(text);
    if (found?.[1] === undefined) throw new BadQuery(`Parse error at character ${end}`);
    tokens.push(found[1]);
  }
  return tokens;
}
