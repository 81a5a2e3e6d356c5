import type { Unread } from '../input.ts';
import { countMissing, isPartial, isShallow, type LocalRepository } from '../repository.ts';
import { SHALLOW } from './range.ts';

/**
 * What belongs to a history and is not in this repository. Where something of it is broken,
 * git may never come back from looking.
 */
export async function notHere(
  repository: LocalRepository,
  tips: readonly string[] | undefined,
  isBroken: boolean,
): Promise<Unread[]> {
  const partial = await isPartial(repository);
  const missing = isBroken && !partial ? 0 : await countMissing(repository, tips);
  return [
    ...((await isShallow(repository)) ? [{ path: 'older commits', unread: SHALLOW }] : []),
    ...(missing === 0 ? [] : [partial ? leftAtServer(missing) : lost(missing)]),
  ];
}

function leftAtServer(objects: number | undefined): Unread {
  const many = objects === undefined ? 'some objects are' : objects === 1 ? '1 object is' : `${objects} objects are`;
  const unread = `this is a partial clone: ${many} not here (a clone without --filter has them)`;
  return { path: 'what was never fetched', unread };
}

function lost(objects: number | undefined): Unread {
  const path = 'what this repository has lost';
  if (objects === undefined)
    return { path, unread: 'git cannot follow all of its commits: git fsck says where it ends' };
  const many = objects === 1 ? '1 object is' : `${objects} objects are`;
  return {
    path,
    unread: `${many} not here, though commits lead there (git fsck names what is missing; a new clone may have it)`,
  };
}
