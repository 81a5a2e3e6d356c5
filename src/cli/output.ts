import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { plain } from '../scan/reports/text.ts';
import { CommandError } from './command-error.ts';
import { makeFile } from './whole-file.ts';

/**
 * Writes lines to a new file, or to standard output, no faster than they are taken. A
 * reader that has seen enough may leave.
 */
export async function writeLines(lines: AsyncIterable<string>, file: string | undefined): Promise<void> {
  let broken: { readonly why: unknown } | undefined;
  const text = ended(lines, (why) => {
    broken = { why };
  });
  try {
    if (file === undefined) await pipeline(text, process.stdout, { end: false });
    else await makeFile(file, text);
  } catch (error) {
    // What could not be read says nothing of where it was to go.
    if (broken !== undefined) throw broken.why;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EPIPE' || (file === undefined && code === 'ERR_STREAM_PREMATURE_CLOSE')) return;
    if (file !== undefined) unwritable(file)(error);
    // `mindOutput` has told.
    if (!(error instanceof Error && 'syscall' in error && error.syscall === 'write')) throw error;
  }
}

/** What the system says of a file in words; anything else is a bug, and thrown on. */
export function unwritable(file: string): (error: unknown) => never {
  return (error) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (typeof code !== 'string') throw error;
    throw new CommandError(
      plain(`${file} cannot be written (${code}). Choose a file in a folder that exists and that you may write to.`),
    );
  };
}

/** Before long work whose report would have no place. A device may be written to where its folder may not. */
export async function checkWritable(file: string): Promise<void> {
  const inFolder = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return access(dirname(file), constants.W_OK);
  };
  await access(file, constants.W_OK).catch(inFolder).catch(unwritable(file));
}

/** A reader that has seen enough may leave (`| head`); a full disk must not pass for a whole report. */
export function mindOutput(stream: NodeJS.WriteStream, name: string): void {
  let isTold = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // Whom could one tell that standard error is full?
    if (error.code === 'EPIPE' || stream === process.stderr || isTold) return;
    isTold = true;
    process.stderr.write(`${name} cannot be written (${error.code}), so what it got is not all.\n`);
    process.exitCode = 2;
  });
}

async function* ended(lines: AsyncIterable<string>, onBroken: (why: unknown) => void): AsyncGenerator<string> {
  try {
    for await (const line of lines) yield `${line}\n`;
  } catch (error) {
    onBroken(error);
    throw error;
  }
}
