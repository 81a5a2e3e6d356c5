import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { LARGEST, type Piece, type Unread } from '../input.ts';

/**
 * A regular file's bytes; no link is followed. Undefined: there is nothing to read, such as a socket, or it is gone.
 */
export async function readPiece(file: string, path: string): Promise<Piece | Unread | undefined> {
  try {
    await using handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const { size } = await handle.stat().then((stat) => (stat.isFile() ? stat : { size: -1 }));
    if (size < 0) return undefined;
    if (size > LARGEST) return { path, unread: `it has ${size} bytes, more than the ${LARGEST} that are read` };
    return { path, bytes: await handle.readFile() };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'an error';
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP' || code === 'EMLINK' || code === 'ENXIO')
      return undefined;
    return { path, unread: `it cannot be read (${code})` };
  }
}
