/** Another process writes. */
export function isBusy(error: unknown): boolean {
  return codeOf(error) === 5;
}

/** It is a database, and what stands in it makes no sense. */
export function isDamaged(error: unknown): boolean {
  return codeOf(error) === 11;
}

/** SQLite's own code (https://sqlite.org/rescode.html); what it says more exactly stands in the bits above. */
function codeOf(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;
}

const AGAIN =
  'What was not committed is not kept; a job that was at it is tried again, and GitHub is asked again for a webhook that was refused.';

/** In words, where a person has to mend something. */
export function meaningOf(error: unknown): string | undefined {
  const said = error instanceof Error ? error.message : '';
  switch (codeOf(error)) {
    case 13:
      return `The disk that holds DATA_DIR is full. ${AGAIN} Make room on that disk.`;
    case 8: // READONLY
    case 10: // IOERR
    case 14: // CANTOPEN
      return `DATA_DIR cannot be written any more (${said}). ${AGAIN} Look whether its disk is well and mounted for writing, and whether this user may write there.`;
    case 11: // CORRUPT
    case 26: // NOTADB
      return `The database in DATA_DIR is damaged (${said}). Stop Handback, and put a backup in its place: README.md, "Backup and upgrade".`;
    default:
      return undefined;
  }
}
