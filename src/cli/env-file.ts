import { constants } from 'node:fs';
import { access, chmod, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseEnv } from 'node:util';
import { CommandError } from './command-error.ts';

/**
 * Throws when one of the names is set already, or when nothing could be written: to be asked before anything is made.
 */
export async function checkFree(file: string, names: readonly string[]): Promise<void> {
  const had = parseEnv(await textOf(file));
  const taken = names.filter((name) => (had[name] ?? '') !== '');
  if (taken.length > 0) {
    throw new CommandError(
      `${file} already has ${taken.join(', ')}: an App is registered here. Move the file away to register another one.`,
    );
  }
  await access(dirname(file), constants.W_OK).catch((error: Error) => {
    throw new CommandError(`${file} cannot be written: ${error.message}. Run this where Handback shall run.`);
  });
}

/** Adds values, whole or not at all, readable by this user alone. What is set already is never overwritten. */
export async function addValues(file: string, values: Readonly<Record<string, string>>): Promise<void> {
  await checkFree(file, Object.keys(values));
  const before = await textOf(file);
  const lines = Object.entries(values).map(([name, value]) => `${name}=${quoted(value)}\n`);
  const next = `${file}.${process.pid}.new`;
  try {
    const handle = await open(next, 'wx', 0o600);
    await handle.writeFile(`${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${lines.join('')}`);
    await handle.sync();
    await handle.close();
    await chmod(next, 0o600);
    await rename(next, file);
  } catch (error) {
    await rm(next, { force: true });
    throw error;
  }
}

export async function readValue(file: string, name: string): Promise<string | undefined> {
  return parseEnv(await textOf(file))[name];
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code === 'ENOENT') return '';
    throw new CommandError(
      `${file} cannot be read (${String(error.code)}). It is to be a file that this user may read and write; mend it, or move it away.`,
    );
  }
}

/** One line a value: a PEM's line ends are written as `\n`, which Node and Handback read back. */
function quoted(value: string): string {
  return /^[\w.:/-]+$/.test(value) ? value : `"${value.trim().replaceAll('\n', '\\n')}"`;
}
