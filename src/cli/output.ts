import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CommandError } from './command-error.ts';

/** Writes lines to a file, or to standard output, no faster than they are taken. A reader that has seen enough may leave. */
export async function writeLines(lines: AsyncIterable<string>, file: string | undefined): Promise<void> {
  const text = Readable.from(ended(lines));
  try {
    if (file === undefined) await pipeline(text, process.stdout, { end: false });
    else await pipeline(text, createWriteStream(file, { mode: 0o600, flags: 'wx' }));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (file === undefined && (code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE')) return;
    if (file !== undefined && code === 'EEXIST')
      throw new CommandError(`${file} exists already, and nothing was written. Choose another name.`);
    if (file !== undefined && typeof code === 'string')
      throw new CommandError(
        `${file} cannot be written (${code}). Choose a folder that exists and that you may write to.`,
      );
    throw error;
  }
}

async function* ended(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}
