import { GitError, git } from './run.ts';

/** The branches, as `refs/heads/main`, that hold a commit. */
export async function branchesHolding(directory: string, commit: string): Promise<readonly string[]> {
  const out = await git(directory, ['for-each-ref', '--format=%(refname)', `--contains=${commit}`, 'refs/heads']);
  return out.split('\n').filter(Boolean);
}

/** Whether `descendant` holds `ancestor`. False for a commit that is not here, and for the all-zero name of "no commit". */
export async function isAncestor(directory: string, ancestor: string, descendant: string): Promise<boolean> {
  if (/^0+$/.test(descendant)) return false;
  try {
    await git(directory, ['merge-base', '--is-ancestor', ancestor, descendant]);
    return true;
  } catch (error) {
    if (error instanceof GitError) return false;
    throw error;
  }
}

/** Whether any of the tips leads to the commit; tips that are not here (any more) lead nowhere. */
export async function isReachable(directory: string, commit: string, tips: readonly string[]): Promise<boolean> {
  const not = tips.map((tip) => `^${tip}`).join('\n');
  const out = await git(directory, ['rev-list', '--ignore-missing', '--max-count=1', '--stdin'], {
    input: `${commit}\n${not}\n`,
  });
  return out.trim() !== commit;
}
