import type { AuditRecord } from '../../model/audit.ts';
import type { RecordReader } from './json-records.ts';

/** The longest row that is taken for one: a quote that never ends must not fill the memory. */
const LARGEST = 8 << 20;

/**
 * A table as RFC 4180 has it, with a header: rows as objects of text, one at a time. A row that
 * does not fit the header is told with its line; nothing is moved from one column to another.
 */
export function csvRecords(): RecordReader {
  const decoder = new TextDecoder('utf-8');
  let header: readonly string[] | undefined;
  let fields: string[] = [];
  let field = '';
  let size = 0;
  let [line, startLine] = [1, 1];
  let [offset, start] = [0, 0];
  let state: 'plain' | 'quoted' | 'behind a quote' = 'plain';
  let wrong: string | undefined;

  const endField = () => {
    fields.push(field);
    field = '';
    state = 'plain';
  };
  const endRow = (): AuditRecord | undefined => {
    endField();
    const [row, problem, where] = [fields, wrong, { line: startLine, offset: start }];
    [fields, wrong, size] = [[], undefined, 0];
    if (row.length === 1 && row[0] === '') return undefined;
    if (header === undefined) {
      header = row.map((name) => name.trim());
      return undefined;
    }
    if (problem !== undefined) return { ...where, broken: problem };
    if (row.length !== header.length)
      return { ...where, broken: `a row of ${row.length} columns under a header of ${header.length}` };
    return { ...where, value: Object.fromEntries(header.map((name, at) => [name, row[at]])) };
  };
  const take = (character: string) => {
    if (state === 'quoted') {
      if (character === '"') state = 'behind a quote';
      else field += character;
    } else if (character === '"' && state === 'behind a quote') {
      field += '"';
      state = 'quoted';
    } else if (character === '"' && field === '') state = 'quoted';
    else if (character === ',') endField();
    else if (character !== '\r') {
      if (state === 'behind a quote' || character === '"') wrong = 'a quote in the middle of a column';
      field += character;
    }
  };

  function* read(text: string): Generator<AuditRecord> {
    for (const character of text) {
      size += 1;
      offset += 1;
      if (size > LARGEST) {
        // The quote that swallowed all this began somewhere before: from here on the lines count again.
        yield { line: startLine, offset: start, broken: 'a row that does not end' };
        [fields, field, wrong, size, state] = [[], '', undefined, 0, 'plain'];
      }
      if (character === '\n') line += 1;
      if (character !== '\n' || state === 'quoted') {
        take(character);
        continue;
      }
      const row = endRow();
      if (row !== undefined) yield row;
      [startLine, start] = [line, offset];
    }
  }

  return {
    push: (piece) => read(decoder.decode(piece, { stream: true })),
    *end() {
      yield* read(decoder.decode());
      if (state === 'quoted') yield { line: startLine, offset: start, broken: 'a row that does not end' };
      else {
        const row = endRow();
        if (row !== undefined) yield row;
      }
    },
  };
}
