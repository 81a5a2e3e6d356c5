import type { Found } from '../found.ts';
import type { Reporter } from './reporter.ts';

/** One array. `--baseline` reads it back. */
export const json: Reporter = ({ findings }) => `${JSON.stringify(findings.map(asRecord), null, 2)}\n`;

/** One object a line. */
export const jsonl: Reporter = ({ findings }) =>
  findings.map((found) => `${JSON.stringify(asRecord(found))}\n`).join('');

/** What a finding looks like in every format for machines. Names never change; more may come. */
export function asRecord({ origin, ...found }: Found) {
  const { rule, confidence, path, line, column, endLine, endColumn, fingerprint, mask, refs, alsoIn } = found;
  return {
    rule,
    confidence,
    path,
    line,
    column,
    endLine,
    endColumn,
    fingerprint,
    mask,
    ...(origin === undefined
      ? {}
      : {
          commit: origin.commit,
          author: `${origin.author.name} <${origin.author.email}>`,
          date: new Date(origin.at).toISOString(),
        }),
    ...(refs === undefined ? {} : { refs }),
    ...(alsoIn === undefined ? {} : { alsoIn }),
  };
}
