import { readObjects } from '../scan/git-objects.ts';

/** A blob, and the trees from a root to the one in which it stands. */
export interface Trail {
  readonly blob: string;
  readonly trees: readonly string[];
}

/** The path of each trail's blob: at every step the first entry that leads on. */
export async function readTrailPaths(
  repository: string,
  hashSize: number,
  trails: readonly Trail[],
): Promise<Map<string, string>> {
  const steps = new Map<string, Map<string, string>>();
  for (const { blob, trees } of trails) {
    for (const [at, tree] of trees.entries()) {
      const next = steps.get(tree) ?? new Map<string, string>();
      steps.set(tree, next.set(trees[at + 1] ?? blob, ''));
    }
  }
  for await (const { id, bytes } of readObjects(repository, [...steps.keys()])) {
    const next = steps.get(id);
    if (next !== undefined) nameSteps(bytes, hashSize, next);
  }
  return new Map(
    trails.map(({ blob, trees }) => {
      const names = trees.map((tree, at) => steps.get(tree)?.get(trees[at + 1] ?? blob) ?? '');
      return [blob, names.join('/')];
    }),
  );
}

/** Entries of a tree object: mode, a space, the name, a zero byte, the hash. */
function nameSteps(bytes: Buffer, hashSize: number, names: Map<string, string>): void {
  let open = names.size;
  for (let at = 0; at < bytes.length && open > 0; ) {
    const end = bytes.indexOf(0, at);
    if (end < 0) return;
    const id = bytes.toString('hex', end + 1, end + 1 + hashSize);
    if (names.get(id) === '') {
      names.set(id, bytes.toString('utf8', bytes.indexOf(32, at) + 1, end));
      open--;
    }
    at = end + 1 + hashSize;
  }
}
