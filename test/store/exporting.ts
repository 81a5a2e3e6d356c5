import type { JournalLink } from '../../src/model/journal.ts';
import { exportLines } from '../../src/store/export.ts';
import { exportedLines } from '../../src/store/export-lines.ts';
import { journalHash } from '../../src/store/journal.ts';
import { type Verification, verifyExport } from '../../src/store/verify.ts';

export const about = { organization: { id: 1, login: 'acme' }, exportedAt: '2026-11-21T12:00:00.000Z' };

export function chain(texts: readonly string[], hash = ''): JournalLink[] {
  let previous = hash;
  return texts.map((text, position) => {
    const body = JSON.stringify({ at: position * 10, actor: 'handback', did: 'opened', about: text });
    previous = journalHash(previous, body);
    return { position, body, hash: previous };
  });
}

export async function* each<T>(all: readonly T[]): AsyncGenerator<T> {
  yield* all;
}

export const linesOf = (texts: readonly string[], facts: readonly object[] = [], since = 0): Promise<string[]> =>
  Array.fromAsync(exportLines(about, each(chain(texts)), facts, since));

const PIECE = 50;

/** Through bytes in small pieces, as a file is read. */
export function verify(text: string, noted?: string): Promise<Verification> {
  const bytes = new TextEncoder().encode(text);
  const pieces = Array.from({ length: Math.ceil(bytes.length / PIECE) }, (_, at) =>
    bytes.slice(at * PIECE, at * PIECE + PIECE),
  );
  return verifyExport(exportedLines(each(pieces)), noted);
}

export const verifyLines = (lines: readonly string[], noted?: string) => verify(`${lines.join('\n')}\n`, noted);

export const TEXTS = ['a', 'b', 'ünï 😀 "quoted" \\ \u2028', 'd', 'e'];
export const FACTS = [{ credential: { id: 'x' } }, { decision: { id: 'y', text: '\ud800' } }];
export const hashOf = (at: number) => chain(TEXTS)[at]?.hash ?? '';
