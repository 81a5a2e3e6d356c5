import { Composer, type CST, type Document, LineCounter, Parser } from 'yaml';

interface YamlDocument {
  readonly document: Document.Parsed;
  /** What is wrong with it as YAML, each with its place in the text. */
  readonly errors: readonly { readonly at: number; readonly says: string }[];
  /** Where another document begins behind it, if one does. */
  readonly nextAt?: number;
  /** From 1, of a place in the text. */
  lineAt(place: number): number;
}

/** Behind so many misplaced characters nobody reads on. */
const MOST_ERRORS = 50;

/**
 * The first YAML document of a text, in time that grows with it, whoever wrote it: each error costs as
 * much as a thousand characters, one that quotes its line goes through the whole line, and looking for
 * keys that stand there twice takes the square of their number. So there are few errors, they are bare,
 * and such keys are for the caller to find. Throws where the text is deeper than the reader goes.
 */
export function readYamlDocument(text: string): YamlDocument {
  const lines = new LineCounter();
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  const composed = composer.compose(someTokens(new Parser(lines.addNewLine).parse(text)), true, text.length);
  const [document, next] = composed;
  if (document === undefined) throw new Error('the reader of YAML gave no document');
  return {
    document,
    errors: document.errors.map(({ pos, message }) => ({ at: pos[0], says: message })),
    ...(next === undefined ? {} : { nextAt: next.range[0] }),
    lineAt: (place) => lines.linePos(place).line,
  };
}

function* someTokens(tokens: Iterable<CST.Token>): Generator<CST.Token> {
  let errors = 0;
  for (const token of tokens) {
    yield token;
    if (token.type === 'error') errors += 1;
    if (errors === MOST_ERRORS) return;
  }
}
