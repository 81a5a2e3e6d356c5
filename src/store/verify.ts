import { z } from 'zod';
import type { JournalLink } from '../model/journal.ts';
import { type ExportEnd, type ExportHeader, endLine, entryLine, factLine, headerLine, lineHash } from './export.ts';
import { BrokenExport, type NumberedLine } from './export-lines.ts';
import { journalHash } from './journal.ts';

/** What a file or a ledger shows of itself. `foreign`: it is no export at all. */
export type Verification =
  | { readonly is: 'intact'; readonly header?: ExportHeader; readonly sum: ExportEnd; readonly noted?: NotedHead }
  | { readonly is: 'broken'; readonly at: string; readonly says: string }
  | { readonly is: 'foreign'; readonly says: string };

/** The hash that somebody noted earlier, found again. */
interface NotedHead {
  /** What it is the hash of, for people: "entry 41". */
  readonly of: string;
  /** Entries behind it. */
  readonly later: number;
}

const HASH = z.string().regex(/^[\da-f]{64}$/);
const COUNT = z.int().min(0);
const Header = z.strictObject({
  handback: z.literal('export'),
  version: z.literal(1),
  organization: z.strictObject({ id: z.int(), login: z.string() }),
  exportedAt: z.string(),
  from: COUNT,
  previous: z.union([z.literal(''), HASH]),
});
const Line = z.union([
  z.strictObject({ entry: COUNT, body: z.string(), hash: HASH }),
  z.strictObject({ fact: COUNT, body: z.string(), hash: HASH }),
  z.strictObject({
    end: z.strictObject({ entries: COUNT, head: z.string(), facts: COUNT, seal: z.string(), header: HASH }),
  }),
]);

/** Checks an export, line by line, with nothing but the file: every hash, every number, and that it is whole. */
export async function verifyExport(lines: AsyncIterable<NumberedLine>, noted?: string): Promise<Verification> {
  let at = 0;
  let state: Chain | undefined;
  let first = '';
  let end: ExportEnd | undefined;
  try {
    for await (const { line, text } of lines) {
      at = line;
      if (state === undefined) {
        const header = readJson(Header, text);
        if (header === undefined) return { is: 'foreign', says: 'its first line is not that of an export of Handback' };
        same(text, headerLine(header));
        state = new Chain(header, noted);
        first = text;
      } else if (end === undefined) end = state.take(text, first);
      else throw new BrokenExport('something stands behind the end');
    }
    if (state === undefined) return { is: 'foreign', says: 'it is empty' };
    if (end === undefined) throw new BrokenExport('the end is missing: the file was cut off here');
    return state.judge(end);
  } catch (error) {
    if (!(error instanceof BrokenExport)) throw error;
    return { is: 'broken', at: `line ${error.line ?? at}`, says: error.message };
  }
}

/** Checks the ledger's own chain. `written`: how many entries it says that it ever got. */
export async function verifyJournal(
  journal: AsyncIterable<JournalLink>,
  written: number,
  noted?: string,
): Promise<Verification> {
  const chain = new Chain({ from: 0, previous: '' }, noted);
  try {
    for await (const link of journal) chain.entry(link);
    if (chain.entries < written)
      throw new BrokenExport(
        `the ledger has written ${written} entries, and the last ${written - chain.entries} are missing`,
      );
    return chain.judge({ entries: chain.entries, head: chain.hash, facts: 0, seal: chain.hash, header: '' });
  } catch (error) {
    if (!(error instanceof BrokenExport)) throw error;
    return { is: 'broken', at: `entry ${chain.entries}`, says: error.message };
  }
}

/** Where a walk along the chain stands. */
class Chain {
  hash: string;
  entries = 0;
  private facts = 0;
  private head: string;
  private found: (Omit<NotedHead, 'later'> & { readonly entries: number }) | undefined;
  private readonly header: Pick<ExportHeader, 'from' | 'previous'> & Partial<ExportHeader>;
  private readonly noted: string | undefined;

  constructor(header: Pick<ExportHeader, 'from' | 'previous'> & Partial<ExportHeader>, noted: string | undefined) {
    this.header = header;
    this.noted = noted;
    this.hash = header.previous;
    this.head = header.previous;
    if (header.from > 0) this.compare(`entry ${header.from - 1}, the one before this file`);
  }

  entry({ position, body, hash }: JournalLink): void {
    const due = this.header.from + this.entries;
    if (this.facts > 0) throw new BrokenExport('an entry stands behind the facts');
    if (position !== due) throw new BrokenExport(`entry ${position} stands where entry ${due} should be`);
    this.step(body, hash);
    this.head = hash;
    this.entries += 1;
    this.compare(`entry ${position}`);
  }

  /** The end, when this line is it. */
  take(text: string, header: string): ExportEnd | undefined {
    const line = readJson(Line, text);
    if (line === undefined) throw new BrokenExport('this is no line of an export');
    if ('end' in line) return this.atEnd(text, header);
    if ('entry' in line) {
      const link = { position: line.entry, body: line.body, hash: line.hash };
      same(text, entryLine(link));
      this.entry(link);
      return undefined;
    }
    same(text, factLine(line.fact, line.body, line.hash));
    if (line.fact !== this.facts) throw new BrokenExport(`fact ${line.fact} stands where fact ${this.facts} should be`);
    this.step(line.body, line.hash);
    this.facts += 1;
    return undefined;
  }

  judge(sum: ExportEnd): Verification {
    this.compare('the last fact');
    const { organization, exportedAt } = this.header;
    const header =
      organization && exportedAt !== undefined ? { header: { ...this.header, organization, exportedAt } } : {};
    if (this.noted === undefined) return { is: 'intact', sum, ...header };
    if (this.found === undefined) {
      const says = 'the noted head is nowhere in this chain: entries were taken from the end, or it was written anew';
      return { is: 'broken', at: 'the end', says };
    }
    const noted = { of: this.found.of, later: this.entries - this.found.entries };
    return { is: 'intact', sum, ...header, noted };
  }

  private atEnd(text: string, header: string): ExportEnd {
    const { entries, head, facts, hash: seal } = this;
    const sum = { entries, head, facts, seal, header: lineHash(header) };
    if (text !== endLine(sum))
      throw new BrokenExport(
        `the end does not fit what stands above it: ${entries} entries, ${facts} facts and the first line`,
      );
    return sum;
  }

  private step(body: string, hash: string): void {
    if (journalHash(this.hash, body) !== hash)
      throw new BrokenExport('its hash does not fit: it was changed, or what stands before it was');
    this.hash = hash;
  }

  private compare(of: string): void {
    if (this.noted !== undefined && this.found === undefined && this.hash === this.noted)
      this.found = { of, entries: this.entries };
  }
}

function readJson<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** What means the same but is written in another way was touched, too. */
function same(text: string, canonical: string): void {
  if (text !== canonical)
    throw new BrokenExport('it is not written as Handback writes it: somebody or some tool has edited it');
}
