import { git } from '../../git/run.ts';
import { describeObjects } from '../scan/git-objects.ts';

/**
 * Blobs that some ref leads to, and none of the known commits. Commits that are gone (a pruned tip) exclude nothing.
 */
export async function newBlobs(repository: string, known: readonly string[]): Promise<string[]> {
  const described = await describeObjects(repository, known);
  const there = known.filter((id) => described.get(id)?.type === 'commit');
  const input = there.map((id) => `^${id}\n`).join('');
  const args = [
    'rev-list',
    '--all',
    '--objects',
    '--no-object-names',
    '--filter=object:type=blob',
    '--filter-provided-objects',
    '--stdin',
  ];
  const out = await git(repository, args, { input });
  return out.split('\n').filter((line) => line !== '');
}
