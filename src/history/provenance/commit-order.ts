import { exit, GitError, start } from '../../git/run.ts';

/**
 * All commits that the tips, or else all refs, lead to, newest first: lines of `<tree>
 * <commit>`. `--date-order` shows no commit before its children and otherwise goes back in
 * time, so that an earlier commit comes later, and never after its ancestors.
 */
export async function readCommitOrder(
  repository: string,
  tips: readonly string[] | undefined,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  // Without any, git would take HEAD.
  if (tips?.length === 0) return new Uint8Array();
  const from = tips === undefined ? '--all' : '--stdin';
  const args = ['log', from, '--no-mailmap', '--date-order', '--format=%T %H'];
  const input = (tips ?? []).map((id) => `${id}\n`).join('');
  const child = start(repository, args, { input, ...(signal ? { signal } : {}) });
  const done = exit(child);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk).slice(-1000)));
  const chunks: Uint8Array[] = await Array.fromAsync(child.stdout as AsyncIterable<Buffer>);
  const code = await done;
  if (code !== 0) throw new GitError(['log'], code, errors);
  return Buffer.concat(chunks);
}
