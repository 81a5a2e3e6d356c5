import { z } from 'zod';
import { type GitHub, GitHubFailure, ownerAndName } from '../../github/github.ts';

/** https://docs.github.com/rest/git/trees#get-a-tree */
const Tree = z.object({
  truncated: z.boolean().optional(),
  tree: z.array(z.object({ path: z.string(), sha: z.string() })),
});

/** Whether the tree of the default branch has no such file, folder by folder: false also where GitHub does not tell. */
export async function isAbsent(github: GitHub, repository: string, path: string): Promise<boolean> {
  let folder = 'HEAD';
  for (const name of path.split('/')) {
    const where = { ...ownerAndName(repository), tree_sha: folder };
    const found = await github.find('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', where, Tree).catch(unlessEmpty);
    if (found === undefined) return false;
    const entry = found.tree.find((each) => each.path === name);
    if (entry === undefined) return found.truncated !== true;
    folder = entry.sha;
  }
  return false;
}

/** A repository without a commit has no tree. */
function unlessEmpty(error: unknown): z.infer<typeof Tree> {
  if (error instanceof GitHubFailure && error.status === 409) return { tree: [] };
  throw error;
}
