/** Rows per statement: SQLite takes at most 32,766 bound values, PostgreSQL 65,535. */
const CHUNK = 500;

export function chunks<T>(rows: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(rows.length / CHUNK) }, (_, at) => rows.slice(at * CHUNK, (at + 1) * CHUNK));
}

/**
 * One row a key, the last one given, in the order of the keys: PostgreSQL refuses to upsert a row twice in one statement, and
 * two transactions that write the same rows in the same order cannot deadlock.
 */
export function distinct<T>(rows: readonly T[], key: (row: T) => string | number): readonly T[] {
  const byKey = new Map(rows.map((row) => [key(row), row]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

/** Reads back what this store itself wrote. */
export function parse<T>(json: string): T {
  return JSON.parse(json) as T;
}

/** `{ name: value }`, or nothing when the column is null: an absent member is left out, not undefined. */
export function optional<K extends string, V>(name: K, value: V | null): { readonly [P in K]?: V } {
  return (value === null ? {} : { [name]: value }) as { readonly [P in K]?: V };
}
