import { setImmediate as breathe } from 'node:timers/promises';
import { sql } from 'kysely';
import { storable } from '../model/identity.ts';
import { partsOf } from '../model/parts.ts';

/** Rows per statement: SQLite takes at most 32,766 bound values, PostgreSQL 65,535. */
const CHUNK = 500;

export function chunks<T>(rows: readonly T[]): readonly (readonly T[])[] {
  return partsOf(rows, CHUNK);
}

/**
 * One row a key, the last one given, in the order of the keys: PostgreSQL refuses to upsert a row twice
 * in one statement, and two transactions that write the same rows in the same order cannot deadlock.
 */
export function distinct<T>(rows: readonly T[], key: (row: T) => string | number): readonly T[] {
  const byKey = new Map(
    rows.map((row) => {
      const named = key(row);
      return [typeof named === 'string' ? storable(named) : named, row];
    }),
  );
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

const PAGE = 2_000;

/**
 * All rows, read a page at a time in the order of their ids: half a million at once would
 * make the whole process stand still for seconds, because SQLite works on the thread that
 * also answers webhooks. What `read` gives undefined for is left out.
 */
export async function allPages<Row extends { readonly id: string }, T>(
  page: (after: string, limit: number) => Promise<readonly Row[]>,
  read: (row: Row) => T | undefined,
): Promise<readonly T[]> {
  const all: T[] = [];
  await eachPage(page, (rows) => {
    for (const row of rows) {
      const each = read(row);
      if (each !== undefined) all.push(each);
    }
  });
  return all;
}

/** One page after the other, for what is not kept. */
export async function eachPage<Row extends { readonly id: string }>(
  page: (after: string, limit: number) => Promise<readonly Row[]>,
  work: (rows: readonly Row[]) => Promise<void> | void,
): Promise<void> {
  for await (const rows of pagesBy((last: Row | undefined, limit) => page(last?.id ?? '', limit))) await work(rows);
}

/** The same where it takes more than an id to say where a page ended: `last` is the row that did. */
export async function* pagesBy<Row>(
  page: (last: Row | undefined, limit: number) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  for (let last: Row | undefined; ; await breathe()) {
    const rows = await page(last, PAGE);
    yield rows;
    if (rows.length < PAGE) return;
    last = rows.at(-1);
  }
}

/** What is asked for by many keys, some of them at a time. */
export async function ofKeys<Key extends string | number, T>(
  keys: Iterable<Key>,
  read: (some: readonly Key[]) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const all: T[] = [];
  for (const some of chunks([...new Set(keys)])) {
    for (const each of await read(some)) all.push(each);
    await breathe();
  }
  return all;
}

/**
 * The bodies of many rows as one text: an object for each row and a parse of each costs more than half of such a read.
 */
export const allBodies = sql<string | null>`string_agg(body, ',')`.as('bodies');

export function parseAll<T>(bodies: string | null): T[] {
  return bodies === null ? [] : parse<T[]>(`[${bodies}]`);
}

/** Reads back what this store itself wrote. */
export function parse<T>(json: string): T {
  return JSON.parse(json) as T;
}

/** `{ name: value }`, or nothing when the column is null: an absent member is left out, not undefined. */
export function optional<K extends string, V>(name: K, value: V | null): { readonly [P in K]?: V } {
  return (value === null ? {} : { [name]: value }) as { readonly [P in K]?: V };
}
