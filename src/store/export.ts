import { createHash } from 'node:crypto';
import type { JournalEntry, JournalLink } from '../model/journal.ts';
import { journalHash } from './journal.ts';
import { parse } from './rows.ts';

/** The first line of an export: whose journal it is, and where in it the file begins. */
export interface ExportHeader {
  readonly organization: { readonly id: number; readonly login: string };
  /** ISO 8601. */
  readonly exportedAt: string;
  /** Position of the first entry. */
  readonly from: number;
  /** Hash of the entry before it; '' when there is none. */
  readonly previous: string;
}

/**
 * What the last line sums up. `head` is the last entry's hash, `seal` the last fact's;
 * `header` is the hash of the first line.
 */
export interface ExportEnd {
  readonly entries: number;
  readonly head: string;
  readonly facts: number;
  readonly seal: string;
  readonly header: string;
}

/**
 * The lines of an export, each a JSON object: the header, the journal's entries with their
 * hashes as they are stored, facts that carry the same chain on, and the end.
 * docs/journal.md has the format and a script of ten lines that checks it.
 */
export async function* exportLines(
  about: Pick<ExportHeader, 'organization' | 'exportedAt'>,
  journal: AsyncIterable<JournalLink>,
  facts: AsyncIterable<object> | Iterable<object>,
  since = 0,
): AsyncGenerator<string> {
  let header = '';
  let hash = '';
  let position = 0;
  let entries = 0;
  for await (const link of journal) {
    const isBefore = header === '' && parse<JournalEntry>(link.body).at < since;
    if (!isBefore) {
      if (header === '') {
        header = headerLine({ ...about, from: link.position, previous: hash });
        yield header;
      }
      yield entryLine(link);
      entries += 1;
    }
    hash = link.hash;
    position = link.position + 1;
  }
  if (header === '') {
    header = headerLine({ ...about, from: position, previous: hash });
    yield header;
  }
  const head = hash;
  let number = 0;
  for await (const fact of facts) {
    const body = JSON.stringify(fact);
    hash = journalHash(hash, body);
    yield factLine(number, body, hash);
    number += 1;
  }
  yield endLine({ entries, head, facts: number, seal: hash, header: lineHash(header) });
}

/** The same lines as one JSON document. */
export async function* asDocument(lines: AsyncIterable<string>): AsyncGenerator<string> {
  yield '[';
  let waiting: string | undefined;
  for await (const line of lines) {
    if (waiting !== undefined) yield `${waiting},`;
    waiting = line;
  }
  if (waiting !== undefined) yield waiting;
  yield ']';
}

export function headerLine({ organization: { id, login }, exportedAt, from, previous }: ExportHeader): string {
  return JSON.stringify({
    handback: 'export',
    version: 1,
    organization: { id, login },
    exportedAt,
    from,
    previous,
  });
}

export function entryLine({ position, body, hash }: JournalLink): string {
  return JSON.stringify({ entry: position, body, hash });
}

export function factLine(fact: number, body: string, hash: string): string {
  return JSON.stringify({ fact, body, hash });
}

export function endLine({ entries, head, facts, seal, header }: ExportEnd): string {
  return JSON.stringify({ end: { entries, head, facts, seal, header } });
}

export function lineHash(line: string): string {
  return createHash('sha256').update(line).digest('hex');
}
