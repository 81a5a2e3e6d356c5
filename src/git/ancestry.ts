import { hasCommit } from './mirror.ts';
import { GitError, git } from './run.ts';

/** The branches, as `refs/heads/main`, that hold a commit. */
export async function branchesHolding(directory: string, commit: string): Promise<readonly string[]> {
  const out = await git(directory, ['for-each-ref', '--format=%(refname)', `--contains=${commit}`, 'refs/heads']);
  return out.split('\n').filter(Boolean);
}

/**
 * Whether `descendant` holds `ancestor`. False for a commit that is not here, and for the all-zero name of "no commit".
 */
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

/** Those of the tips that hold the commit, found in one walk; none for a commit that is not here. */
export async function tipsHolding(
  directory: string,
  commit: string,
  tips: readonly string[],
): Promise<ReadonlySet<string>> {
  const asked = [...new Set(tips)].filter((tip) => !/^0+$/.test(tip));
  if (asked.length === 0 || !(await hasCommit(directory, commit))) return new Set();
  const input = [`^${commit}`, ...asked, ''].join('\n');
  const out = await git(directory, ['rev-list', '--ignore-missing', '--ancestry-path', '--stdin'], { input });
  const descendants = new Set(out.split('\n'));
  return new Set(asked.filter((tip) => tip === commit || descendants.has(tip)));
}

/** Whether any of the tips leads to the commit; tips that are not here (any more) lead nowhere. */
export async function isReachable(directory: string, commit: string, tips: readonly string[]): Promise<boolean> {
  const not = tips.map((tip) => `^${tip}`).join('\n');
  const out = await git(directory, ['rev-list', '--ignore-missing', '--max-count=1', '--stdin'], {
    input: `${commit}\n${not}\n`,
  });
  return out.trim() !== commit;
}
