import { createWriteStream, fstatSync, openSync, rmSync, type Stats, writeFileSync } from 'node:fs';
import { chmod, link, lstat, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { CommandError } from './command-error.ts';

type Text = AsyncIterable<string> | Iterable<string>;

/** A new file that this user alone may read, there when it is whole. A pipe or a device gets the text as it comes. */
export async function makeFile(file: string, text: Text): Promise<void> {
  const there = await stat(file).catch(unlessMissing);
  if (isStandardOutput(there)) return pipeline(text, process.stdout, { end: false });
  if (there !== undefined && !there.isFile()) return pipeline(text, createWriteStream(file, { flags: 'a' }));
  // A link that leads nowhere is something, too.
  if ((await lstat(file).catch(unlessMissing)) !== undefined) throw existsAlready(file);
  await beside(file, async (next) => {
    // Opened at once: one that was still to be made when a signal came would be left.
    const fd = openSync(next, 'wx', 0o600);
    await pipeline(text, createWriteStream(next, { fd, flush: true }));
    // As that goes over no file that came in the meantime; some file systems have no links.
    await link(next, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') throw existsAlready(file);
      return rename(next, file);
    });
  });
}

/**
 * Takes the place of what is there when it is whole; only what has another owner or name,
 * or is no file, is written over as it stands.
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  const there = await stat(file).catch(unlessMissing);
  if (isStandardOutput(there)) return pipeline([text], process.stdout, { end: false });
  const isOurs = there === undefined || (there.isFile() && there.nlink === 1 && there.uid === process.getuid?.());
  if (!isOurs) return writeFile(file, text);
  const place = there === undefined ? file : await realpath(file);
  await beside(place, async (next) => {
    writeFileSync(next, text, { flag: 'wx', flush: true });
    if (there !== undefined) await chmod(next, there.mode);
    await rename(next, place);
  }).catch((error: NodeJS.ErrnoException) => {
    if (there === undefined || !HELD.has(error.code ?? '')) throw error;
    return writeFile(file, text);
  });
}

/** What the system says where a file may be written to, but its folder may not, or where the file is a mount. */
const HELD: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS', 'EBUSY']);

/** `/dev/stdout` and the like: what it leads to may be a file, which others write to as well. */
function isStandardOutput(there: Stats | undefined): boolean {
  const { dev, ino } = fstatSync(1);
  return there !== undefined && there.dev === dev && there.ino === ino;
}

const DEADLY = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Whatever ends the work, nothing half is left. */
async function beside(file: string, work: (next: string) => Promise<void>): Promise<void> {
  const next = `${file}.${process.pid}.new`;
  const leave = (signal: NodeJS.Signals): void => {
    rmSync(next, { force: true });
    for (const one of DEADLY) process.off(one, leave);
    process.kill(process.pid, signal);
  };
  for (const one of DEADLY) process.on(one, leave);
  try {
    await work(next);
  } finally {
    await rm(next, { force: true });
    for (const one of DEADLY) process.off(one, leave);
  }
}

function existsAlready(file: string): CommandError {
  return new CommandError(`${file} exists already, and nothing was written. Choose another name.`);
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
