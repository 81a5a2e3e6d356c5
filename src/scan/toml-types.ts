export type TomlValue = string | number | boolean | TomlValue[] | TomlTable;

export interface TomlTable {
  [key: string]: TomlValue;
}

/** A text and how far it has been read. */
export interface TomlReader {
  readonly text: string;
  at: number;
}

export class TomlError extends Error {
  override readonly name = 'TomlError';
  readonly line: number;

  constructor(line: number, problem: string) {
    super(problem);
    this.line = line;
  }
}

export function lineAt({ text, at }: TomlReader): number {
  return text.slice(0, at).split('\n').length;
}

export function fail(reader: TomlReader, problem: string): never {
  throw new TomlError(lineAt(reader), problem);
}
