import { z } from 'zod';
import { type GitHub, NotVisible, ownerAndName } from '../../github/github.ts';
import type { Gap } from '../../model/coverage.ts';

const TOO_LARGE = 'not readable: it is larger than the 1 MB that GitHub gives out at once';

const File = z.object({ type: z.literal('file'), content: z.string(), encoding: z.string(), sha: z.string() });

/**
 * What else may have the path: a folder, which is a list, or a link or a repository within
 * the repository, which are no file either.
 */
const Other = z.union([z.array(z.unknown()), z.object({ type: z.enum(['dir', 'symlink', 'submodule']) })]);
const NO_FILE = 'not readable: it is a folder or a link, and not a file';

interface FileText {
  readonly text: string;
  readonly sha: string;
}

/** A file as the default branch has it, or as `ref` has it; undefined when there is none. */
export async function readFile(
  github: GitHub,
  repository: string,
  path: string,
  ref?: string,
): Promise<FileText | { readonly gap: Gap } | undefined> {
  try {
    const file = await github.find(
      'GET /repos/{owner}/{repo}/contents/{+path}',
      { ...ownerAndName(repository), path, ...(ref === undefined ? {} : { ref }) },
      z.union([File, Other]),
    );
    if (file !== undefined && !('content' in file)) return { gap: { why: 'absent', says: NO_FILE } };
    // Over 1 MB GitHub gives no content: that is not an empty file.
    if (file !== undefined && file.encoding !== 'base64') return { gap: { why: 'absent', says: TOO_LARGE } };
    return file && { text: Buffer.from(file.content, 'base64').toString('utf8'), sha: file.sha };
  } catch (error) {
    if (error instanceof NotVisible) return { gap: error.gap };
    throw error;
  }
}
