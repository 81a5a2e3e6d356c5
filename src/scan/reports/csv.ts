import { asRecord } from './json.ts';
import type { Reporter } from './reporter.ts';

const COLUMNS = [
  'rule',
  'confidence',
  'path',
  'line',
  'column',
  'endLine',
  'endColumn',
  'fingerprint',
  'mask',
  'commit',
  'author',
  'date',
  'refs',
  'alsoIn',
] as const;

/** RFC 4180, with a header; lists are separated by spaces. */
export const csv: Reporter = ({ findings }) => {
  const rows = findings.map((found) => {
    const record: Readonly<Record<string, unknown>> = asRecord(found);
    return COLUMNS.map((name) => cell(record[name]));
  });
  return [COLUMNS, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
};

function cell(value: unknown): string {
  const text = Array.isArray(value) ? value.join(' ') : String(value ?? '');
  // A spreadsheet takes a cell that begins so for a formula.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
